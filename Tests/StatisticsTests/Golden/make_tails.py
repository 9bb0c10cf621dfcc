#!/usr/bin/env python3
"""Distributions over wide ranges, by continued fractions and series in 60 digits; writes tails.json beside it.

SciPy 1.12 has 8 to 10 digits on some of these points (binomial tails of 10^9 trials, quantiles of t), so that it is no
measure here.

    pip install mpmath==1.4.1
    python make_tails.py
"""

import itertools
import json
import pathlib
from importlib.metadata import version

import mpmath as mp

mp.mp.dps = 60


def fraction(first, term):
    value = c = mp.mpf(first)
    d = mp.mpf(0)
    for n in range(1, 400000):
        a, b = term(n)
        d = 1 / (b + a * d)
        c = b + a / c
        value *= c * d
        if abs(c * d - 1) < mp.mpf(10) ** -45:
            return value
    raise ArithmeticError


def beta(x, a, b):
    """I_x(a, b), DLMF 8.17.22."""
    x, a, b = map(mp.mpf, (x, a, b))
    if x > (a + 1) / (a + b + 2):
        return 1 - beta(1 - x, b, a)
    kernel = mp.exp(a * mp.log(x) + b * mp.log1p(-x) + mp.loggamma(a + b) - mp.loggamma(a + 1) - mp.loggamma(b))

    def term(n):
        m = n // 2
        even = n % 2 == 0
        return (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)) if even else -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))), 1

    return kernel / fraction(1, term)


def gamma(a, x):
    """Both tails, DLMF 8.11.4 and 8.9.2."""
    a, x = mp.mpf(a), mp.mpf(x)
    kernel = mp.exp(a * mp.log(x) - x - mp.loggamma(a + 1))
    if x < a + 1:
        total = term = mp.mpf(1)
        i = a
        while term > total * mp.mpf(10) ** -50:
            i += 1
            term *= x / i
            total += term
        return kernel * total, 1 - kernel * total
    upper = kernel * a / fraction(x + 1 - a, lambda n: (-n * (n - a), x + 2 * n + 1 - a))
    return 1 - upper, upper


def t_upper(nu, t):
    nu, t = mp.mpf(nu), mp.mpf(t)
    half = beta(nu / (nu + t * t), nu / 2, mp.mpf(1) / 2) / 2
    return half if t > 0 else 1 - half


def log_root(f, low, high):
    """The root of an increasing f over the logarithm of its argument."""
    low, high = mp.mpf(low), mp.mpf(high)
    for _ in range(110):
        middle = (low + high) / 2
        low, high = (middle, high) if f(mp.exp(middle)) < 0 else (low, middle)
    return mp.exp((low + high) / 2)


rows = []


def add(function, arguments, value):
    if value == 0 or mp.mpf(10) ** -280 < abs(value) < mp.mpf(10) ** 280:
        rows.append({"function": function, "arguments": [float(a) for a in arguments], "value": float(value)})


for nu, t in itertools.product((0.5, 2.5, 100, 1e4, 1e7, 1e10), (1e-3, 1, 3, 10)):
    add("t.upperTail", [nu, t], t_upper(nu, t))
for nu, p in itertools.product((0.5, 2.5, 100, 1e7), (1e-30, 1e-4, 0.2)):
    add("t.quantile", [nu, p], -log_root(lambda t: mp.mpf(p) - t_upper(nu, t), -5, 700))
for a, m in itertools.product((0.05, 1, 20, 1e3, 1e5), (1e-8, 0.5, 0.99, 1.1, 5)):
    lower, upper = gamma(a, mp.mpf(a * m))
    add("chi2.cdf", [2 * a, 2 * (a * m)], lower)
    add("chi2.upperTail", [2 * a, 2 * (a * m)], upper)
for a, p in itertools.product((0.5, 3.7, 150), (1e-100, 1e-4, 0.9, 1 - 1e-9)):
    add("chi2.quantile", [2 * a, p], 2 * log_root(lambda x: gamma(a, x)[0] - mp.mpf(p), -600, 12))
for a, b, x in itertools.product((0.01, 1, 80, 1e6), (0.02, 4, 2e3), (1e-12, 0.01, 0.5, 0.9999)):
    add("beta.cdf", [a, b, x], beta(x, a, b))
for a, b, p in itertools.product((0.3, 5, 1e3), (0.5, 60, 1e5), (1e-50, 0.025, 0.975)):
    odds = log_root(lambda o: beta(o / (1 + o), a, b) - mp.mpf(p), -420, 60)
    add("beta.quantile", [a, b, p], odds / (1 + odds))
for n, p in itertools.product((40, 1000, 10**6), (1e-9, 0.2, 0.9, 0.999999)):
    for k in sorted({0, 1, int(n * p), min(n - 1, int(n * p + 3 * (n * p * (1 - p)) ** 0.5)), n - 1}):
        q = mp.mpf(p)
        add("binomial.mass", [n, p, k], mp.exp(mp.loggamma(n + 1) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1) + k * mp.log(q) + (n - k) * mp.log1p(-q)))
        add("binomial.upperTail", [n, p, k], beta(p, k + 1, n - k))
for d1, d2, f in itertools.product((0.5, 7, 1e5), (0.7, 30, 1e4), (1e-6, 0.5, 3, 1e4)):
    add("f.upperTail", [d1, d2, f], beta(mp.mpf(d2) / (d2 + mp.mpf(d1) * mp.mpf(f)), mp.mpf(d2) / 2, mp.mpf(d1) / 2))
for p in (1e-280, 1e-100, 1e-12, 0.02424, 0.02426, 0.4, 0.499999):
    add("normal.quantile", [p], -log_root(lambda x: mp.mpf(p) - mp.ncdf(-x), -30, 5))
text = json.dumps({"peers": {"mpmath": version("mpmath")}, "rows": rows}, allow_nan=False, separators=(",", ":"))
(pathlib.Path(__file__).parent / "tails.json").write_text(text.replace("},{", "},\n{") + "\n")
print(len(rows))
