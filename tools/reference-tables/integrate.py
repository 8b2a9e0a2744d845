"""Reference values for intervals and tail diagnostics of integrals.

Run from the top of the repository: python3 tools/reference-tables/integrate.py
Writes packages/sampling/test/vectors/integrate.json. Needs mpmath and numpy.
"""

import json
from pathlib import Path

import numpy as np
from mpmath import betainc, erfinv, exp, findroot, log, mp, mpf, pi, sqrt, tan

mp.dps = 40


def student(confidence, nu):
    """t with P(|T| <= t) = confidence."""
    c, nu = mpf(confidence), mpf(nu)
    tail = (1 - c) / 2
    start = sqrt(2) * erfinv(c) * (1 + 1 / nu) if nu > 2 else tan(pi * c / 2)

    def miss(t):
        """Of the logarithm of the tail, as a function of log t."""
        return log(betainc(nu / 2, mpf(1) / 2, 0, nu / (nu + exp(2 * t)), regularized=True) / 2 / tail)

    return float(exp(findroot(miss, log(start))))


def pareto(x):
    """Zhang and Stephens (2009), with the weak prior of Pareto smoothed importance sampling."""
    x = np.sort(x)
    n = len(x)
    m = 30 + int(np.sqrt(n))
    b = (1 - np.sqrt(m / (np.arange(1, m + 1) - 0.5))) / (3 * x[int(n / 4 + 0.5) - 1]) + 1 / x[-1]
    k = np.log1p(-b[:, None] * x).mean(axis=1)
    profile = n * (np.log(-b / k) - k - 1)
    weights = np.exp(profile - profile.max())
    k = np.log1p(-(b @ weights / weights.sum()) * x).mean()
    return float((n * k + 5) / (n + 10))


def pareto_quantiles(shape, n):
    """n values that follow a generalised Pareto law as closely as can be."""
    p = (np.arange(n) + 0.5) / n
    return -np.log1p(-p) if shape == 0 else np.expm1(-shape * np.log1p(-p)) / shape


def main():
    rows = {
        "command": "python3 tools/reference-tables/integrate.py",
        "student": [
            [c, nu, student(c, nu)]
            for c in [0.01, 0.5, 0.683, 0.9, 0.95, 0.99, 0.999, 1 - 1e-9]
            for nu in [1, 1.5, 2, 3, 7.25, 15, 63, 200.5, 999, 1001, 4095, 1e6]
        ],
        "pareto": [
            [shape, n, pareto(pareto_quantiles(shape, n))]
            for shape in [-0.5, 0.0, 0.3, 0.7, 1.2]
            for n in [20, 193, 1000]
        ],
    }
    path = Path("packages/sampling/test/vectors/integrate.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rows) + "\n")


if __name__ == "__main__":
    main()
