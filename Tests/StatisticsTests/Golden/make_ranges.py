#!/usr/bin/env python3
"""The studentized range and F by SciPy and mpmath, post-hoc tests of Friedman's; writes ranges.json beside it.

    pip install scipy==1.12.0 mpmath==1.4.1
    python make_ranges.py
"""

import json
import pathlib
from importlib.metadata import version

import mpmath as mp
import numpy as np
import scipy.stats as st

mp.mp.dps = 30


def known(q, k):
    """P(range > q) of k normal values, in 30 digits."""
    inner = lambda z: k * mp.npdf(z) * (mp.ncdf(z + q) - mp.ncdf(z)) ** (k - 1)
    return float(1 - mp.quad(inner, mp.linspace(-12, 12, 25)))


rows = [[k, 0, q, known(q, k)] for k in (2, 3, 10, 40) for q in (0.5, 2, 3.5, 5, 7)]
for k in (2, 3, 8, 20):
    for df in (2, 5, 17.5, 120):
        for q in (0.5, 2, 3.5, 6):
            rows.append([k, df, q, float(st.studentized_range.sf(q, k, df))])
quantiles = [[k, df, p, float(st.studentized_range.ppf(p, k, df))] for k, df, p in ((3, 10, 0.95), (6, 30, 0.99), (2, 4, 0.5))]
f = []
for a, b in ((1, 5), (3, 20), (19, 57), (2.5, 400)):
    for x in (0.2, 1, 2.7, 9):
        exact = mp.betainc(mp.mpf(b) / 2, mp.mpf(a) / 2, 0, b / (b + a * mp.mpf(x)), regularized=True)
        f.append([a, b, x, float(exact), float(st.f.ppf(0.975, a, b))])
rng = np.random.default_rng(4)
ranked = rng.integers(1, 9, (12, 5)) + np.arange(5)[None, :]
ranks = np.array([st.rankdata(row) for row in ranked])
mean = ranks.mean(axis=0)
scale = np.sqrt(5 * 6 / (6 * 12))
nemenyi = [[i, j, known(abs(mean[i] - mean[j]) / scale * np.sqrt(2), 5)] for i in range(5) for j in range(i + 1, 5)]
content = {"peers": {p: version(p) for p in ("scipy", "mpmath")}, "range": rows, "rangeQuantiles": quantiles, "f": f,
           "nemenyi": {"ratings": ranked.astype(float).tolist(), "pairs": nemenyi}}
(pathlib.Path(__file__).parent / "ranges.json").write_text(json.dumps(content) + "\n")
