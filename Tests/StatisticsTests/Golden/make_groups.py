#!/usr/bin/env python3
"""Coefficients by groups with differences, benchmark scales, and leave-one-out figures by peers; writes groups.json beside it.

Standard errors of paired differences are those of Gwet 2016, from the influence of each item, which is found by weighing
the item up and down in the peer's own coefficient: the table is copied many times, and one copy of the item is added or
removed. Two numbers of copies are extrapolated.

    pip install irrCAC==0.4.4 krippendorff==0.9.0 scikit-learn scipy pandas numpy
    python make_groups.py
"""

import json
import pathlib
from importlib.metadata import version

import irrCAC.benchmark
import krippendorff
import numpy as np
import pandas as pd
import scipy.stats as st
from irrCAC.raw import CAC
from sklearn.metrics import cohen_kappa_score

rng = np.random.default_rng(16)
CATEGORIES = [1.0, 2.0, 3.0, 4.0]


def listed(table):
    return [[None if np.isnan(v) else float(v) for v in row] for row in table]


def alpha(items, copies=1):
    # Alpha's n - 1 over n is that of the table itself, not of its copies.
    found = krippendorff.alpha(items.T, level_of_measurement="interval", value_domain=CATEGORIES)
    known = (~np.isnan(items)).sum(axis=1)
    all_pairable = known[known > 1].sum()
    pairable = all_pairable / copies
    return 1 - (1 - found) * all_pairable / (all_pairable - 1) * (pairable - 1) / pairable, None


def coefficient(name, weights):
    method = {"gwet-ac2": "gwet", "fleiss-kappa": "fleiss", "conger-kappa": "conger", "brennan-prediger": "bp"}.get(name)
    if method is None:
        return alpha

    def value(items, copies=1):
        cac = CAC(pd.DataFrame(items), weights=weights, categories=CATEGORIES, digits=15)
        est = getattr(cac, method)()["est"]
        return float(est["coefficient_value"]), float(est["se"])

    return value


def influences(value, items):
    def at(copies):
        many = np.tile(items, (copies, 1))
        return np.array([
            (value(np.vstack([many, items[i : i + 1]]), copies)[0] - value(np.delete(many, i, axis=0), copies)[0])
            / 2 * copies * len(items)
            for i in range(len(items))
        ])

    return (4 * at(40) - at(20)) / 3


truth = rng.integers(1, 5, 24)
ratings = np.array([
    np.where(rng.random(24) < (0.85 if r < 4 else 0.5), truth, rng.integers(1, 5, 24)) for r in range(7)
]).astype(float)
missing = rng.random(ratings.shape) < 0.2
missing[[0, 1, 4, 5]] = False
ratings[missing] = np.nan
out = {"peers": {p: version(p) for p in ("irrCAC", "krippendorff", "scikit-learn", "scipy", "numpy")},
       "ratings": listed(ratings), "participants": {}, "items": {}}
for name, weights in (("gwet-ac2", "quadratic"), ("fleiss-kappa", "identity"), ("conger-kappa", "linear"),
                      ("brennan-prediger", "ordinal"), ("krippendorff-alpha", "interval")):
    value = coefficient(name, weights)
    # Four participants against three, on the same items.
    first, second = ratings[:4].T, ratings[4:].T
    (a, a_error), (b, b_error) = value(first), value(second)
    one, other = influences(value, first), influences(value, second)
    n = len(truth)
    scatter = lambda x: float(np.sqrt(((x - x.mean()) ** 2).sum() / (n * (n - 1))))
    out["participants"][name] = {
        "weights": weights, "values": [a, b], "errors": [a_error or scatter(one), b_error or scatter(other)],
        "difference": a - b, "error": scatter(one - other),
        "p": float(2 * st.t.sf(abs(a - b) / scatter(one - other), n - 1)),
    }
    # Ten items against fourteen others, by the same participants.
    if name != "krippendorff-alpha":
        (a, a_error), (b, b_error) = value(ratings[:, :10].T), value(ratings[:, 10:].T)
        error = float(np.hypot(a_error, b_error))
        out["items"][name] = {
            "weights": weights, "values": [a, b], "errors": [a_error, b_error], "difference": a - b, "error": error,
            "p": float(2 * st.t.sf(abs(a - b) / error, 9)),
        }

# The peer rounds to five digits; here it does not.
irrCAC.benchmark.round = lambda value, digits: value
out["benchmarks"] = []
for value, error in ((0.67, 0.15), (0.81, 0.02), (0.05, 0.3), (-0.2, 0.1), (0.995, 0.004), (0.4, 0.001)):
    benchmark = irrCAC.benchmark.Benchmark(value, error)
    out["benchmarks"].append({
        "value": value, "error": error,
        **{key: [float(v) for v in found["CumProb"]] for key, found in (
            ("landis-koch", benchmark.landis_koch()), ("altman", benchmark.altman()), ("fleiss", benchmark.fleiss()))},
    })

# Each participant against the others.
out["leaveOneOut"] = {"interval": [], "ordinal": [], "nominal": []}
for rater in range(7):
    others = np.delete(ratings, rater, axis=0)
    both = ~np.isnan(ratings[rater])
    mean = np.nanmean(others, axis=0)
    out["leaveOneOut"]["interval"].append(float(st.pearsonr(ratings[rater][both], mean[both]).statistic))
    out["leaveOneOut"]["ordinal"].append(float(st.spearmanr(ratings[rater][both], mean[both]).statistic))
    tallies = np.array([(others == c).sum(axis=0) for c in CATEGORIES])
    clear = both & ((tallies == tallies.max(axis=0)).sum(axis=0) == 1)
    majority = tallies.argmax(axis=0) + 1
    out["leaveOneOut"]["nominal"].append(float(cohen_kappa_score(ratings[rater][clear], majority[clear])))

(pathlib.Path(__file__).parent / "groups.json").write_text(json.dumps(out, allow_nan=False, indent=1) + "\n")
