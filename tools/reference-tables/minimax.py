"""Weighted minimax fits (Remez exchange) at 60 digits, for the coefficients of the mathematical kernels."""
from mpmath import mp, mpf, matrix, lu_solve, cos, pi

mp.dps = 60


def grid(a, b, n):
    """Chebyshev points of [a, b], ascending."""
    return [(a + b) / 2 - (b - a) / 2 * cos(pi * k / (n - 1)) for k in range(n)]


def alternation(points, errors, n):
    """The largest error of each run of one sign, cut to n points."""
    runs = []
    for x, e in zip(points, errors):
        if runs and (runs[-1][1] > 0) == (e > 0):
            if abs(e) > abs(runs[-1][1]):
                runs[-1] = (x, e)
        else:
            runs.append((x, e))
    while len(runs) > n:
        runs.pop(0 if abs(runs[0][1]) < abs(runs[-1][1]) else -1)
    return runs


def minimax(f, weight, a, b, top, bottom=0, rounds=30, density=24):
    """Coefficients p_0..p_top, q_1..q_bottom (q_0 = 1), and max |weight * (f - p/q)| over [a, b]."""
    a, b = mpf(a), mpf(b)
    n = top + bottom + 2
    points = grid(a, b, density * n)
    values = [f(x) for x in points]
    weights = [weight(x) for x in points]
    table = dict(zip(points, zip(values, weights)))
    refs = [points[round(i * (len(points) - 1) / (n - 1))] for i in range(n)]
    for r in grid(a, b, n):
        refs[grid(a, b, n).index(r)] = min(points, key=lambda x: abs(x - r))
    q = [mpf(1)] + [mpf(0)] * bottom
    best = None
    for _ in range(rounds):
        for _ in range(1 if bottom == 0 else 8):
            m, v = matrix(n, n), matrix(n, 1)
            for i, x in enumerate(refs):
                fx, wx = table[x]
                for j in range(top + 1):
                    m[i, j] = x**j
                for j in range(1, bottom + 1):
                    m[i, top + j] = -fx * x**j
                m[i, n - 1] = (-1) ** i / wx * sum(c * x**j for j, c in enumerate(q))
                v[i] = fx
            s = lu_solve(m, v)
            p = [s[j] for j in range(top + 1)]
            q = [mpf(1)] + [s[top + j] for j in range(1, bottom + 1)]
        errors = []
        for x, fx, wx in zip(points, values, weights):
            bottom_value = sum(c * x**j for j, c in enumerate(q))
            errors.append((fx - sum(c * x**j for j, c in enumerate(p)) / bottom_value) * wx)
        worst = max(abs(e) for e in errors)
        if best is None or worst < best[2]:
            best = (p, q[1:], worst)
        runs = alternation(points, errors, n)
        if len(runs) < n:
            break
        new = [x for x, _ in runs]
        if worst < abs(s[n - 1]) * mpf('1.001') or new == refs:
            break
        refs = new
    return best


def show(name, result):
    p, q, worst = result
    print(f'{name}: max weighted error 2^{mp.nstr(mp.log(worst, 2), 5)}')
    print('  p', ', '.join(repr(float(c)) for c in p))
    if q:
        print('  q', ', '.join(repr(float(c)) for c in q))
