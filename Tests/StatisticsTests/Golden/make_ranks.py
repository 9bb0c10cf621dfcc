#!/usr/bin/env python3
"""Tests of incomplete rankings with ties; writes ranks.json beside it.

Pairs of items of a balanced design are scikit-posthocs' (Conover's t after Durbin's test). The statistic of unbalanced ones
is computed here from the exact covariance of the mid-ranks of each participant under all permutations, enumerated, and its
pseudoinverse.

    pip install scikit-posthocs numpy scipy
    python make_ranks.py
"""

import itertools
import json
import pathlib
from importlib.metadata import version

import numpy as np
import scikit_posthocs as sp
import scipy.stats as st

rng = np.random.default_rng(5)


def listed(table):
    return [[None if np.isnan(v) else float(v) for v in row] for row in table]


# Seven people, seven items, three each: every pair of items once. Some ties.
blocks = [(0, 1, 3), (1, 2, 4), (2, 3, 5), (3, 4, 6), (4, 5, 0), (5, 6, 1), (6, 0, 2)]
balanced = np.full((7, 7), np.nan)
values = [(3, 1, 2), (2, 2, 1), (1, 3, 2), (1, 3, 2), (2, 1, 3), (1, 1, 2), (3, 2, 1)]
for row, (block, own) in enumerate(zip(blocks, values)):
    balanced[row, list(block)] = own
pairs = sp.posthoc_durbin(balanced, p_adjust=None)

unbalanced = []
for missing in (0.2, 0.4):
    table = rng.integers(1, 5, (9, 6)).astype(float)
    table[rng.random(table.shape) < missing] = np.nan
    sums, covariance = np.zeros(6), np.zeros((6, 6))
    for row in table:
        items = np.flatnonzero(~np.isnan(row))
        if len(items) < 2:
            continue
        scale = np.sqrt(12 / (len(items) + 1))
        scores = scale * (st.rankdata(row[items]) - (len(items) + 1) / 2)
        sums[items] += scores
        orders = np.array(list(itertools.permutations(scores)))
        covariance[np.ix_(items, items)] += orders.T @ orders / len(orders)
    statistic = float(sums @ np.linalg.pinv(covariance) @ sums)
    unbalanced.append({"ratings": listed(table), "statistic": statistic, "p": float(st.chi2.sf(statistic, 5))})

(pathlib.Path(__file__).parent / "ranks.json").write_text(json.dumps({
    "peers": {p: version(p) for p in ("scikit-posthocs", "numpy", "scipy")},
    "balanced": {"ratings": listed(balanced), "pairs": [
        float(pairs.iloc[a, b]) for a in range(7) for b in range(a + 1, 7)
    ]},
    "unbalanced": unbalanced,
}, allow_nan=False, indent=1) + "\n")
