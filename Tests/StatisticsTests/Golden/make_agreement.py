#!/usr/bin/env python3
"""Alpha with distances of one's own and irrCAC's coefficients with weights of one's own; writes weighted.json beside it.

    pip install krippendorff==0.9.0 irrCAC==0.4.4 statsmodels numpy pandas
    python make_agreement.py
"""

import json
import pathlib
from importlib.metadata import version

import krippendorff
import numpy as np
import pandas as pd
from irrCAC.raw import CAC
from statsmodels.stats.inter_rater import cohens_kappa

rng = np.random.default_rng(8)


def listed(table):
    return [[None if np.isnan(v) else float(v) for v in row] for row in table]


hours = (rng.integers(0, 24, 30)[None, :] + rng.integers(-3, 4, (5, 30))) % 24.0
hours[rng.random(hours.shape) < 0.25] = np.nan


def circular(v1, v2, **_):
    return np.sin(np.pi * (v1 - v2) / 24) ** 2


truth = rng.integers(1, 5, 26)
ratings = np.clip(truth[None, :] + rng.integers(-1, 2, (6, 26)), 1, 4).astype(float)
ratings[rng.random(ratings.shape) < 0.3] = np.nan
weights = [[1, 0.8, 0.1, 0], [0.8, 1, 0.55, 0.2], [0.1, 0.55, 1, 0.9], [0, 0.2, 0.9, 1]]
own = np.array(weights)


def disagreement(v1, v2, **_):
    return 1 - own[np.asarray(v1).astype(int) - 1, np.asarray(v2).astype(int) - 1]


cac = CAC(pd.DataFrame(ratings.T), weights=own, categories=[1.0, 2.0, 3.0, 4.0], digits=15)
coefficients = {}
for name, method in (("gwet-ac2", cac.gwet), ("fleiss-kappa", cac.fleiss), ("conger-kappa", cac.conger),
                     ("brennan-prediger", cac.bp)):
    est = method()["est"]
    coefficients[name] = [float(est["coefficient_value"]), float(est["se"])]
square = np.zeros((4, 4))
for a, b in ratings[:2].T[~np.isnan(ratings[:2]).any(axis=0)].astype(int):
    square[a - 1, b - 1] += 1
two = cohens_kappa(square, weights=1 - own)
content = {
    "peers": {p: version(p) for p in ("krippendorff", "irrCAC", "statsmodels", "numpy")},
    "circular": {"ratings": listed(hours), "period": 24,
                 "alpha": float(krippendorff.alpha(reliability_data=hours, level_of_measurement=circular))},
    "custom": {"ratings": listed(ratings), "weights": weights, "coefficients": coefficients,
               "cohen": [float(two.kappa), float(two.std_kappa)],
               "alpha": float(krippendorff.alpha(reliability_data=ratings, level_of_measurement=disagreement))},
}
(pathlib.Path(__file__).parent / "weighted.json").write_text(json.dumps(content, allow_nan=False) + "\n")
