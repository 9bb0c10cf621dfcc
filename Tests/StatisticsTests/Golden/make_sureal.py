#!/usr/bin/env python3
"""Scores with biases and inconsistencies: the likelihood of ITU-T P.910 annex E maximized by SciPy; writes sureal.json.

The package sureal 0.9.0 does not run this model with NumPy 1.26 and later, so that its likelihood is written anew here.

    pip install scipy==1.12.0
    python make_sureal.py
"""

import json
import pathlib
from importlib.metadata import version

import numpy as np
from scipy.optimize import minimize

rng = np.random.default_rng(20261128)


def fit(u, prior=0.0):
    """Scores, biases with mean 0 and the log-likelihood; a prior counts for so many ratings of the common deviation."""
    people, items = u.shape
    seen = ~np.isnan(u)
    means = np.nanmean(u, axis=0)
    bias = np.nanmean(u - means, axis=1)
    n = seen.sum(axis=1)
    spread = np.sqrt(np.nansum((u - means - bias[:, None]) ** 2) / seen.sum())

    def unpack(x):
        b = np.append(x[items : items + people - 1], -x[items : items + people - 1].sum())
        return x[:items], b, x[items + people - 1 :]

    def loss(x):
        q, b, s = unpack(x)
        r = np.where(seen, u - q - b[:, None], 0)
        squares = (r**2).sum(axis=1) + prior * spread**2
        e = np.exp(-2 * s)
        value = ((n + prior) * s + squares * e / 2).sum()
        dq = -(r * e[:, None]).sum(axis=0)
        db = -(r.sum(axis=1) * e)
        ds = n + prior - squares * e
        return value, np.concatenate([dq, db[:-1] - db[-1], ds])

    start = np.concatenate([means, bias[:-1] - bias.mean(), np.full(people, np.log(spread))])
    best = minimize(loss, start, jac=True, method="BFGS", options={"gtol": 1e-10, "maxiter": 5000})
    q, b, s = unpack(best.x)
    r = np.where(seen, u - q - b[:, None], 0)
    likelihood = -(n * s).sum() - ((r**2).sum(axis=1) * np.exp(-2 * s)).sum() / 2 - seen.sum() * np.log(2 * np.pi) / 2
    errors = 1 / np.sqrt((seen * np.exp(-2 * s)[:, None]).sum(axis=0))
    print("least inconsistency", np.exp(s).min() / spread, "gradient", abs(loss(best.x)[1]).max())
    return {"scores": q.tolist(), "errors": errors.tolist(), "logLikelihood": float(likelihood), "least": float(np.exp(s).min() / spread)}


def study(people, items, missing):
    quality = rng.uniform(1.5, 4.5, items)
    u = quality + rng.normal(0, 0.4, people)[:, None] + rng.normal(0, 1, (people, items)) * rng.uniform(0.3, 0.9, people)[:, None]
    u = np.clip(np.round(u), 1, 5)
    u[rng.random(u.shape) < missing] = np.nan
    return u


def listed(u):
    return [[None if np.isnan(v) else float(v) for v in row] for row in u]


out = {"peers": {p: version(p) for p in ("scipy", "numpy")}, "cases": []}
for people, items, missing in ((12, 30, 0.0), (16, 40, 0.2)):
    u = study(people, items, missing)
    out["cases"].append({"ratings": listed(u), "prior": 0, **fit(u)})
# Few ratings of each participant: the plain likelihood collapses onto one of them.
u = study(20, 6, 0.0)
out["cases"].append({"ratings": listed(u), "prior": 4, **fit(u, 4.0)})
print("plain:", fit(u)["least"])
(pathlib.Path(__file__).parent / "sureal.json").write_text(json.dumps(out, allow_nan=False, separators=(",", ":")).replace("],[", "],\n[") + "\n")
