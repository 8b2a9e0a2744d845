"""Fits the coefficients of packages/core-wasm/src/kernels/math: python3 tools/reference-tables/math-coefficients.py [name]"""
import sys
from mpmath import mp, mpf, exp, log, sqrt
from minimax import minimax, show

ln2 = log(2)


def series(f, x, order, n=40):
    """(f - its Taylor polynomial up to order - 1) / x^order by the given coefficient function, safe near 0."""
    return sum(f(k) * x ** (k - order) for k in range(order, n))


def fit_exp():
    """exp(r) = 1 + r + r^2 q(r), |r| <= ln 2 / 2"""
    q = lambda r: series(lambda k: 1 / mp.factorial(k), r, 2)
    return minimax(q, lambda r: r * r / exp(r) if r else mpf(10) ** -30, -ln2 / 2 - mpf(2) ** -20, ln2 / 2 + mpf(2) ** -20, 9)


def fit_log():
    """log(1 + f) = 2 s + s z g(z), s = f / (2 + f), z = s^2; sqrt(1/2) < 1 + f < sqrt 2"""
    g = lambda z: sum(mpf(2) / (2 * k + 3) * z**k for k in range(60))
    end = ((sqrt(2) - 1) / (sqrt(2) + 1)) ** 2 * mpf('1.0001')
    return minimax(g, lambda z: z / 2 if z else mpf(10) ** -30, 0, end, 6)


fits = {name[4:]: value for name, value in list(globals().items()) if name.startswith('fit_')}
for name in sys.argv[1:] or fits:
    show(name, fits[name]())
