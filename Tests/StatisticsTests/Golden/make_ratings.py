#!/usr/bin/env python3
"""Tests of ratings by SciPy, statsmodels and R's wilcox.test; writes ratings.json beside it.

    pip install scipy==1.12.0 statsmodels==0.15.0 pingouin==0.6.1
    python make_ratings.py      # calls Rscript for the Hodges-Lehmann intervals
"""

import itertools
import json
import pathlib
import subprocess
from importlib.metadata import version

import numpy as np
import pingouin
import scipy.stats as st
import statsmodels.api as sm
from scipy.optimize import brentq
from statsmodels.stats.weightstats import ttost_ind, ttost_paired

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(20261126)
out = {"peers": {p: version(p) for p in ("scipy", "statsmodels", "pingouin", "numpy")}}

# Three items by 12 participants with and without ties; more than fifty participants with ties and zeros.
smooth = rng.normal([[3.0, 3.6, 2.8]], 0.8, (12, 3)).round(6)
grades = np.clip(np.round(rng.normal([[3.0, 3.7, 2.6]], 1.0, (12, 3))), 1, 5)
many = np.clip(np.round(rng.normal([[3.0, 3.4, 2.8]], 1.1, (80, 3))), 1, 5)


def signed(x):
    """The exact two-sided p over all signs of the mid-ranks."""
    x = x[x != 0]
    ranks = st.rankdata(abs(x))
    total = np.sum(np.sign(x) * ranks)
    sums = np.array(list(itertools.product([-1, 1], repeat=len(x)))) @ ranks
    return float(np.mean(abs(sums) >= abs(total) - 1e-9))


def hodges(x):
    code = f"r <- wilcox.test(c({','.join(map(repr, map(float, x)))}), conf.int=TRUE, exact=TRUE); cat(sprintf('%.15g', c(r$estimate, r$conf.int)))"
    return [float(v) for v in subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, check=True).stdout.split()]


out["peers"]["R"] = subprocess.run(["Rscript", "-e", "cat(R.version$major, R.version$minor, sep='.')"], capture_output=True, text=True).stdout
cases = []
for name, table in (("smooth", smooth), ("grades", grades), ("many", many)):
    case = {"name": name, "ratings": table.tolist(), "pairs": []}
    for a, b in ((0, 1), (0, 2), (1, 2)):
        x, y = table[:, a], table[:, b]
        d = x - y
        pair = {"left": a, "right": b}
        if name == "many":
            test = st.wilcoxon(x, y, zero_method="wilcox", correction=False, method="approx")
            pair["wilcoxon"] = [float(test.statistic), float(test.pvalue)]
        elif name == "smooth":
            test = st.wilcoxon(x, y, method="exact")
            pair["wilcoxon"] = [float(test.statistic), float(test.pvalue)]
            pair["hodgesLehmann"] = hodges(d)
        else:
            ranks = st.rankdata(abs(d[d != 0]))
            plus = float(np.sum(ranks[d[d != 0] > 0]))
            pair["wilcoxon"] = [min(plus, float(ranks.sum()) - plus), signed(d)]
        pair["biserial"] = float(pingouin.wilcoxon(x, y)["RBC"].iloc[0])
        test = st.ttest_rel(x, y)
        ci = test.confidence_interval()
        n = len(d)
        t = float(test.statistic)
        limits = [brentq(lambda c: st.nct.cdf(t, n - 1, c) - p, t - 30, t + 30, xtol=1e-13) / np.sqrt(n) for p in (0.975, 0.025)]
        pair["paired"] = [float(d.mean()), t, float(test.pvalue), float(ci.low), float(ci.high), float(d.mean() / d.std(ddof=1)), *limits]
        test = st.ttest_ind(x, y, equal_var=False)
        ci = test.confidence_interval()
        pair["welch"] = [float(test.statistic), float(test.pvalue), float(test.df), float(ci.low), float(ci.high)]
        pair["tostPaired"] = float(ttost_paired(x, y, -0.9, 0.9)[0])
        pair["tostPingouin"] = float(pingouin.tost(x, y, bound=0.9, paired=True)["p_val" if "p_val" in pingouin.tost(x, y).columns else "pval"].iloc[0])
        pair["tostWelch"] = float(ttost_ind(x, y, -0.9, 0.9, usevar="unequal")[0])
        case["pairs"].append(pair)
    mos = table.mean(axis=0)
    cases.append(case)
out["cases"] = cases

# The SOS hypothesis as a regression through the origin, on 1...5.
opinions = np.clip(np.round(rng.normal(rng.uniform(1.3, 4.7, 12)[None, :], 0.9, (20, 12))), 1, 5)
x = opinions.mean(axis=0)
fit = sm.OLS(opinions.var(axis=0, ddof=1), -(x**2) + 6 * x - 5).fit()
out["sos"] = {"ratings": opinions.tolist(), "values": [float(fit.params[0]), float(fit.bse[0]), *map(float, fit.conf_int()[0])]}
out["nct"] = [[df, c, t, float(st.nct.cdf(t, df, c))] for df in (1, 4, 19.5, 200) for c in (-3, 0, 0.7, 8) for t in (-4, -0.5, 0, 1.3, 9)]
out["midP"] = []
for n, k, p in ((10, 2, 0.5), (10, 5, 0.5), (25, 9, 0.2), (60, 37, 0.25), (7, 0, 0.5), (4, 2, 0.3), (40, 8, 0.2)):
    mass = st.binom.pmf(np.arange(n + 1), n, p)
    less = mass < mass[k] * (1 - 1e-7)
    same = abs(mass - mass[k]) <= 1e-7 * mass[k]
    out["midP"].append([n, k, p, float(mass[less].sum() + mass[same].sum() / 2)])
(HERE / "ratings.json").write_text(json.dumps(out, allow_nan=False, separators=(",", ":")).replace("],[", "],\n[") + "\n")
