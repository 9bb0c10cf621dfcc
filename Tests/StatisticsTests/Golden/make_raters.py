#!/usr/bin/env python3
"""Models of raters by crowd-kit, iterated until nothing changes; writes raters.json beside it.

    pip install crowd-kit==1.4.2
    python make_raters.py
"""

import json
import pathlib
from importlib.metadata import version

import numpy as np
import pandas as pd
from crowdkit.aggregation import GLAD, MACE, DawidSkene, Wawa

rng = np.random.default_rng(11)
cases = []
for raters, items, categories in ((9, 60, 3), (5, 40, 2), (14, 80, 5)):
    truth = rng.integers(0, categories, items)
    accuracy = rng.uniform(0.35, 0.95, raters)
    table = np.array([[t if rng.random() < a else rng.integers(0, categories) for t in truth] for a in accuracy], float)
    table[rng.random(table.shape) < 0.25] = np.nan
    # MACE numbers workers and labels as they occur but reads its strategies sorted: names occur in their order here.
    names = [f"r{r:02}" for r in range(raters)]
    rows = [(f"i{i}", names[r], f"c{int(table[r, i])}") for r in range(raters) for i in range(items) if table[r, i] == table[r, i]]
    first = [next(row for row in rows if row[2] == f"c{k}" and row[1] == names[0]) for k in range(categories)]
    data = pd.DataFrame(first + [row for row in rows if row not in first], columns=["task", "worker", "label"])

    # The losses of Dawid-Skene and GLAD may fall before the fit is steady, at which they would stop: never stop early.
    skene = DawidSkene(n_iter=400, tol=-1).fit(data)
    errors, priors = skene.errors_, skene.priors_
    dawid = [float(sum(priors[f"c{k}"] * errors.loc[(r, f"c{k}"), f"c{k}"] for k in range(categories))) for r in names]

    glad = GLAD(n_iter=60, tol=-1e9, m_step_max_iter=500, m_step_tol=1e-9).fit(data)
    mace = MACE(n_iter=1500, n_restarts=1, random_state=3).fit(data)
    workers, worker_names = pd.factorize(data["worker"])
    labels, label_names = pd.factorize(data["label"])
    tasks, task_names = pd.factorize(data["task"])
    counts = mace._e_step(data.copy(), task_names, worker_names, label_names, tasks, workers, labels)[3]
    counts.columns = ["guessed", "knew"]
    competence = (counts["knew"] + 0.5) / (counts["knew"] + counts["guessed"] + 1)
    cases.append({
        "ratings": [[None if np.isnan(v) else float(v) for v in row] for row in table],
        "dawid-skene": dawid,
        "glad": [float(glad.alphas_[r]) for r in names],
        "mace": [float(competence[r]) for r in names],
        "wawa": [float(Wawa().fit(data).skills_[r]) for r in names],
    })
content = {"peers": {p: version(p) for p in ("crowd-kit", "numpy")}, "cases": cases}
(pathlib.Path(__file__).parent / "raters.json").write_text(json.dumps(content, allow_nan=False) + "\n")
