"""Reference values of the metrics, from their definitions, with numpy and scipy.

    python3 tools/reference-tables/metrics.py     writes packages/models/test/fixtures/metrics.json

Precision, recall, density and coverage as defined in Naeem et al. (2020), https://arxiv.org/abs/2002.09797, and as
computed by https://github.com/clovaai/generative-evaluation-prdc; written anew.
"""

import json
import math
import pathlib

import numpy as np
import scipy.linalg
from scipy.spatial.distance import cdist


def neighbourhoods(x, k):
    return np.sort(cdist(x, x), axis=1)[:, k]  # the point itself is the first


def prdc(real, fake, k):
    of_real, of_fake, between = neighbourhoods(real, k), neighbourhoods(fake, k), cdist(real, fake)
    return {
        "precision": float((between < of_real[:, None]).any(axis=0).mean()),
        "recall": float((between < of_fake[None, :]).any(axis=1).mean()),
        "density": float((between < of_real[:, None]).sum(axis=0).mean() / k),
        "coverage": float((between.min(axis=1) < of_real).mean()),
    }


def unbiased(kernel, x, y):
    n, m = len(x), len(y)
    kxx, kyy, kxy = kernel(cdist(x, x)), kernel(cdist(y, y)), kernel(cdist(x, y))
    off = lambda k: (k.sum() - np.trace(k)) / (len(k) * (len(k) - 1))
    return float(off(kxx) + off(kyy) - 2 * kxy.mean())


def median_distance(x):
    return float(np.median(cdist(x, x)[np.triu_indices(len(x), 1)]))


def frechet(x, y):
    gap = x.mean(axis=0) - y.mean(axis=0)
    cx, cy = (np.atleast_2d(np.cov(z, rowvar=False)) for z in (x, y))
    full = min(len(x), len(y)) > x.shape[1]
    if full:
        root = np.trace(scipy.linalg.sqrtm(cx @ cy)).real
    else:  # products of covariances without full rank: by the singular values of the centred data
        centred = [(z - z.mean(axis=0)) / math.sqrt(len(z) - 1) for z in (x, y)]
        root = np.linalg.svd(centred[0] @ centred[1].T, compute_uv=False).sum()
    return float(gap @ gap + np.trace(cx) + np.trace(cy) - 2 * root)


def along(x, y, directions):
    """Both samples repeated to one size: then quantiles are sorted values."""
    size = math.lcm(len(x), len(y))
    squares = []
    for direction in directions:
        a, b = (np.sort(np.repeat(z @ direction, size // len(z))) for z in (x, y))
        squares.append(((a - b) ** 2).mean())
    return float(math.sqrt(np.mean(squares)))


def case(name, x, y):
    x, y = x.round(4), y.round(4)
    d = x.shape[1]
    rng = np.random.default_rng(99)
    directions = rng.normal(size=(7, d)).round(4)
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    h = median_distance(x)
    return {
        "name": name,
        "dimensions": d,
        "x": x.ravel().tolist(),
        "y": y.ravel().tolist(),
        "directions": directions.ravel().tolist(),
        "sliced": along(x, y, directions),
        "energy": -unbiased(lambda r: r, x, y),
        "bandwidth": h,
        "mmd": unbiased(lambda r: np.exp(-(r**2) / (2 * h * h)), x, y),
        "frechet": frechet(x, y),
        "nearest": cdist(x, y).min(axis=1).tolist(),
        "prdc": {str(k): prdc(x, y, k) for k in (1, 3, 5)},
    }


def main():
    rng = np.random.default_rng(6)
    normal = lambda n, d, shift=0.0, scale=1.0: rng.normal(size=(n, d)) * scale + shift
    angles = rng.integers(8, size=60) * np.pi / 4
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1) + rng.normal(size=(60, 2)) * 0.02
    cases = [
        case("normal", normal(40, 3), normal(30, 3, 0.5, 1.5)),
        case("one dimension", normal(17, 1), normal(12, 1, 1)),
        case("far from the origin", normal(25, 2, 1000), normal(25, 2, 1000.5)),
        case("ring", ring[:30], ring[30:]),
        case("more dimensions than points", normal(7, 12), normal(9, 12, 0.3)),
        case("more than a block of points", normal(300, 2), normal(270, 2, 0.2)),
    ]
    out = pathlib.Path(__file__).resolve().parents[2] / "packages/models/test/fixtures/metrics.json"
    lines = ",\n".join(json.dumps(each) for each in cases)
    out.write_text(f'{{"origin": "tools/reference-tables/metrics.py",\n"cases": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
