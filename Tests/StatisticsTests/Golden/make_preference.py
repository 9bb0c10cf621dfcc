"""Expected values of models of preference: statsmodels, choix, SciPy. Run before make_preference.R, which reads the data.

    python make_preference.py      writes preference.json
"""

import importlib.metadata
import json
import math
import pathlib

import choix
import numpy as np
import scipy.optimize as so
import statsmodels.api as sm
from numpy.polynomial.hermite_e import hermegauss
from scipy.special import ndtri, log_ndtr

rng = np.random.default_rng(11)
sigmoid = lambda x: 1 / (1 + np.exp(-x))


def simulated(items, participants, trials, spread, sd, side=0.0):
    """Rows of participant, left, right, 1 where left won."""
    worth = rng.normal(0, spread, items)
    rows = []
    for g in range(participants):
        own = worth + rng.normal(0, sd, items)
        for _ in range(trials):
            i, j = rng.choice(items, 2, replace=False)
            rows.append([g, int(i), int(j), int(rng.random() < sigmoid(own[i] - own[j] + side))])
    return rows


rows = simulated(5, 24, 15, 0.8, 0.5, side=0.4)
data = np.array(rows)
x = np.zeros((len(data), 5))
x[np.arange(len(data)), data[:, 1]] = 1
x[np.arange(len(data)), data[:, 2]] -= 1

# Covariates: a difference between the items of a pair in an attribute, one in another, and the trial's place.
attributes = rng.normal(size=(5, 2)).round(3)
place = (np.arange(len(data)) % 15) / 15
z = np.column_stack([attributes[data[:, 1]] - attributes[data[:, 2]], place])
covariates = {"values": z.tolist()}
for name, design in [("plain", z), ("side", np.column_stack([z, np.ones(len(z))]))]:
    model = sm.GLM(data[:, 3], design, family=sm.families.Binomial())
    naive = model.fit(tol=1e-14, maxiter=100)
    clustered = model.fit(tol=1e-14, maxiter=100, cov_type="cluster", cov_kwds={"groups": data[:, 0]})
    covariates[name] = {
        "coefficients": naive.params.tolist(), "naive": naive.bse.tolist(), "clustered": clustered.bse.tolist(),
        "logLikelihood": naive.llf,
    }

# A normal prior: choix penalises by alpha times the squared norm, so that alpha = 1 / (2 sd²).
pairs = [(i, j) if left else (j, i) for _, i, j, left in rows]
sd = 0.7
prior = choix.opt_pairwise(5, pairs, alpha=1 / (2 * sd * sd), method="Newton-CG", tol=1e-14)

# Thurstone's scale with distances N(0, 1.5²) in JND: scale values N(0, 1.5² / 2).
jnd = 1 / ndtri(0.75)
signed = x * np.where(data[:, 3:4] == 1, 1, -1)
loss = lambda s: -log_ndtr(signed @ s / jnd).sum() + (s**2).sum() / 1.5**2
thurstone = so.minimize(loss, np.zeros(5), method="BFGS", options={"gtol": 1e-9}).x
thurstone -= thurstone.mean()


# Participants with worths of their own, three items: their effects integrated out numerically and by Laplace.
three = simulated(3, 30, 14, 0.9, 0.9)
t = np.array(three)
d = np.zeros((len(t), 3))
d[np.arange(len(t)), t[:, 1]] = 1
d[np.arange(len(t)), t[:, 2]] -= 1
d *= np.where(t[:, 3:4] == 1, 1, -1)
people = [d[t[:, 0] == g] for g in range(30)]
# Two orthonormal contrasts carry all differences.
basis = np.array([[1, -1, 0], [1, 1, -2]]) / np.sqrt([[2], [6]])
nodes, weights = hermegauss(61)
grid = np.array([(a, b) for a in nodes for b in nodes]) @ basis
logw = np.log(np.outer(weights, weights).ravel() / (2 * math.pi))


def quadrature(p):
    worth = np.array([p[0], p[1], -p[0] - p[1]])
    total = 0
    for own in people:
        loglik = -np.logaddexp(0, -(own @ worth + p[2] * (grid @ own.T))).sum(1) + logw
        total += np.logaddexp.reduce(loglik)
    return -total


def laplace(p):
    worth = np.array([p[0], p[1], -p[0] - p[1]])
    total = 0
    for own in people:
        u = np.zeros(3)
        for _ in range(60):
            q = sigmoid(-(own @ (worth + p[2] * u)))
            h = np.eye(3) + p[2] ** 2 * (own.T * (q * (1 - q))) @ own
            u = u + np.linalg.solve(h, p[2] * own.T @ q - u)
        q = sigmoid(-(own @ (worth + p[2] * u)))
        h = np.eye(3) + p[2] ** 2 * (own.T * (q * (1 - q))) @ own
        total += np.log1p(-q).sum() - u @ u / 2 - np.linalg.slogdet(h)[1] / 2
    return -total


def maximum(f):
    found = so.minimize(f, [0.1, 0.1, 0.8], method="Nelder-Mead",
                        options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 4000})
    a, b, s = found.x
    return {"worths": [a, b, -a - b], "participantSD": abs(s), "logLikelihood": -found.fun}


two = simulated(2, 40, 12, 0.6, 0.8)
names = ["statsmodels", "choix", "scipy", "numpy"]
result = {
    "peers": {name: importlib.metadata.version(name) for name in names},
    "rows": rows, "covariates": covariates,
    "prior": {"sd": sd, "worths": (prior - prior.mean()).tolist(), "thurstoneJND": thurstone.tolist()},
    "three": {"rows": three, "laplace": maximum(laplace), "quadrature": maximum(quadrature)},
    "two": two,
}
pathlib.Path(__file__).with_name("preference.json").write_text(json.dumps(result) + "\n")
