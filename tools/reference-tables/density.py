"""Reference tables of the densities and of the reductions, at 60 digits.

Run from the top of the repository: python3 tools/reference-tables/density.py
Writes packages/core-wasm/test/vectors/density/*.json and packages/core-wasm/test/vectors/reduce/*.json.
Needs mpmath. Numbers are printed as the shortest decimals of the nearest doubles; infinities are text.
"""

import json
import math
import random
from pathlib import Path

from mpmath import mp, mpf

mp.dps = 60
VECTORS = Path("packages/core-wasm/test/vectors")


def number(value):
    """The nearest double, or its name when JSON has no number for it."""
    value = float(value)
    return value if math.isfinite(value) else str(value).replace("inf", "Infinity")


def write(path, about, cases):
    path = VECTORS / path
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = ",\n".join("    " + json.dumps(case) for case in cases)
    path.write_text(
        '{\n  "command": "python3 tools/reference-tables/density.py",\n'
        f'  "about": {json.dumps(about)},\n  "cases": [\n{rows}\n  ]\n}}\n'
    )


def moments_table():
    rng = random.Random(4)
    sets = {
        "one": [3.25],
        "two": [1.0, 2.0],
        "equal": [0.1] * 130,
        "small integers": [float(i % 7) for i in range(129)],
        "normal": [rng.gauss(0, 1) for _ in range(300)],
        "far from zero": [1e9 + rng.random() for _ in range(300)],
        "heavy tails": [math.tan(3.1 * (rng.random() - 0.5)) for _ in range(260)],
        "tiny": [1e-70 * rng.random() for _ in range(140)],
        "large": [1e70 * rng.gauss(0, 1) for _ in range(140)],
    }
    cases = []
    for name, data in sets.items():
        exact = [mpf(x) for x in data]
        mean = sum(exact) / len(exact)
        moments = [sum((x - mean) ** k for x in exact) for k in (2, 3, 4)]
        scales = [sum(abs(x - mean) ** k for x in exact) for k in (2, 3, 4)]
        cases.append(
            {
                "name": name,
                "data": data,
                "mean": number(mean),
                "moments": [number(m) for m in moments],
                "scales": [number(s) for s in scales],
            }
        )
    write("reduce/moments.json", "mean, sums of powers 2..4 of deviations, sums of their magnitudes", cases)


def log_sum_exp_table():
    rng = random.Random(5)
    sets = [
        [0.0],
        [0.0, 0.0],
        [-1000.0, -1001.0, -1002.0],
        [1000.0, 999.0],
        [710.0, 710.0],
        [-745.0, -746.0],
        [0.0, -40.0],
        [1e300, -1e300],
        [rng.gauss(0, 10) for _ in range(17)],
        [rng.gauss(0, 1) for _ in range(130)],
        [rng.gauss(-3000, 100) for _ in range(129)],
    ]
    cases = [{"data": data, "value": number(mp.log(sum(mp.exp(mpf(x)) for x in data)))} for data in sets]
    write("reduce/log-sum-exp.json", "log of the sum of exponentials", cases)


def normal_table():
    cases = []
    for mu in (0.0, -1.5, 1e6):
        for sigma in (1.0, 0.003, 2.5, 1e5, 1e-200, 1e200):
            for z in (0.0, 1e-9, 0.1, 0.9999999, 1.0, 2.5, -7.0, 38.0, -1e4):
                x = mu + sigma * z
                zz = (mpf(x) - mpf(mu)) / mpf(sigma)
                cases.append(
                    {
                        "x": x,
                        "parameters": [mu, sigma],
                        "value": number(-zz * zz / 2 - mp.log(sigma) - mp.log(2 * mp.pi) / 2),
                        "partials": [number(zz / sigma), number((zz * zz - 1) / sigma)],
                        # What rounding is measured against: the largest term of each sum.
                        "scales": [
                            number(max(zz * zz / 2, abs(mp.log(sigma)), 1)),
                            number(abs(zz / sigma)),
                            number(max(zz * zz, 1) / sigma),
                        ],
                    }
                )
    write("density/normal.json", "log-density of Normal(mu, sigma) and its partial derivatives", cases)


def case(x, parameters, value, partials, scales):
    return {
        "x": x,
        "parameters": parameters,
        "value": number(value),
        "partials": [number(p) for p in partials],
        "scales": [number(s) for s in scales],
    }


def uniform_table():
    cases = []
    for low, high in ((0.0, 1.0), (-3.5, 2.25), (1e-300, 2e-300), (-8e307, 8e307), (1.0, 1.0000000000000002)):
        width = mpf(high) - mpf(low)
        value = -mp.log(width)
        for x in (low, low + (high - low) / 4, high):
            cases.append(case(x, [low, high], value, [1 / width, -1 / width], [max(abs(value), 1), 1 / width, 1 / width]))
        for x in (number(low - (high - low)), number(high + (high - low)), "Infinity", "-Infinity"):
            cases.append(case(x, [low, high], "-Infinity", [0, 0], [1, 1, 1]))
    write("density/uniform.json", "log-density of Uniform(low, high) and its partial derivatives", cases)


def exponential_table():
    cases = []
    for rate in (1.0, 0.37, 1e-8, 1e12, 1e-300, 1e300):
        for u in (0.0, 1e-12, 0.5, 1.0, 3.0, 700.0):
            x = u / rate
            value = mp.log(rate) - mpf(rate) * x
            partial = 1 / mpf(rate) - x
            cases.append(case(x, [rate], value, [partial], [max(abs(mp.log(rate)), mpf(rate) * x), max(1 / mpf(rate), x)]))
        for x in (-1e-300, -1.0, "-Infinity"):
            cases.append(case(x, [rate], "-Infinity", [0], [1, 1]))
    write("density/exponential.json", "log-density of Exponential(rate) and its partial derivative", cases)


def bernoulli_table():
    cases = []
    for p in (0.5, 0.1, 0.9, 1e-300, 1e-17, 0.9999999999999999, 5e-324):
        for x in (0.0, 1.0):
            mass = mpf(p) if x == 1 else 1 - mpf(p)
            value = mp.log(mpf(p)) if x == 1 else mp.log1p(-mpf(p))
            partial = (1 if x == 1 else -1) / mass
            cases.append(case(x, [p], value, [partial], [abs(value), abs(partial)]))
        for x in (0.5, 2.0, -1.0, "Infinity"):
            cases.append(case(x, [p], "-Infinity", [0], [1, 1]))
    write("density/bernoulli.json", "log-mass of Bernoulli(p) and its partial derivative", cases)


def main():
    moments_table()
    log_sum_exp_table()
    normal_table()
    uniform_table()
    exponential_table()
    bernoulli_table()


main()
