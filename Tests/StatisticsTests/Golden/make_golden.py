"""Writes the expected values of StatisticsTests from peer packages.

    python -m venv venv
    venv/bin/pip install krippendorff==0.9.0 irrCAC==0.4.4 choix==0.4.1 scipy==1.12.0 statsmodels==0.15.0 mpmath==1.4.1
    venv/bin/python make_golden.py
"""

import json
import math
import pathlib
from importlib.metadata import version

import choix
import krippendorff
import mpmath
import numpy as np
import pandas as pd
import scipy.stats as st
import statsmodels.api as sm
from irrCAC.raw import CAC
from statsmodels.stats.multitest import multipletests

HERE = pathlib.Path(__file__).parent
mpmath.mp.dps = 40


def write(name, content, *packages):
    content = {"peers": {p: version(p) for p in packages}, **content}
    text = json.dumps(content, allow_nan=False).replace("}, {", "},\n{")
    (HERE / name).write_text(text + "\n")


def distributions():
    """Tail values with 40 digits from mpmath, quantiles from SciPy polished with mpmath."""
    mp = mpmath
    rows = []

    def add(function, arguments, value):
        rows.append({"function": function, "arguments": arguments, "value": float(value)})

    for x in [-37, -20, -8, -3, -1.5, -0.1, 0, 0.3, 1, 2.5, 6, 10, 30]:
        add("normal.cdf", [x], mp.ncdf(x))
        add("normal.upperTail", [x], mp.erfc(mp.mpf(x) / mp.sqrt(2)) / 2)
    for p in [1e-300, 1e-100, 1e-20, 1e-10, 1e-4, 0.01, 0.024, 0.025, 0.1, 0.3, 0.5, 0.6, 0.9, 0.975, 0.999]:
        start = st.norm.ppf(p)
        q = mp.mpf(p)
        x = mp.mpf(start)
        for _ in range(6):
            x -= (mp.ncdf(x) - q) / mp.npdf(x)
        add("normal.quantile", [p], x)

    def lower_beta(a, b, x):
        a, b, x = mp.mpf(a), mp.mpf(b), mp.mpf(x)
        if x > (a + 1) / (a + b + 2):
            return 1 - lower_beta(b, a, 1 - x)
        # Power series with positive terms only (DLMF 8.17.8).
        term = total = mp.mpf(1)
        index = 0
        while term > total * mp.mpf(10) ** -38:
            term *= (a + b + index) / (a + 1 + index) * x
            total += term
            index += 1
        return x**a * (1 - x) ** b / (a * mp.beta(a, b)) * total

    def polished(cdf, density, start, p):
        """SciPy's quantile, whose accuracy is near 1e-9, with Newton steps in 40 digits."""
        x = mp.mpf(float(start))
        for _ in range(5):
            x -= (cdf(x) - mp.mpf(p)) / mp.mpf(float(density(float(x))))
        return x

    def t_cdf(nu):
        def cdf(x):
            half = lower_beta(mp.mpf(nu) / 2, mp.mpf(1) / 2, nu / (nu + x * x)) / 2
            return half if x < 0 else 1 - half
        return cdf

    for nu in [1, 2, 3.5, 5, 30, 1000]:
        for t in [-50, -4, -1, -0.01, 0.5, 2, 6, 100]:
            n, v = mp.mpf(nu), mp.mpf(t)
            half = lower_beta(n / 2, mp.mpf(1) / 2, n / (n + v * v)) / 2
            add("t.upperTail", [nu, t], half if t > 0 else 1 - half)
        for p in [1e-8, 0.005, 0.025, 0.2, 0.7, 0.975, 0.9995]:
            add("t.quantile", [nu, p], polished(t_cdf(nu), lambda x: st.t.pdf(x, nu), st.t.ppf(p, nu), p))
    for k in [0.5, 1, 2, 3, 10, 62.375, 1000]:
        for x in [1e-3, 0.4, 2, 11, 80, 950, 1200]:
            add("chi2.upperTail", [k, x], mp.gammainc(mp.mpf(k) / 2, mp.mpf(x) / 2, mp.inf, regularized=True))
            add("chi2.cdf", [k, x], mp.gammainc(mp.mpf(k) / 2, 0, mp.mpf(x) / 2, regularized=True))
        for p in [0.001, 0.05, 0.5, 0.95, 0.999]:
            add("chi2.quantile", [k, p], polished(
                lambda x: mp.gammainc(mp.mpf(k) / 2, 0, x / 2, regularized=True),
                lambda x: st.chi2.pdf(x, k), st.chi2.ppf(p, k), p))
    for a, b in [(0.5, 0.5), (1, 3), (2.5, 7), (30, 4), (400, 600), (0.1, 9)]:
        for x in [1e-6, 0.01, 0.2, 0.41, 0.5, 0.9, 0.999]:
            add("beta.cdf", [a, b, x], lower_beta(a, b, x))
        for p in [0.0005, 0.025, 0.5, 0.975]:
            add("beta.quantile", [a, b, p], polished(
                lambda x: lower_beta(a, b, x), lambda x: st.beta.pdf(x, a, b), st.beta.ppf(p, a, b), p))
    for n, p in [(1, 0.5), (10, 0.5), (25, 0.3), (300, 0.01), (5000, 0.5), (20000, 0.77)]:
        for k in sorted({0, 1, n // 10, n // 3, int(n * p), n // 2 + n // 50, n - 1, n}):
            exact = mp.binomial(n, k) * mp.mpf(p) ** k * (1 - mp.mpf(p)) ** (n - k)
            if exact > mp.mpf("1e-280"):
                add("binomial.mass", [n, p, k], exact)
            if k < n:
                tail = lower_beta(k + 1, n - k, p)
                if tail > mp.mpf("1e-280"):
                    add("binomial.upperTail", [n, p, k], tail)
    write("distributions.json", {"rows": rows}, "mpmath", "scipy")


def tests():
    exact = []
    for k, n, p in [(0, 5, 0.5), (3, 10, 0.5), (5, 10, 0.5), (8, 10, 0.5), (18, 20, 0.5), (60, 100, 0.5),
                    (682, 1000, 0.5), (4, 15, 0.2), (1, 15, 0.2), (9, 30, 0.4), (235, 682 + 243, 0.75), (3, 3, 0.9)]:
        result = st.binomtest(k, n, p)
        interval = result.proportion_ci(0.95, "exact")
        exact.append({"successes": k, "trials": n, "probability": p, "p": result.pvalue,
                      "lower": interval.low, "upper": interval.high})
    flips = []
    rng = np.random.default_rng(5)
    for differences in [[1, 1, 1, -1, 1, 1], [3, -1, 2, 2, 0, 5], [-2, -2, -4, -1, 1, -3, -2], [7, 7],
                        list(map(int, rng.integers(-4, 7, 14)))]:
        test = st.permutation_test((np.array(differences, float),), lambda d, axis: d.sum(axis=axis),
                                   permutation_type="samples", n_resamples=np.inf, vectorized=True)
        flips.append({"differences": differences, "p": float(test.pvalue)})
    adjustment = []
    for values in [[0.01, 0.04, 0.03, 0.005], [0.5, 0.2, 0.9], [0.001, 0.0011, 0.2, 0.2, 0.04]]:
        adjustment.append({"p": values, "holm": list(multipletests(values, method="holm")[1]),
                           "benjaminiHochberg": list(multipletests(values, method="fdr_bh")[1])})
    write("tests.json", {"binomial": exact, "signFlip": flips, "adjustment": adjustment}, "scipy", "statsmodels")


def ratings_table(rng, raters, items, values, missing, noise):
    truth = rng.integers(0, len(values), items)
    table = np.empty((raters, items))
    for r in range(raters):
        shift = rng.choice([-1, 0, 0, 1], items, p=[noise, 0.4, 0.4, 0.2 - noise])
        table[r] = np.array(values)[np.clip(truth + shift, 0, len(values) - 1)]
    table[rng.random(table.shape) < missing] = np.nan
    return table


def agreement():
    """Krippendorff's alpha, Fleiss' kappa, Brennan-Prediger and percent agreement on raw ratings with gaps."""
    rng = np.random.default_rng(20240611)
    cases = []
    for raters, items, values, missing, noise in [
        (4, 12, [1, 2, 3, 4, 5], 0.0, 0.1), (4, 12, [1, 2, 3, 4, 5], 0.3, 0.1), (2, 40, [1, 2, 3], 0.1, 0.05),
        (9, 25, [0, 1, 2, 5, 10, 50], 0.4, 0.15), (6, 30, list(range(101)), 0.2, 0.1), (3, 15, [0, 0.5, 2.25], 0.5, 0.1),
    ]:
        table = ratings_table(rng, raters, items, values, missing, noise)
        table[:, 0] = np.nan
        table[0, 0] = values[-1]
        case = {"ratings": [[None if math.isnan(v) else v for v in row] for row in table.tolist()]}
        for level in ["nominal", "ordinal", "interval", "ratio"]:
            case[level] = float(krippendorff.alpha(reliability_data=table, level_of_measurement=level))
        frame = CAC(pd.DataFrame(table.T), digits=15)
        fleiss = frame.fleiss()["est"]
        case["fleiss"] = float(fleiss["coefficient_value"])
        case["percentAgreement"] = float(fleiss["pa"])
        case["brennanPrediger"] = float(frame.bp()["est"]["coefficient_value"])
        case["categories"] = len(np.unique(table[~np.isnan(table)]))
        cases.append(case)
    write("agreement.json", {"cases": cases}, "krippendorff", "irrCAC", "numpy")


def bradley_terry():
    """Log-worths from choix and, with standard errors, from a logistic regression in statsmodels."""
    rng = np.random.default_rng(7)
    cases = []
    for items, participants, trials, spread in [(4, 12, 15, 1.0), (6, 20, 12, 0.7), (10, 30, 40, 1.3)]:
        worth = rng.normal(0, spread, items)
        rows = []
        for g in range(participants):
            own = worth + rng.normal(0, 0.6, items)
            for _ in range(trials):
                i, j = rng.choice(items, 2, replace=False)
                left = rng.random() < 1 / (1 + math.exp(own[j] - own[i]))
                rows.append([g, int(i), int(j), int(left)])
        data = np.array(rows)
        x = np.zeros((len(data), items))
        x[np.arange(len(data)), data[:, 1]] = 1
        x[np.arange(len(data)), data[:, 2]] = -1
        model = sm.Logit(data[:, 3], x[:, 1:])
        naive = model.fit(disp=0, method="newton", tol=1e-14, maxiter=100)
        clustered = model.fit(disp=0, method="newton", tol=1e-14, maxiter=100, cov_type="cluster",
                              cov_kwds={"groups": data[:, 0]})
        pairs = [(i, j) if left else (j, i) for _, i, j, left in rows]
        ml = choix.opt_pairwise(items, pairs, alpha=0, method="Newton-CG", tol=1e-12)
        # The reference form has item 0 fixed at 0; the mean-0 form follows by a linear map.
        centre = np.vstack([np.zeros(items - 1), np.eye(items - 1)]) - 1 / items
        cases.append({
            "rows": rows, "items": items,
            "logWorths": (centre @ naive.params).tolist(), "choix": (ml - ml.mean()).tolist(),
            "logLikelihood": naive.llf,
            "naive": np.sqrt(np.diag(centre @ naive.cov_params() @ centre.T)).tolist(),
            "clustered": np.sqrt(np.diag(centre @ clustered.cov_params() @ centre.T)).tolist(),
            "relativeToFirst": naive.params.tolist(),
            "clusteredRelativeToFirst": clustered.bse.tolist(),
        })
    write("bradley_terry.json", {"cases": cases}, "choix", "statsmodels", "numpy")


def kendall_u():
    """Kendall's u from its definition, chi-squared as in the formula that R eba 1.10-1 documents (not corrected)."""
    rng = np.random.default_rng(3)
    cases = []
    for judges, items in [(3, 4), (8, 5), (21, 7)]:
        wins = np.zeros((items, items), int)
        rows = []
        for g in range(judges):
            for i in range(items):
                for j in range(i + 1, items):
                    first = bool(rng.random() < 0.5 + 0.06 * (j - i))
                    wins[(i, j) if first else (j, i)] += 1
                    rows.append([g, i, j, int(first)])
        sigma = sum(math.comb(int(w), 2) for w in wins.ravel())
        pairs, units = math.comb(judges, 2), math.comb(items, 2)
        chi2 = 4 / (judges - 2) * (sigma - units / 2 * pairs * (judges - 3) / (judges - 2))
        df = units * judges * (judges - 1) / (judges - 2) ** 2
        cases.append({"rows": rows, "u": 2 * sigma / (pairs * units) - 1, "chi2": chi2, "df": df,
                      "p": float(st.chi2.sf(chi2, df))})
    write("kendall_u.json", {"cases": cases}, "scipy", "numpy")


if __name__ == "__main__":
    distributions()
    tests()
    agreement()
    bradley_terry()
    kendall_u()
