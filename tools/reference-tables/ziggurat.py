"""Layers of the normal and the exponential ziggurat (Marsaglia and Tsang, 2000): 512 of each, in 40 digits.

Layers of equal area v under f, f(0) = 1: layer 0 is the base [0, r] with the tail beyond r, layer i > 0 the
rectangle [0, x_i] x [f(x_i), f(x_(i+1))], x_1 = r, x_512 = 0, x_0 = v / f(r) the width that a rectangle of the
base's height and area has. r is the one for which the topmost layer ends at f = 1, found by bisection.

The kernels make the same layers from r and v at first use (kernels/draw/ziggurat.ts); this is what they are held to.

Usage: python3 tools/reference-tables/ziggurat.py > packages/core-wasm/test/vectors/draw/ziggurat.json
"""

import json

from mpmath import erfc, exp, log, mp, mpf, pi, sqrt

mp.dps = 40
LAYERS = 512


def edges(r, f, inverse, tail):
    """x_0 .. x_(LAYERS - 1) for a given r, or None where the layers pass f = 1 too early (r is too small)."""
    v = r * f(r) + tail(r)
    x = [v / f(r), r]
    while len(x) < LAYERS:
        height = f(x[-1]) + v / x[-1]
        if height >= 1:
            return None
        x.append(inverse(height))
    return x if f(x[-1]) + v / x[-1] <= 1 else None


def solve(low, high, f, inverse, tail):
    while high - low > mpf(10) ** -30:
        middle = (low + high) / 2
        if edges(middle, f, inverse, tail) is None:
            low = middle
        else:
            high = middle
    return edges(high, f, inverse, tail) + [mpf(0)]


def normal():
    tail = lambda r: sqrt(pi / 2) * erfc(r / sqrt(2))
    return solve(mpf(3), mpf(5), lambda x: exp(-x * x / 2), lambda y: sqrt(-2 * log(y)), tail)


def exponential():
    return solve(mpf(7), mpf(10), lambda x: exp(-x), lambda y: -log(y), lambda r: exp(-r))


def record(x, f):
    """r and v as the constants of the kernels, and all edges."""
    return {"r": float(x[1]), "v": float(x[0] * f(x[1])), "x": [float(value) for value in x]}


print(
    json.dumps(
        {
            "command": "python3 tools/reference-tables/ziggurat.py",
            "normal": record(normal(), lambda x: exp(-x * x / 2)),
            "exponential": record(exponential(), lambda x: exp(-x)),
        },
        indent=1,
    )
)
