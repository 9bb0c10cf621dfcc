"""Statistics as Python users compute them, from data in memory: irrCAC, pingouin, scikit-learn, evalica, crowd-kit,
statsmodels, choix.

    statistics_peer.py RATINGS.csv PAIRS.csv SPARSE.csv RANKINGS.csv      prints name, value and the median ms of each computation
"""

import itertools
import statistics
import sys
import time
import warnings

import choix
import evalica
import numpy
import pandas
import pingouin
import statsmodels.api
from crowdkit.aggregation import DawidSkene
from irrCAC.raw import CAC
from sklearn.metrics import cohen_kappa_score

warnings.filterwarnings("ignore")


def report(name, compute, runs):
    value = compute()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        compute()
        times.append(time.perf_counter() - start)
    print(name, float(value), 1000 * statistics.median(times))


ratings = pandas.read_csv(sys.argv[1])
matrix = ratings.pivot(index="item", columns="participant", values="value")
columns = [matrix[name].to_numpy() for name in matrix]
for level in ("nominal", "ordinal", "interval"):
    report(
        f"bootstrap-{level}",
        lambda: evalica.alpha_bootstrap(matrix.T, distance=level, n_resamples=1000, random_state=1).alpha,
        3,
    )
answers = ratings.rename(columns={"item": "task", "participant": "worker", "value": "label"})
report("dawid-skene", lambda: len(DawidSkene(n_iter=50, tol=-numpy.inf).fit(answers).loss_history_), 3)
report("gwet-ac2", lambda: CAC(matrix, weights="ordinal").gwet()["est"]["coefficient_value"], 11)
report(
    "icc",
    lambda: pingouin.intraclass_corr(ratings, targets="item", raters="participant", ratings="value")["ICC"][0],
    7,
)
report(
    "light-kappa", lambda: numpy.mean([cohen_kappa_score(a, b) for a, b in itertools.combinations(columns, 2)]), 3
)


def worths(path, name):
    pairs = pandas.read_csv(path)
    items = sorted(set(pairs.left) | set(pairs.right))
    winners = [evalica.Winner.X if side == "left" else evalica.Winner.Y for side in pairs.winner]

    def evalica_worth():
        fit = evalica.bradley_terry(pairs.left, pairs.right, winners, tolerance=1e-10, limit=10_000)
        scores = numpy.log(fit.scores)
        return (scores - scores.mean())[items[0]]

    report(name, evalica_worth, 11)
    return pairs, items, winners


pairs, items, winners = worths(sys.argv[2], "bradley-terry")
index = {item: number for number, item in enumerate(items)}
left, right, won = pairs.left.map(index), pairs.right.map(index), (pairs.winner == "left").astype(float)


def statsmodels_worth():
    design = numpy.zeros((len(pairs), len(items)))
    design[numpy.arange(len(pairs)), left] = 1
    design[numpy.arange(len(pairs)), right] = -1
    fit = statsmodels.api.Logit(won, design[:, 1:]).fit(disp=0)
    fit.bse
    return -fit.params.sum() / len(items)


def evalica_bootstrap():
    evalica.bootstrap(evalica.bradley_terry, pairs.left, pairs.right, winners, n_resamples=200, bootstrap_method="percentile",
                      random_state=1)
    return 200


report("bradley-terry-with-errors", statsmodels_worth, 5)
report("bradley-terry-bootstrap-200", evalica_bootstrap, 3)
worths(sys.argv[3], "bradley-terry-sparse")

table = pandas.read_csv(sys.argv[4]).sort_values(["participant", "rank"])
names = {item: number for number, item in enumerate(sorted(set(table["item"])))}
rankings = [[names[item] for item in group] for _, group in table.groupby("participant")["item"]]
report("plackett-luce", lambda: choix.ilsr_rankings(len(names), rankings)[0], 5)
