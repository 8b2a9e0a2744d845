"""Reference tables of the distributions, at 60 digits.

Run from the top of the repository: python3 tools/reference-tables/distributions.py
Writes packages/sampling/test/vectors/distributions.json. Needs mpmath.
Numbers are the shortest decimals of the nearest doubles; "inf", "-inf" and "nan" are text. Beside each value stands
its scale: what one rounding of the arguments or of the largest term of the formula can change it by, over 2^-53.
"""

import json
import math
from pathlib import Path

from mpmath import erfc, erfinv, exp, expm1, inf, log, log1p, mp, mpf, pi, sqrt

mp.dps = 60
TARGET = Path("packages/sampling/test/vectors/distributions.json")


def number(value):
    value = float(value)
    return value if math.isfinite(value) else str(value)


def finite(value):
    return 0.0 if not mp.isfinite(value) else float(abs(value))


def normal_quantile(p):
    if p == 0:
        return -inf
    if p == 1:
        return inf
    # Newton from erfinv of the smaller side: enough digits at both ends.
    mp.dps = 400
    z = -sqrt(mpf(2)) * erfinv(1 - 2 * mpf(p))
    mp.dps = 60
    return +z


class Normal:
    grid = [(0.0, 1.0), (-1.5, 2.5), (1e6, 0.003), (3.0, 1e-200), (0.0, 1e200)]

    def __init__(self, mu, sigma):
        self.parameters = {"mu": mu, "sigma": sigma}
        self.mu, self.sigma = mpf(mu), mpf(sigma)
        self.mean, self.variance = self.mu, self.sigma**2
        self.entropy = log(self.sigma) + log(2 * pi * mp.e) / 2

    def points(self):
        zs = [0.0, 1e-9, 0.1, -0.5, 1.0, -2.5, 5.0, -7.0, 8.3, -20.0, 37.0, -38.4]
        return [float(self.mu + self.sigma * z) for z in zs] + [-inf, inf]

    def log_prob(self, x):
        if not mp.isfinite(x):
            return -inf, 0
        z = (x - self.mu) / self.sigma
        terms = [z * z / 2, log(self.sigma), log(2 * pi) / 2]
        return -sum(terms), max(abs(t) for t in terms) * 2

    def tail(self, x, sign):
        if not mp.isfinite(x):
            return (mpf(0), 0) if (x > 0) == (sign > 0) else (mpf(1), 0)
        z = sign * (x - self.mu) / self.sigma
        value = erfc(z / sqrt(mpf(2))) / 2
        # z is rounded twice: its relative change times |z| density.
        return value, value + 2 * abs(z) * exp(-z * z / 2) / sqrt(2 * pi)

    def cdf(self, x):
        return self.tail(x, -1)

    def sf(self, x):
        return self.tail(x, 1)

    def quantile(self, p):
        z = normal_quantile(p)
        value = self.mu + self.sigma * z
        return value, finite(self.mu) + 2 * finite(self.sigma * z)


class Uniform:
    grid = [(0.0, 1.0), (-3.0, 5.0), (1e6, 1000001.0), (-1e-300, 1e-300), (-8e307, 8e307)]

    def __init__(self, low, high):
        self.parameters = {"low": low, "high": high}
        self.low, self.high = mpf(low), mpf(high)
        self.width = self.high - self.low
        self.mean, self.variance, self.entropy = (self.low + self.high) / 2, self.width**2 / 12, log(self.width)

    def points(self):
        us = [0.0, 1e-12, 0.1, 0.5, 0.9, 1.0]
        inside = [float(self.low + self.width * u) for u in us]
        return inside + [float(self.low - self.width / 2), float(self.high + self.width / 2), -inf, inf]

    def log_prob(self, x):
        inside = self.low <= x <= self.high
        value = -log(self.width) if inside else -inf
        return value, 1 + finite(value)

    def cdf(self, x):
        value = min(max((x - self.low) / self.width, mpf(0)), mpf(1)) if mp.isfinite(x) else mpf(x > 0)
        return value, 2 * value

    def sf(self, x):
        value = min(max((self.high - x) / self.width, mpf(0)), mpf(1)) if mp.isfinite(x) else mpf(x < 0)
        return value, 2 * value

    def quantile(self, p):
        return self.low + self.width * p, finite(self.low) + 2 * finite(self.width * p)


class Exponential:
    grid = [(1.0,), (0.25,), (1e-300,), (1e300,)]

    def __init__(self, rate):
        self.parameters = {"rate": rate}
        self.rate = mpf(rate)
        self.mean, self.variance, self.entropy = 1 / self.rate, 1 / self.rate**2, 1 - log(self.rate)

    def points(self):
        ys = [0.0, 1e-17, 1e-9, 0.1, 1.0, 5.0, 40.0, 700.0, 744.0]
        return [float(y / self.rate) for y in ys] + [-1.0, -inf, inf]

    def log_prob(self, x):
        if x < 0 or not mp.isfinite(x):
            return -inf, 0
        return log(self.rate) - self.rate * x, 2 * max(abs(log(self.rate)), abs(self.rate * x))

    def cdf(self, x):
        if x <= 0 or not mp.isfinite(x):
            return mpf(x > 0), 0
        y = self.rate * x
        return -expm1(-y), -expm1(-y) + y * exp(-y)

    def sf(self, x):
        if x <= 0 or not mp.isfinite(x):
            return mpf(x <= 0), 0
        y = self.rate * x
        return exp(-y), (1 + y) * exp(-y)

    def quantile(self, p):
        value = inf if p == 1 else -log1p(-mpf(p)) / self.rate
        return value, 2 * finite(value)


class Bernoulli:
    grid = [(0.5,), (0.3,), (1e-20,), (0.0,), (1.0,)]

    def __init__(self, p):
        self.parameters = {"p": p}
        self.p = mpf(p)
        self.mean, self.variance = self.p, self.p * (1 - self.p)
        self.entropy = -sum(q * log(q) for q in (self.p, 1 - self.p) if q > 0)

    def points(self):
        return [0.0, 1.0, -1.0, 0.5, 2.0, -inf, inf]

    def log_prob(self, x):
        q = self.p if x == 1 else 1 - self.p if x == 0 else mpf(0)
        value = log(q) if q > 0 else -inf
        return value, 2 * finite(value)

    def cdf(self, x):
        value = mpf(0) if x < 0 else 1 - self.p if x < 1 else mpf(1)
        return value, value

    def sf(self, x):
        value = mpf(1) if x < 0 else self.p if x < 1 else mpf(0)
        return value, value

    def quantile(self, p):
        lower, upper = mpf(self.p == 1), mpf(self.p > 0)
        if p in (0, 1):
            return (upper if p == 1 else lower), 0
        # The double nearest to 1 - p is what the cdf gives.
        return (lower if p <= float(1 - self.p) else upper), 0


def table(family):
    name = family.__name__
    for parameters in family.grid:
        d = family(*parameters)
        rows = []
        for x in d.points():
            row = {"x": number(x)}
            for method, column in (("logProb", d.log_prob), ("cdf", d.cdf), ("sf", d.sf)):
                value, scale = column(mpf(x))
                row[method] = [number(value), number(scale)]
            rows.append(row)
        quantiles = []
        for p in (0.0, 5e-324, 1e-300, 1e-20, 1e-9, 0.025, 0.3, 0.5, 0.7, 0.975, 0.999999, 1 - 2.0**-53, 1.0):
            value, scale = d.quantile(p)
            quantiles.append([p, number(value), number(scale)])
        yield {
            "family": name,
            "parameters": d.parameters,
            "mean": number(d.mean),
            "variance": number(d.variance),
            "entropy": number(d.entropy),
            "points": rows,
            "quantiles": quantiles,
        }


def main():
    cases = [case for family in (Normal, Uniform, Exponential, Bernoulli) for case in table(family)]
    lines = ",\n".join("    " + json.dumps(case) for case in cases)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(
        '{\n  "command": "python3 tools/reference-tables/distributions.py",\n'
        '  "about": "distributions: [value, scale] of each method, 60 digits",\n'
        f'  "cases": [\n{lines}\n  ]\n}}\n'
    )


main()
