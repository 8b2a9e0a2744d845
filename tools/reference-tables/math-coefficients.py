"""Fits the coefficients of packages/core-wasm/src/kernels/math: python3 tools/reference-tables/math-coefficients.py [name]"""
import runpy
import sys
from pathlib import Path
from mpmath import mp, mpf, cos, exp, log, sqrt
from minimax import minimax, show

ln2 = log(2)


def series(f, x, order, n=40):
    """(f - its Taylor polynomial up to order - 1) / x^order by the given coefficient function, safe near 0."""
    return sum(f(k) * x ** (k - order) for k in range(order, n))


def fit_exp():
    """exp(r) = 1 + r + r^2 q(r), |r| <= ln 2 / 2"""
    q = lambda r: series(lambda k: 1 / mp.factorial(k), r, 2)
    return minimax(q, lambda r: r * r / exp(r) if r else mpf(10) ** -30, -ln2 / 2 - mpf(2) ** -20, ln2 / 2 + mpf(2) ** -20, 9)


def fit_expm1():
    """exp(r) - 1 = r + r^2 (1/2 + r t(r)), |r| <= ln 2 / 2"""
    t = lambda r: series(lambda k: 1 / mp.factorial(k), r, 3)
    weight = lambda r: r**3 / mp.expm1(r) if r else mpf(10) ** -30
    return minimax(t, weight, -ln2 / 2 - mpf(2) ** -20, ln2 / 2 + mpf(2) ** -20, 9)


def fit_log():
    """log(1 + f) = 2 s + s z g(z), s = f / (2 + f), z = s^2; sqrt(1/2) < 1 + f < sqrt 2"""
    g = lambda z: sum(mpf(2) / (2 * k + 3) * z**k for k in range(60))
    end = ((sqrt(2) - 1) / (sqrt(2) + 1)) ** 2 * mpf('1.0001')
    return minimax(g, lambda z: z / 2 if z else mpf(10) ** -30, 0, end, 6)


def fit_log1p_unit():
    """log(1 + e) = e - (h - s (h + z g(z))), h = e^2 / 2, s = e / (2 + e), z = s^2; 0 <= e <= 1"""
    g = lambda z: sum(mpf(2) / (2 * k + 3) * z**k for k in range(90))
    return minimax(g, lambda z: z / 2 if z else mpf(10) ** -30, 0, mpf('1.0001') / 9, 9)


def fit_erf():
    """erf(x) = x + x e(x^2), |x| <= 0.85"""
    e = lambda z: 2 / sqrt(mp.pi) * sum((-1) ** k * z**k / (mp.factorial(k) * (2 * k + 1)) for k in range(30)) - 1
    return minimax(e, lambda z: mpf(1) / (1 + e(z)), 0, mpf('0.7226'), 10)


def fit_erfc():
    """exp(x^2) erfc(x) (1 + 2 x) = g(t), t = (x - 4) / (x + 4), x >= 1/2"""

    def g(t):
        if t >= 1:
            return 2 / sqrt(mp.pi)
        x = 4 * (1 + t) / (1 - t)
        if x > 1000:
            z = 1 / (2 * x * x)
            return (2 + 1 / x) / sqrt(mp.pi) * (1 - z + 3 * z**2 - 15 * z**3 + 105 * z**4 - 945 * z**5 + 10395 * z**6)
        return exp(x * x) * mp.erfc(x) * (1 + 2 * x)

    low = mpf('0.4999')
    return minimax(g, lambda t: 1 / g(t), (low - 4) / (low + 4), 1, 22)


LGAMMA_CENTRE = mpf('1.6015625')  # where l is within 2^-59 of a double


def fit_lgamma():
    """lgamma(x) = (x - 1) (x - 2) (l(c) + (x - c) p(v) / q(v)), v = x - 3/4, c = 1.6015625, 0.75 <= x <= 2.5"""

    def l(x):
        if abs(x - 1) < 1e-25:
            return mp.euler
        if abs(x - 2) < 1e-25:
            return 1 - mp.euler
        return mp.loggamma(x) / ((x - 1) * (x - 2))

    middle = l(LGAMMA_CENTRE)
    start = mpf('0.75')

    def f(v):
        y = v + start - LGAMMA_CENTRE
        return (l(LGAMMA_CENTRE + y) - middle) / y if abs(y) > 1e-20 else mp.diff(l, LGAMMA_CENTRE)

    weight = lambda v: (abs(v + start - LGAMMA_CENTRE) + mpf(10) ** -8) / l(v + start)
    print('  l(c)', repr(float(middle)))
    return minimax(f, weight, 0, mpf('1.7501'), 7, 7)


def fit_quantile():
    """quantile(1/2 + q) = q (sqrt(2 pi) + u p(r) / q(r)), u = q^2, r = 0.180625 - u, |q| <= 0.425"""
    quantile = runpy.run_path(str(Path(__file__).with_name('math.py')))['quantile']
    k = sqrt(2 * mp.pi)
    end = mpf('0.180625')

    def f(r):
        q = sqrt(max(end - r, mpf(10) ** -12))
        return (quantile(q + mpf(0.5)) / q - k) / q**2

    weight = lambda r: (abs(end - r) + mpf(10) ** -8) / (k + (end - r) * f(r))
    return minimax(f, weight, mpf('-0.00001'), end, 7, 7, density=8)


def fit_tail(start=mpf('1.6'), end=mpf(5)):
    """-quantile(exp(-s^2)) = s + p(r) / q(r), r = s - 1.6, 1.609 <= s <= 5"""
    quantile = runpy.run_path(str(Path(__file__).with_name('math.py')))['quantile']

    def x(r):
        return -quantile(exp(-((start + r) ** 2)))

    low = mpf('0.0093') if start < 5 else 0
    return minimax(
        lambda r: x(r) - start - r,
        lambda r: 1 / x(r),
        low,
        end - start,
        7,
        7,
        density=8,
    )


def fit_far_tail():
    """-quantile(exp(-s^2)) = s + p(r) / q(r), r = s - 5, 5 <= s <= 27.3"""
    return fit_tail(mpf(5), mpf('27.3'))


def fit_stirling():
    """lgamma(x) = (x - 1/2) (log x - 1) + (log 2 pi - 1) / 2 + y s(y^2), y = 1 / x, x >= 8"""

    def s(z):
        if z == 0:
            return mpf(1) / 12
        if z < 1e-4:
            return sum(mp.bernoulli(2 * k) / (2 * k * (2 * k - 1)) * z ** (k - 1) for k in range(1, 14))
        x = 1 / sqrt(z)
        return (mp.loggamma(x) - (x - mpf(0.5)) * (log(x) - 1) - (log(2 * mp.pi) - 1) / 2) * x

    return minimax(s, lambda z: sqrt(z) / 8 + mpf(10) ** -12, 0, mpf(1) / 64, 5)


def fit_sin():
    """sin(x) = x + x z s(z), z = x^2, |x| <= pi / 4"""
    s = lambda z: sum((-1) ** (k + 1) * z**k / mp.factorial(2 * k + 3) for k in range(30))
    return minimax(s, lambda z: z / (1 + z * s(z)) if z else mpf(10) ** -20, 0, (mp.pi / 4) ** 2 * mpf('1.0001'), 5)


def fit_cos():
    """cos(x) = 1 - z / 2 + z^2 c(z), z = x^2, |x| <= pi / 4"""
    c = lambda z: sum((-1) ** k * z**k / mp.factorial(2 * k + 4) for k in range(30))
    return minimax(c, lambda z: z * z / cos(sqrt(z)) if z else mpf(10) ** -20, 0, (mp.pi / 4) ** 2 * mpf('1.0001'), 5)


def fit_pow():
    """log(1 + f) = 2 s (1 + z (1/3 + z g(z))), s = f / (2 + f), z = s^2; sqrt(1/2) < 1 + f < sqrt 2"""
    g = lambda z: sum(mpf(1) / (2 * k + 5) * z**k for k in range(60))
    end = ((sqrt(2) - 1) / (sqrt(2) + 1)) ** 2 * mpf('1.0001')
    return minimax(g, lambda z: z * z if z else mpf(10) ** -30, 0, end, 8)


def fit_asin():
    """asin(x) = x + x z a(z), z = x^2, |x| <= 1/2"""

    def a(z):
        if z < mpf('1e-6'):
            return sum(mp.binomial(2 * k + 2, k + 1) / (mpf(4) ** (k + 1) * (2 * k + 3)) * z**k for k in range(12))
        return (mp.asin(sqrt(z)) / sqrt(z) - 1) / z

    return minimax(a, lambda z: z / (1 + z * a(z)) if z else mpf(10) ** -20, 0, mpf('0.25001'), 12)


def fit_atan():
    """atan(x) = x + x z a(z), z = x^2, |x| <= sqrt 2 - 1"""

    def a(z):
        if z < mpf('1e-6'):
            return sum((-1) ** (k + 1) * z**k / mpf(2 * k + 3) for k in range(12))
        return (mp.atan(sqrt(z)) / sqrt(z) - 1) / z

    return minimax(a, lambda z: z / (1 + z * a(z)) if z else mpf(10) ** -20, 0, mpf('0.17158'), 10)


DIGAMMA_CENTRE = mpf('1.65625')  # where r is within 2^-59 of a double


def fit_digamma():
    """digamma(x) = (x - x0) (r(c) + (x - c) p(v) / q(v)), v = x - 3/4, x0 = 1.4616..., 0.75 <= x <= 3"""
    root = mp.findroot(mp.digamma, mpf('1.46163214496836234'))

    def r(x):
        return mp.digamma(x) / (x - root) if abs(x - root) > 1e-15 else mp.polygamma(1, root)

    start, middle = mpf('0.75'), r(DIGAMMA_CENTRE)

    def f(v):
        y = v + start - DIGAMMA_CENTRE
        return (r(v + start) - middle) / y if abs(y) > 1e-20 else mp.diff(r, DIGAMMA_CENTRE)

    weight = lambda v: (abs(v + start - DIGAMMA_CENTRE) + mpf(10) ** -8) / r(v + start)
    print('  x0', repr(float(root)), repr(float(root - mpf(float(root)))), '  r(c)', repr(float(middle)))
    return minimax(f, weight, 0, mpf('2.2501'), 6, 6)


def fit_digamma_tail():
    """digamma(y + 1/2) = log y + z s(z), z = 1 / y^2, y >= 5/2"""

    def s(z):
        if z < mpf('1e-4'):
            return -sum(mp.bernpoly(2 * k, mpf(1) / 2) / (2 * k) * z ** (k - 1) for k in range(1, 16))
        y = 1 / sqrt(z)
        return (mp.digamma(y + mpf(1) / 2) - log(y)) / z

    weight = lambda z: z / mp.digamma(1 / sqrt(z) + mpf(1) / 2) if z else mpf(10) ** -20
    return minimax(s, weight, 0, mpf('0.16001'), 11)


def fit_trigamma_tail():
    """trigamma(y + 1/2) = (1 + z s(z)) / y, z = 1 / y^2, y >= 7/2"""

    def s(z):
        if z < mpf('1e-4'):
            return sum(mp.bernpoly(2 * k, mpf(1) / 2) * z ** (k - 1) for k in range(1, 16))
        y = 1 / sqrt(z)
        return (mp.polygamma(1, y + mpf(1) / 2) * y - 1) / z

    return minimax(s, lambda z: z / (1 + z * s(z)) if z else mpf(10) ** -20, 0, mpf('0.08164'), 10)


def fit_polygamma():
    """B_2j / (2 j)! of the Euler-Maclaurin sum, j = 1 .. 12"""
    return [mp.bernoulli(2 * j) / mp.factorial(2 * j) for j in range(1, 13)], [], mpf(2) ** -53


fits = {name[4:]: value for name, value in list(globals().items()) if name.startswith('fit_')}
def two_over_pi():
    """2 / pi in digits of 24 bits"""
    with mp.workprec(1400):
        value, digits = 2 / mp.pi, []
        for _ in range(50):
            value *= 2**24
            digits.append(int(mp.floor(value)))
            value -= digits[-1]
    print('two_over_pi', digits)


for name in sys.argv[1:] or [*fits, 'two_over_pi']:
    if name == 'two_over_pi':
        two_over_pi()
    else:
        show(name, fits[name]())
