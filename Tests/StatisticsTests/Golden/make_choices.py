#!/usr/bin/env python3
"""Psychometric functions, HIVE's tests, d' over participants and one curvature; writes choices.json beside it.

    pip install scipy==1.12.0 statsmodels==0.15.0
    python make_choices.py      # reads mixed_logit.json
"""

import json
import pathlib
from importlib.metadata import version

import numpy as np
import scipy.stats as st
import statsmodels.api as sm
from scipy.optimize import brentq, minimize

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(20261127)
out = {"peers": {p: version(p) for p in ("scipy", "statsmodels", "numpy")}}
CDF = {"logistic": lambda x: 1 / (1 + np.exp(-x)), "normal": st.norm.cdf}
LARGEST = 0.06


def minimum(loss, start):
    best = minimize(loss, start, method="Nelder-Mead", options={"xatol": 1e-11, "fatol": 1e-13, "maxiter": 20000, "maxfev": 20000})
    return minimize(loss, best.x, method="Nelder-Mead", options={"xatol": 1e-12, "fatol": 1e-14, "maxiter": 20000, "maxfev": 20000})


def loss(parameters, curve, x, right, all_, guess, lapse, hold=None):
    """Minus the log-likelihood; a threshold may be held."""
    if hold is None:
        threshold, slope = parameters[:2]
    else:
        threshold, slope = hold, parameters[0]
    rate = lapse if lapse is not None else LARGEST / 2 * (1 + np.sin(parameters[-1]))
    p = guess + (1 - guess - rate) * CDF[curve](slope * (x - threshold))
    p = np.clip(p, 1e-300, 1 - 1e-16)
    return -np.sum(right * np.log(p) + (all_ - right) * np.log1p(-p))


def data(participants, levels, each, guess, lapse, spread):
    rows = []
    for person in range(participants):
        shift = spread * rng.normal()
        for x in levels:
            p = guess + (1 - guess - lapse) * CDF["logistic"](1.3 * (x - 2.5 - shift))
            rows.append([person, float(x), each, int(rng.binomial(each, p))])
    return rows


cases = []
for name, guess, lapse, rows in (
    ("plain", 0.0, 0.0, data(6, [0, 1, 2, 3, 4, 5], 12, 0, 0, 0.2)),
    ("forced", 0.25, None, data(5, [0, 1, 2, 3, 4, 5, 6], 20, 0.25, 0.03, 0.1)),
    ("fixed", 0.5, 0.02, data(4, [0.5, 1.5, 2.5, 3.5, 5], 30, 0.5, 0.02, 0.1)),
    ("careful", 0.5, None, data(5, [0, 1, 2, 3, 4, 6], 20, 0.5, 0.0, 0.1)),
):
    table = np.array(rows)
    x = np.unique(table[:, 1])
    all_ = np.array([table[table[:, 1] == v, 2].sum() for v in x])
    right = np.array([table[table[:, 1] == v, 3].sum() for v in x])
    case = {"name": name, "guess": guess, "lapse": lapse, "rows": rows, "fits": {}}
    for curve in CDF:
        starts = [[2.5, 1.0], [2.0, 2.0]]
        if lapse is None:
            starts = [s + [a] for s in starts for a in (-1.2, 0, 1.2)]
        best = min((minimum(lambda q: loss(q, curve, x, right, all_, guess, lapse), s) for s in starts), key=lambda b: b.fun)
        rate = lapse if lapse is not None else LARGEST / 2 * (1 + np.sin(best.x[-1]))
        p = guess + (1 - guess - rate) * CDF[curve](best.x[1] * (x - best.x[0]))
        share = right / all_
        with np.errstate(divide="ignore", invalid="ignore"):
            deviance = 2 * np.nansum(np.where(right > 0, right * np.log(share / p), 0) + np.where(right < all_, (all_ - right) * np.log((1 - share) / (1 - p)), 0))

        def fall(threshold):
            start = [best.x[1]] + ([best.x[2]] if lapse is None else [])
            runs = [start] if lapse is not None else [[best.x[1], a] for a in (-1.5, 0.0, 1.5)]
            held = min(minimum(lambda q: loss(q, curve, x, right, all_, guess, lapse, threshold), s).fun for s in runs)
            return 2 * (held - best.fun) - st.chi2.ppf(0.95, 1)

        interval = [brentq(fall, best.x[0] - 2.2, best.x[0], xtol=1e-9), brentq(fall, best.x[0], best.x[0] + 1.8, xtol=1e-9)]
        fit = {"threshold": best.x[0], "slope": best.x[1], "lapse": rate, "logLikelihood": -best.fun, "deviance": deviance, "interval": interval}
        if name == "plain":
            link = sm.families.links.Logit() if curve == "logistic" else sm.families.links.Probit()
            model = sm.GLM(np.column_stack([right, all_ - right]), sm.add_constant(x), family=sm.families.Binomial(link=link))
            glm = model.fit(tol=1e-14, maxiter=200)
            a, b = glm.params
            v = glm.cov_params()
            g = np.array([-1 / b, a / b**2])
            fit["glm"] = [-a / b, float(np.sqrt(g @ v @ g)), b, float(np.sqrt(v[1, 1])), float(glm.deviance)]
            # Participants as clusters: the sandwich around their scores, times G / (G - 1).
            expanded = np.repeat(table, table[:, 2].astype(int), axis=0)
            answers = np.concatenate([[1] * int(k) + [0] * int(n - k) for _, _, n, k in rows])
            binary = sm.GLM(answers, sm.add_constant(expanded[:, 1]), family=sm.families.Binomial(link=link)).fit(tol=1e-14)
            scores = binary.model.score_obs(binary.params)
            sums = np.array([scores[expanded[:, 0] == person].sum(axis=0) for person in np.unique(expanded[:, 0])])
            groups = len(sums)
            sandwich = v @ (sums.T @ sums) @ v * groups / (groups - 1)
            fit["clustered"] = [float(np.sqrt(g @ sandwich @ g)), float(np.sqrt(sandwich[1, 1]))]
        case["fits"][curve] = fit
    cases.append(case)
out["psychometric"] = cases

# HIVE: one-sample t tests of participants' accuracies.
answers = (rng.random((14, 10)) < rng.uniform(0.2, 0.6, 14)[:, None]).astype(int)
shares = answers.mean(axis=1)
test = st.ttest_1samp(shares, 0.25)
ci = test.confidence_interval()
first, second = shares[:7], shares[7:]
welch = st.ttest_ind(first, second, equal_var=False)
out["hive"] = {
    "answers": answers.tolist(),
    "values": [shares.mean(), shares.std(ddof=1), test.statistic, test.pvalue, ci.low, ci.high, welch.statistic, welch.pvalue],
}

# The curvature of the singular mixed model without its participants, whose variance is 0 there: central differences
# of Laplace's approximation with the mode found exactly. lme4 1.1-31 gives 0.2 and 0.4 % less here.
rows = np.array(json.loads((HERE / "mixed_logit.json").read_text())["cases"]["singular"]["rows"])
item, condition, y = rows[:, 1] - 1, rows[:, 2], rows[:, 3]


def laplace(q):
    s, b0, b1 = q
    u = np.zeros(item.max() + 1)
    for _ in range(60):
        m = 1 / (1 + np.exp(-(b0 + b1 * condition + s * u[item])))
        h = 1 + s * s * np.bincount(item, m * (1 - m))
        u = u + (s * np.bincount(item, y - m) - u) / h
    eta = b0 + b1 * condition + s * u[item]
    m = 1 / (1 + np.exp(-eta))
    h = 1 + s * s * np.bincount(item, m * (1 - m))
    return np.sum(y * eta - np.logaddexp(0, eta)) - u @ u / 2 - np.log(h).sum() / 2


best = minimum(lambda q: -laplace(q), [0.8, 0.0, 0.0]).x
h, unit = 1e-3, np.eye(3) * 1e-3
curvature = np.array([[-(laplace(best + a + b) - laplace(best + a - b) - laplace(best - a + b) + laplace(best - a - b)) / (4 * h * h) for b in unit] for a in unit])
out["singular"] = np.sqrt(np.diag(np.linalg.inv(curvature)))[1:].tolist()
text = json.dumps(out, allow_nan=False, separators=(",", ":"), default=float).replace("],[", "],\n[")
(HERE / "choices.json").write_text(text + "\n")
for case in cases:
    print(case["name"], case["fits"])
