"""Noise schedules, timesteps and single steps of samplers of diffusion models, as diffusers and the papers define them.

    python3 tools/reference-tables/diffusion.py      writes packages/models/test/vectors/diffusion.json

Written from the formulas with NumPy, each sampler in the notation of its paper: it shares nothing with the tables of
coefficients of the package.
"""

import json
import math
from pathlib import Path

import numpy as np


def betas_of(kind, T, start=1e-4, end=0.02):
    if kind == "linear":
        return np.linspace(start, end, T)
    if kind == "scaledLinear":
        return np.linspace(start**0.5, end**0.5, T) ** 2
    if kind == "sigmoid":
        return 1 / (1 + np.exp(-np.linspace(-6, 6, T))) * (end - start) + start
    bar = lambda u: math.cos((u + 0.008) / 1.008 * math.pi / 2) ** 2
    return np.array([min(1 - bar((i + 1) / T) / bar(i / T), 0.999) for i in range(T)])


def rescale(betas):
    """Lin et al. (2024), algorithm 1."""
    root = np.sqrt(np.cumprod(1 - betas))
    first, last = root[0].copy(), root[-1].copy()
    root = (root - last) * first / (first - last)
    bar = root**2
    return 1 - np.concatenate([bar[:1], bar[1:] / bar[:-1]])


def timesteps_of(spacing, T, n):
    if spacing == "linspace":
        return np.linspace(0, T - 1, n).round()[::-1].astype(int)
    if spacing == "leading":
        return (np.arange(0, n) * (T // n)).round()[::-1].astype(int)
    return np.round(np.arange(T, 0, -T / n)).astype(int)[:n] - 1


def ddpm(x, x0, noise, bar, bar2, large):
    """Ho, Jain and Abbeel (2020), equations 6 and 7, over a stride."""
    alpha = bar / bar2
    beta = 1 - alpha
    mean = math.sqrt(bar2) * beta / (1 - bar) * x0 + math.sqrt(alpha) * (1 - bar2) / (1 - bar) * x
    variance = beta if large else (1 - bar2) / (1 - bar) * beta
    return mean + math.sqrt(variance) * noise


def ddim(x, eps, x0, noise, bar, bar2, eta):
    """Song, Meng and Ermon (2021), equations 12 and 16."""
    s = eta * math.sqrt((1 - bar2) / (1 - bar)) * math.sqrt(1 - bar / bar2)
    return math.sqrt(bar2) * x0 + math.sqrt(1 - bar2 - s * s) * eps + s * noise


def vectors():
    kinds = ["linear", "scaledLinear", "squaredcosCapV2", "sigmoid"]
    schedules = []
    for kind in kinds:
        for T in (1000, 50):
            for zero in (False, True):
                betas = betas_of(kind, T)
                betas = rescale(betas) if zero else betas
                bars = np.cumprod(1 - betas)
                at = sorted({0, 1, 2, T // 3, T // 2, T - 2, T - 1})
                schedules.append(
                    {
                        "config": {"betaSchedule": kind, "numTrainTimesteps": T, "rescaleBetasZeroSnr": zero},
                        "at": at,
                        "betas": betas[at].tolist(),
                        "alphasCumprod": bars[at].tolist(),
                    }
                )
    spacings = [
        {"spacing": s, "T": T, "n": n, "timesteps": timesteps_of(s, T, n).tolist()}
        for s in ("linspace", "leading", "trailing")
        for T, n in ((1000, 1), (1000, 4), (1000, 7), (1000, 30), (50, 50), (100, 33))
    ]
    rng = np.random.default_rng(20)
    steps = []
    for kind in kinds:
        bars = np.cumprod(1 - betas_of(kind, 1000))
        t = timesteps_of("leading", 1000, 10)
        for i in (0, 4):
            bar, bar2 = bars[t[i]], bars[t[i + 1]]
            x, eps, noise, noise2 = rng.normal(size=(4, 3))
            a, s = math.sqrt(bar), math.sqrt(1 - bar)
            x0 = (x - s * eps) / a
            result = {
                "ddpm fixedSmall": ddpm(x, x0, noise, bar, bar2, False),
                "ddpm fixedLarge": ddpm(x, x0, noise, bar, bar2, True),
                "ddim 0": ddim(x, eps, x0, noise, bar, bar2, 0.0),
                "ddim 0.4": ddim(x, eps, x0, noise, bar, bar2, 0.4),
                "ddim 1": ddim(x, eps, x0, noise, bar, bar2, 1.0),
            }
            # Karras et al. (2022), algorithm 1, in x / alpha and s = sigma / alpha.
            a2, s2 = math.sqrt(bar2), math.sqrt(1 - bar2)
            y, time, time2 = x / a, s / a, s2 / a2
            guess = y + (time2 - time) * eps
            eps2 = noise2  # what the network gives at the guess: any number will do
            result["euler"] = a2 * guess
            result["heun"] = a2 * (y + (time2 - time) * 0.5 * (eps + eps2))
            # Lu et al. (2022), algorithm 2, with the data that the stage before predicted.
            before = noise2
            lam = [0.5 * math.log(b / (1 - b)) for b in (bars[t[i - 1]] if i else bar, bar, bar2)]
            h, h1 = lam[1] - lam[0], lam[2] - lam[1]
            r = h / h1 if i else math.inf
            d = (1 + 1 / (2 * r)) * x0 - before / (2 * r)
            result["dpmSolver++"] = s2 / s * x - a2 * math.expm1(-h1) * d
            steps.append(
                {
                    "betaSchedule": kind,
                    "i": i,
                    "x": x.tolist(),
                    "epsilon": eps.tolist(),
                    "sample": x0.tolist(),
                    "vPrediction": (a * eps - s * x0).tolist(),
                    "noise": noise.tolist(),
                    "other": noise2.tolist(),
                    "result": {k: v.tolist() for k, v in result.items()},
                }
            )
    return {
        "command": "python3 tools/reference-tables/diffusion.py",
        "schedules": schedules,
        "spacings": spacings,
        "steps": steps,
    }


if __name__ == "__main__":
    path = Path(__file__).parents[2] / "packages/models/test/vectors/diffusion.json"
    path.write_text(json.dumps(vectors()) + "\n")
