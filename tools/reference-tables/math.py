"""Reference values of the mathematical kernels, from mpmath at 400 bits and more.

    python3 tools/reference-tables/math.py [function ...]

writes packages/core-wasm/test/vectors/math/<function>.json: for each point the argument, the nearest double of the
true value, and what is left of the true value in units of that double's last place. Points: every binade of the
domain, a uniform grid over where the function bends, the cuts of the algorithms, and hard points.
"""
import base64
import json
import random
import struct
import sys
from pathlib import Path
import mpmath
from mpmath import mp, mpf

OUT = Path(__file__).resolve().parents[2] / 'packages/core-wasm/test/vectors/math'
mp.prec = 400


def split(value):
    """Nearest double of an mpf (subnormals too) and the rest in units of its last place."""
    if value == 0:
        return 0.0, 0.0
    exponent = max(int(mp.floor(mp.log(abs(value), 2))), -1022)
    if abs(value) >= mpf(2) ** (exponent + 1):
        exponent += 1
    unit = mpf(2) ** (exponent - 52)
    count = int(mp.nint(value / unit))
    nearest = float(mp.ldexp(mpf(count), exponent - 52)) if exponent > -1022 else count * 5e-324
    return nearest, float(value / unit - count)


def up(x, n=1):
    bits = struct.unpack('<q', struct.pack('<d', x))[0] + (n if x >= 0 else -n)
    return struct.unpack('<d', struct.pack('<q', bits))[0]


def binades(rng, low, high, each=1, signs=(1,)):
    """Random doubles, `each` a sign and binade 2^low .. 2^high."""
    return [
        s * (1 + rng.getrandbits(52) * 2.0**-52) * 2.0**e if e >= -1022 else s * rng.getrandbits(52) * 5e-324
        for e in range(low, high + 1)
        for s in signs
        for _ in range(each)
    ]


def uniform(rng, a, b, n):
    return [a + (b - a) * (i + rng.random()) / n for i in range(n)]


def around(points, n=3):
    return [up(p, k) if p else p for p in points for k in range(-n, n + 1)]


def nearest_multiples(low, high):
    """In each binade the double that comes closest to a multiple of pi/2 (Kahan's continued fractions)."""
    found = []
    with mp.workprec(1400):
        for e in range(low, high + 1):
            alpha = mpf(2) ** (e - 52) * 2 / mp.pi
            x = alpha - mp.floor(alpha)
            p0, q0, p1, q1 = 0, 1, 1, 0
            frac = x
            q = [0]
            while q[-1] < 2**53 and frac != 0:
                a = int(mp.floor(frac))
                p0, q0, p1, q1 = p1, q1, a * p1 + p0, a * q1 + q0
                q.append(q1)
                rest = frac - a
                if rest == 0:
                    break
                frac = 1 / rest
            best = None
            for d in q:
                if not 0 < d < 2**53:
                    continue
                m = d * (-(-(2**52) // d))
                if 2**52 <= m < 2**53:
                    v = m * alpha
                    distance = abs(v - mp.nint(v))
                    if best is None or distance < best[0]:
                        best = (distance, m)
            if best:
                found.append(float(best[1]) * 2.0 ** (e - 52))
    return found


def log_points(rng):
    return (
        binades(rng, -1074, 1023)
        + uniform(rng, 0.5, 2, 800)
        + [1 + s * 2.0**-k * (1 + rng.random()) for k in range(2, 52) for s in (1, -1)]
        + around([0.7071067811865476, 1.4142135623730951, 2.718281828459045, 2.2250738585072014e-308], 3)
        + [5e-324, 1.7976931348623157e308, 1.0]
    )


def log1p_points(rng):
    return (
        binades(rng, -1074, 1023)
        + binades(rng, -80, -2, 2, (-1,))
        + uniform(rng, -1, 3, 800)
        + [2.0**-k * (1 + rng.random()) - 1 for k in range(2, 52)]
        + around([-0.2928932188134524, 0.41421356237309503, 1.0, -0.5], 3)
    )


def exp_points(rng):
    return (
        binades(rng, -60, 9, 3, (1, -1))
        + uniform(rng, -746, 709.78, 1200)
        + uniform(rng, -1, 1, 600)
        + uniform(rng, -745.2, -708, 200)
        + around([709.782712893384, -745.1332191019411, 708.0, -708.0, -708.3964185322641], 2)
        + [float((k + mpf(0.5)) * mp.log(2)) for k in range(-1070, 1023, 10)]
    )


def expm1_points(rng):
    return (
        binades(rng, -1074, 9)
        + binades(rng, -60, 5, 3, (-1,))
        + uniform(rng, -3, 3, 1200)
        + uniform(rng, -45, 45, 400)
        + around([40.0, -40.0, 0.34657359027997264, -0.34657359027997264, 709.782712893384], 2)
        + [float((k + mpf(0.5)) * mp.log(2)) for k in range(-60, 60)]
    )


def trig_points(rng):
    return (
        binades(rng, -30, 1023, 1, (1, -1))
        + nearest_multiples(0, 1023)
        + uniform(rng, -10, 10, 700)
        + uniform(rng, -2e6, 2e6, 400)
        + around([k * 0.7853981633974483 for k in range(1, 30)] + [1048576.0, -1048576.0, 6381956970095103 * 2.0**797], 1)
    )


def tanh_points(rng):
    return binades(rng, -1074, 4) + uniform(rng, -22, 22, 600) + uniform(rng, -2, 2, 900) + around([22.0, 2.0**-28], 2)


def tan_points(rng):
    return trig_points(rng) + binades(rng, -1074, -31)[::8]


def arc_points(rng):
    return (
        binades(rng, -1074, -1)
        + uniform(rng, -1, 1, 1200)
        + [s * (1 - 2.0**-k * (1 + rng.random())) for k in range(2, 53) for s in (1, -1)]
        + around([0.5, -0.5, 2.0**-27], 3)
        + [1.0, -1.0]
    )


def acos_points(rng):
    return arc_points(rng)[1000:] + uniform(rng, -1, 1, 800)


def atan_points(rng):
    return binades(rng, -1074, 1023) + uniform(rng, -6, 6, 1200) + around([0.41421356237309503, 2.414213562373095, 1.0, 1e17], 3)


def sinh_points(rng):
    return binades(rng, -1074, 9) + uniform(rng, -3, 3, 700) + uniform(rng, -710.47, 710.47, 500) + around([22.0, 0.34657359027997264], 3)


def cosh_points(rng):
    return binades(rng, -60, 9, 3) + uniform(rng, -3, 3, 1000) + uniform(rng, -710.47, 710.47, 900) + around([22.0, 0.34657359027997264], 3)


def asinh_points(rng):
    return binades(rng, -1074, 1023) + uniform(rng, -4, 4, 1200) + around([2.0**28, 2.0**-28, 0.75], 3)


def acosh_points(rng):
    return (
        [1 + 2.0**-k * (1 + rng.random()) for k in range(1, 52) for _ in range(6)]
        + binades(rng, 0, 1023)
        + uniform(rng, 1, 6, 1200)
        + around([2.0**28, 1.25], 3)
    )


def atanh_points(rng):
    return arc_points(rng)[:-2]


def digamma_points(rng):
    root = 1.4616321449683622
    return (
        binades(rng, -1022, 1023)
        + uniform(rng, 0, 4, 1500)
        + uniform(rng, 4, 100, 300)
        + [root + s * 2.0**-k * (1 + rng.random()) for k in range(2, 53) for s in (1, -1)]
        + around([0.75, 3.0, 1.0, 2.0, root], 3)
    )


def trigamma_points(rng):
    return binades(rng, -511, 1022) + uniform(rng, 0, 8, 1200) + uniform(rng, 8, 200, 300) + around([1.0, 2.0, 3.0, 4.0], 3)


def polygamma_points(rng):
    orders = [2, 2, 2, 3, 3, 3, 4, 4, 5, 6, 8, 11, 15, 20]
    return [
        (float(n), x)
        for n in orders
        for x in binades(rng, -20, 20) + uniform(rng, 0, 40, 80) + around([1.0, n + 8.0], 1)
    ] + [(n, x) for n in (2.0, 3.0, 20.0) for x in binades(rng, -300 // int(n), 900 // int(n))[::3]]


def high_polygamma_points(rng):
    return [(float(n), x) for n in (21, 22, 30, 41, 60, 99, 128, 169, 170) for x in uniform(rng, 0, 200, 40) + binades(rng, 0, 12)]


def negative_points(rng):
    return [x for x in uniform(rng, -30, 0, 600) if x != int(x)] + binades(rng, -60, -2, 3, (-1,)) + [-k - 0.5 for k in range(8)]


def negative_polygamma_points(rng):
    return [(float(n), x) for n in (1, 2, 3, 4, 5, 8) for x in negative_points(rng)[::6]]


def lgamma_points(rng):
    return (
        binades(rng, -1074, 1014)
        + uniform(rng, 0, 4, 1200)
        + uniform(rng, 4, 200, 400)
        + [c + s * 2.0**-k * (1 + rng.random()) for c in (1, 2) for k in range(3, 50) for s in (1, -1)]
        + around([0.75, 2.5, 3.5, 4.5, 7.5, 8.0, 1.6015625, 1e-20], 3)
    )


def lgamma_negative_points(rng):
    return [x for x in uniform(rng, -60, 0, 1500) if x != int(x)] + binades(rng, -60, -2, 5, (-1,))


def erf_points(rng):
    return binades(rng, -1022, 3) + uniform(rng, -6, 6, 900) + uniform(rng, -1, 1, 500) + around([0.5, -0.5, 0.25], 3)


def erfc_points(rng):
    return (
        binades(rng, -60, 3, 3, (1, -1))
        + uniform(rng, -6, 27.2, 1500)
        + uniform(rng, 0, 2, 700)
        + around([0.5, 0.25, -0.25, -0.5, 26.5, 27.2], 3)
    )


def normal_points(rng):
    return (
        binades(rng, -60, 4, 3, (1, -1))
        + uniform(rng, -38.5, 10, 1500)
        + uniform(rng, -2, 2, 600)
        + around([0.7071067811865476, -0.7071067811865476, -37.0, 1.0, -1.0], 3)
    )


def normal_log_points(rng):
    return normal_points(rng) + binades(rng, 5, 500, 1, (-1,))


def quantile_points(rng):
    return (
        binades(rng, -1074, -2)
        + uniform(rng, 0, 1, 1200)
        + [1 - 2.0**-k * (1 + rng.random()) for k in range(3, 53)]
        + [0.5 + s * 2.0**-k * (1 + rng.random()) for k in range(3, 50) for s in (1, -1)]
        + around([0.075, 0.925, 1.3887943864964021e-11, 2.2250738585072014e-308, 0.25], 3)
    )


def sigmoid_points(rng):
    return binades(rng, -60, 9, 3, (1, -1)) + uniform(rng, -745, 40, 1000) + uniform(rng, -3, 3, 600)


def log1mexp_points(rng):
    return binades(rng, -1022, 9, 1, (-1,)) + uniform(rng, -3, 0, 900) + uniform(rng, -40, 0, 300) + around([-0.6931471805599453], 3)


def pow_points(rng):
    pairs = []
    for _ in range(1500):
        x = 2.0 ** rng.uniform(-30, 30) * (1 + rng.random())
        pairs.append((x, rng.uniform(-30, 30)))
    for _ in range(700):
        x = (1 + rng.getrandbits(52) * 2.0**-52) * 2.0 ** rng.randint(-1022, 1022)
        pairs.append((x, rng.uniform(-1.05, 1.05) * 709 / max(abs(float(mp.log(x))), 1e-3)))
    for k in range(2, 52):  # bases close to 1 and large exponents
        for s in (1, -1):
            x = 1 + s * 2.0**-k * (1 + rng.random())
            pairs.append((x, rng.uniform(-745, 709) / float(mp.log(mpf(x)))))
    for n in range(-40, 41):
        pairs.append((rng.uniform(0.1, 10), float(n)))
        pairs.append((-rng.uniform(0.1, 10), float(n)))
    for _ in range(200):  # subnormal bases and results
        pairs.append((rng.getrandbits(50) * 5e-324, rng.uniform(-1, 1)))
        x = rng.uniform(0.1, 10)
        pairs.append((x, -abs(rng.uniform(708.4, 745)) / float(mp.log(x))))
    # The midpoints of the reduction, and exact results.
    pairs += [(x, y) for x in around([0.7071067811865476, 1.4142135623730951], 3) for y in (0.5, 3.0, 100.0, 700.3)]
    pairs += [(2.0, float(k)) for k in range(-1074, 1024, 97)] + [(10.0, float(k)) for k in range(-323, 309, 7)]
    pairs += [(float(n), 2.0) for n in range(1, 60)] + [(n / 8, 3.0) for n in range(1, 60)] + [(n * n / 4, 0.5) for n in range(1, 60)]
    return [(x, y) for x, y in pairs if x != 0 and -745.3 < y * float(mp.log(abs(mpf(x)))) < 709.78]


def power(x, y):
    value = mp.power(abs(x), y)
    return -value if x < 0 and int(y) % 2 else value


def sf(x):
    return mp.erfc(x / mp.sqrt(2)) / 2


def quantile(p):
    """Newton's method on the smaller tail, from 80 bits up."""
    if p == mpf(0.5):
        return mpf(0)
    upper = p > 0.5
    q = 1 - p if upper else p
    t = mp.sqrt(-2 * mp.log(q))
    x = t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t**3)
    for _ in range(7):
        # log scale, so that it converges in the far tail as well
        s = sf(x)
        density = mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)
        x += mp.log(s / q) * s / density
    return x if upper else -x


SOURCES = {
    'log': (log_points, mp.log),
    'log1p': (log1p_points, mp.log1p),
    'exp': (exp_points, mp.exp),
    'expm1': (expm1_points, mp.expm1),
    'sin': (trig_points, mp.sin),
    'cos': (trig_points, mp.cos),
    'tanh': (tanh_points, mp.tanh),
    'tan': (tan_points, mp.tan),
    'asin': (arc_points, mp.asin),
    'acos': (acos_points, mp.acos),
    'atan': (atan_points, mp.atan),
    'sinh': (sinh_points, mp.sinh),
    'cosh': (cosh_points, mp.cosh),
    'asinh': (asinh_points, mp.asinh),
    'acosh': (acosh_points, mp.acosh),
    'atanh': (atanh_points, mp.atanh),
    'pow': (pow_points, power),
    'lgamma': (lgamma_points, mp.loggamma),
    'lgamma-negative': (lgamma_negative_points, lambda x: mp.log(abs(mp.gamma(x)))),
    'digamma': (digamma_points, mp.digamma),
    'digamma-negative': (negative_points, mp.digamma),
    'trigamma': (trigamma_points, lambda x: mp.polygamma(1, x)),
    'polygamma': (polygamma_points, lambda n, x: mp.polygamma(int(n), x)),
    'polygamma-high': (high_polygamma_points, lambda n, x: mp.polygamma(int(n), x)),
    'polygamma-negative': (negative_polygamma_points, lambda n, x: mp.polygamma(int(n), x)),
    'erf': (erf_points, mp.erf),
    'erfc': (erfc_points, mp.erfc),
    'normal-cdf': (normal_points, lambda x: sf(-x)),
    'normal-sf': (normal_points, sf),
    'normal-log-cdf': (normal_log_points, lambda x: mp.log(sf(-x)) if x < 0 else mp.log1p(-sf(x))),
    'normal-quantile': (quantile_points, quantile),
    'sigmoid': (sigmoid_points, lambda x: 1 / (1 + mp.exp(-x))),
    'softplus': (sigmoid_points, lambda x: mp.log1p(mp.exp(x))),
    'log1mexp': (log1mexp_points, lambda x: mp.log(-mp.expm1(x))),
}


# The worst points of a search over 20 000 to 60 000 random arguments each.
HARD = {
    'exp': [-5.884102841783374],
    'expm1': [0.35810845375635630, 0.3682951946927463, 0.37658412381449935],
    'log': [1.6202363019839985],
    'log1p': [1.5725864785392707],
    'sin': [-7.087998378651386],
    'cos': [-7.054555589553009],
    'tanh': [0.03007137934096793, 0.05960754787377574],
    'erf': [0.5152923105233399, 0.5629738767551188],
    'erfc': [7.913190740774718, 14.924940721039247, 16.71594278446133],
    'lgamma': [0.7517058947562841, 0.9531242324172583, 2.4238725402196915],
    'normal-cdf': [-0.7292050901420115, -24.9505477440708],
    'normal-sf': [0.7292050901420115],
    'normal-log-cdf': [0.8067285344649697, 0.8137384627711395],
    'sigmoid': [-1.9934986724837156],
    'softplus': [-2.0601886955375237, 9.659442371807775e-06, 0.00047435022376823366],
    'tan': [-0.7575982791159603],
    'asin': [-0.50976516311585],
    'acos': [-0.5005981242748154],
    'asinh': [1.1304482886808875],
    'acosh': [1.1182004656981201],
    'atanh': [0.2217678179862841],
    'digamma': [2.9664236798220327],
    'trigamma': [0.47617603844505973, 0.0008934390968784456],
    'log1mexp': [-0.9805717128480504],
}


# Functions whose arguments need more bits than 400 in between.
WIDE = ('sin', 'cos', 'tan', 'log1mexp', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'asinh', 'atanh')


def make(name):
    points, f = SOURCES[name]
    seen = list(dict.fromkeys(points(random.Random(20240607)) + HARD.get(name, [])))
    out = b''
    used = 0
    for point in seen:
        args = point if isinstance(point, tuple) else (point,)
        with mp.workprec(1500 if name in WIDE else 400):
            value, rest = split(mpf(f(*map(mpf, args))))
        if value in (float('inf'), float('-inf')):
            continue
        used += 1
        out += struct.pack(f'<{len(args)}dd', *args, value) + struct.pack('<f', rest)
    table = {
        'command': f'python3 tools/reference-tables/math.py {name}',
        'source': f'mpmath {mpmath.__version__}',
        'layout': 'little-endian records: arguments f64, nearest double of the value f64, rest in ulp f32',
        'arguments': len(args),
        'points': used,
        'data': base64.b64encode(out).decode(),
    }
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / f'{name}.json').write_text(json.dumps(table, indent=1) + '\n')
    print(name, used)


if __name__ == '__main__':
    for name in sys.argv[1:] or SOURCES:
        make(name)
