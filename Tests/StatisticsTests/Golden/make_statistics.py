#!/usr/bin/env python3
"""Expected values of agreement, rankings, ratings and right answers by peers; writes statistics.json beside it.

    pip install irrCAC pingouin statsmodels scikit-learn scipy trueskill choix sureal crowd-kit
    python make_statistics.py
"""

import json
import pathlib
from importlib.metadata import version

import numpy as np
import pandas as pd
import pingouin
import scipy.stats as st
import statsmodels.api as sm
import statsmodels.stats.contingency_tables as ct
import trueskill
from irrCAC.raw import CAC
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(20261125)
out = {
    "peers": {
        p: version(p)
        for p in ("irrCAC", "pingouin", "statsmodels", "scikit-learn", "scipy", "trueskill", "choix", "numpy")
    }
}


def listed(table):
    return [[None if np.isnan(v) else float(v) for v in row] for row in table]


# Ratings of items by raters, some missing.
truth = rng.integers(1, 6, 30)
ratings = np.array([[t if rng.random() < 0.6 else rng.integers(1, 6) for t in truth] for _ in range(5)], dtype=float)
missing = ratings.copy()
missing[rng.random(missing.shape) < 0.2] = np.nan
cases = []
for table in (ratings, missing):
    frame = pd.DataFrame(table.T)
    case = {"ratings": listed(table)}
    for name, weights in (("identity", "identity"), ("quadratic", "quadratic"), ("linear", "linear"), ("ordinal", "ordinal")):
        cac = CAC(frame, weights=weights, categories=[1.0, 2.0, 3.0, 4.0, 5.0], digits=15)
        for key, method in (("gwet", cac.gwet), ("fleiss", cac.fleiss), ("conger", cac.conger), ("bp", cac.bp)):
            est = method()["est"]
            case[f"{key}-{name}"] = [float(est["coefficient_value"]), float(est["se"])]
    cases.append(case)
out["agreement"] = cases

two = ratings[:2]
out["two"] = {"ratings": listed(two)}
for name in (None, "linear", "quadratic"):
    out["two"][f"cohen-{name or 'identity'}"] = float(cohen_kappa_score(two[0], two[1], weights=name))
square = np.zeros((5, 5))
for a, b in zip(two[0], two[1]):
    square[int(a) - 1, int(b) - 1] += 1
out["two"]["cohen-se"] = float(cohens_kappa(square).std_kappa)
out["two"]["linear-se"] = float(cohens_kappa(square, wt="linear").std_kappa)
homogeneity = ct.SquareTable(square, shift_zeros=False).homogeneity()
out["two"]["stuart-maxwell"] = [float(homogeneity.statistic), float(homogeneity.pvalue), int(homogeneity.df)]

# Intraclass correlations.
scores = rng.normal(0, 1, 20)[:, None] + rng.normal(0, 0.5, 4)[None, :] + rng.normal(0, 0.7, (20, 4))
long = pd.DataFrame(
    [{"item": i, "rater": r, "value": scores[i, r]} for i in range(20) for r in range(4)]
)
pingouin.options["round"] = None
icc = pingouin.intraclass_corr(long, targets="item", raters="rater", ratings="value")
column = [c for c in icc.columns if "CI" in c][0]
out["icc"] = {
    "ratings": listed(scores.T),
    "forms": [[float(v), float(f), float(p)] for v, f, p in zip(icc["ICC"], icc["F"], icc["p_val" if "p_val" in icc else "pval"])],
    "names": list(icc["Type"]),
    "intervals": [[float(a), float(b)] for a, b in icc[column]],
}

# Rankings with ties.
ranked = rng.integers(1, 8, (6, 9)).astype(float)
out["ranks"] = {"ratings": listed(ranked)}
friedman = st.friedmanchisquare(*[ranked[:, item] for item in range(9)])
out["ranks"]["friedman"] = [float(friedman.statistic), float(friedman.pvalue)]
out["ranks"]["kendall-w"] = float(friedman.statistic) / (6 * 8)
spearman = st.spearmanr(ranked[0], ranked[1])
tau = st.kendalltau(ranked[0], ranked[1], method="asymptotic")
out["ranks"]["spearman"] = [float(spearman.statistic), float(spearman.pvalue)]
out["ranks"]["kendall-tau"] = [float(tau.statistic), float(tau.pvalue)]

# Right answers.
out["proportion"] = {
    "wilson": [float(v) for v in proportion_confint(37, 60, method="wilson")],
    "exact": [float(v) for v in proportion_confint(37, 60, method="beta")],
    "binomial": float(st.binomtest(37, 60, 0.25).pvalue),
}
answers = rng.random((24, 3)) < np.array([0.5, 0.65, 0.8])
q = ct.cochrans_q(answers.astype(int))
b, c = int((answers[:, 0] & ~answers[:, 1]).sum()), int((~answers[:, 0] & answers[:, 1]).sum())
mcnemar = ct.mcnemar([[0, b], [c, 0]], exact=True)
out["paired"] = {
    "answers": answers.astype(int).tolist(),
    "cochran-q": [float(q.statistic), float(q.pvalue)],
    "mcnemar": float(mcnemar.pvalue),
}
# d' of m alternatives: Hacker and Ratcliff 1979, table 1, by numerical integration.
from scipy.integrate import quad
from scipy.optimize import brentq


def mafc(d, m):
    return quad(lambda x: st.norm.pdf(x - d) * st.norm.cdf(x) ** (m - 1), -12, 12 + d, epsabs=1e-13)[0]


out["dprime"] = [[m, p, brentq(lambda d: mafc(d, m) - p, -5, 8, xtol=1e-13)] for m in (2, 3, 4) for p in (0.4, 0.55, 0.75, 0.95)]

# Streams of comparisons.
pairs = []
for index in range(60):
    left, right = rng.choice(4, 2, replace=False)
    outcome = ["left", "right", "tie"][rng.choice(3, p=[0.5, 0.35, 0.15] if left < right else [0.35, 0.5, 0.15])]
    pairs.append([int(index), int(left), int(right), outcome])
environment = trueskill.TrueSkill(draw_probability=0.1)
beliefs = [environment.create_rating() for _ in range(4)]
elo = [1500.0] * 4
for _, left, right, outcome in pairs:
    first, second = (right, left) if outcome == "right" else (left, right)
    beliefs[first], beliefs[second] = environment.rate_1vs1(beliefs[first], beliefs[second], drawn=outcome == "tie")
    expected = 1 / (1 + 10 ** ((elo[right] - elo[left]) / 400))
    change = 32 * ({"left": 1, "right": 0, "tie": 0.5}[outcome] - expected)
    elo[left] += change
    elo[right] -= change
out["stream"] = {"pairs": pairs, "trueskill": [[b.mu, b.sigma] for b in beliefs], "elo": elo}


# Models of pairs by SciPy's optimizer on the likelihoods of their papers.
from scipy.optimize import minimize


def logistic(x):
    return -np.logaddexp(0, -x)


def fit(loss, size):
    best = minimize(loss, np.zeros(size), method="BFGS", options={"gtol": 1e-11, "maxiter": 10000})
    best = minimize(loss, best.x, method="Nelder-Mead", options={"xatol": 1e-12, "fatol": 1e-14, "maxiter": 100000, "maxfev": 100000})
    worths = np.append(best.x[:3], -best.x[:3].sum())
    return worths, best.x[3:], -best.fun


def davidson(x):
    t = np.append(x[:3], -x[:3].sum())
    total = 0
    for _, left, right, outcome in pairs:
        utilities = np.array([t[left], t[right], x[3] + (t[left] + t[right]) / 2])
        total += utilities[["left", "right", "tie"].index(outcome)] - np.logaddexp.reduce(utilities)
    return -total


def rao_kupper(x):
    t, eta = np.append(x[:3], -x[:3].sum()), np.exp(x[3])
    total = 0
    for _, left, right, outcome in pairs:
        d = t[left] - t[right]
        if outcome == "tie":
            total += np.log(np.expm1(2 * eta)) + logistic(d - eta) + logistic(-d - eta)
        else:
            total += logistic((d if outcome == "left" else -d) - eta)
    return -total


def thurstone(x):
    t = np.append(x[:3], -x[:3].sum())
    total = 0
    for _, left, right, outcome in pairs:
        d = t[left] - t[right]
        share = {"left": 1, "right": 0, "tie": 0.5}[outcome]
        total += share * st.norm.logcdf(d) + (1 - share) * st.norm.logcdf(-d)
    return -total


def side(x):
    t = np.append(x[:3], -x[:3].sum())
    total = 0
    for _, left, right, outcome in pairs:
        d = t[left] - t[right] + x[3]
        share = {"left": 1, "right": 0, "tie": 0.5}[outcome]
        total += share * logistic(d) + (1 - share) * logistic(-d)
    return -total


out["models"] = {}
for name, loss, size in (("davidson", davidson, 4), ("rao-kupper", rao_kupper, 4), ("thurstone", thurstone, 3), ("side", side, 4)):
    worths, extra, likelihood = fit(loss, size)
    out["models"][name] = {"worths": worths.tolist(), "extra": extra.tolist(), "logLikelihood": float(likelihood)}

# Plackett and Luce's model: choix on the winners of each place.
import choix

rankings = [list(map(int, rng.permutation(5)[: rng.integers(2, 6)])) for _ in range(40)]
worths = choix.opt_rankings(5, rankings, alpha=0, method="Newton-CG", tol=1e-12)
out["plackett-luce"] = {"rankings": rankings, "worths": [float(w) for w in worths - np.mean(worths)]}

# Recovery of scores.
quality = rng.uniform(1.5, 4.5, 12)
bias = rng.normal(0, 0.4, 10)
spread = rng.uniform(0.2, 0.9, 10)
opinions = np.clip(np.round(quality[None, :] + bias[:, None] + rng.normal(0, 1, (10, 12)) * spread[:, None]), 1, 5)
out["opinions"] = {"ratings": listed(opinions)}
try:
    import sureal.subjective_model as models
    from sureal.dataset_reader import RawDatasetReader

    class Data:
        ref_videos = [{"content_id": 0, "path": "r", "content_name": "r"}]
        dis_videos = [
            {"content_id": 0, "asset_id": j, "os": [float(v) for v in opinions[:, j]], "path": str(j)} for j in range(12)
        ]

    for key, name in (("p913", "BiasremvMosModel"), ("bt500", "SubjrejMosModel"), ("sureal", "PerSubjectModel")):
        result = getattr(models, name)(RawDatasetReader(Data)).run_modeling()
        out["opinions"][key] = [float(v) for v in result["quality_scores"]]
    out["peers"]["sureal"] = version("sureal")
except Exception as problem:  # The package does not load with every NumPy.
    out["opinions"]["problem"] = repr(problem)

(HERE / "statistics.json").write_text(json.dumps(out, allow_nan=False, separators=(",", ":")).replace("],[", "],\n[") + "\n")
print({k: v for k, v in out["opinions"].items() if k != "ratings"})
print(out["icc"]["names"], out["icc"]["forms"], out["icc"]["intervals"])
