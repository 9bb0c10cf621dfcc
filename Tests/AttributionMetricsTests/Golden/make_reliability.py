#!/usr/bin/env python3
"""Golden values of the reliability of metrics by the krippendorff package and SciPy's ranks. Writes reliability.json beside it.

    make_reliability.py      with the Python of the peers

Tables are made by formulas, which the tests repeat: 7 images as coders, 12 methods as units, so that ranks have two digits.
"""

import json
from importlib.metadata import version
from pathlib import Path

import krippendorff
import numpy as np
from scipy.stats import rankdata, spearmanr

IMAGES, METHODS = 7, 12
image, method = np.mgrid[0:IMAGES, 0:METHODS]
scores = (method + (5 * image * method + 2 * image) % 11) / 4
other = (2 * method + (7 * image * method + 3 * image) % 13) / 8
binary = ((method * method + image * (method % 3)) % 4 < 2).astype(float)


def alpha(values, level):
    return float(krippendorff.alpha(reliability_data=values, level_of_measurement=level))


def pairs(table):
    found = [
        spearmanr(table[:, a], table[:, b])[0] for a in range(METHODS) for b in range(a + 1, METHODS)
    ]
    return float(np.mean([value for value in found if np.isfinite(value)]))


consistency = [spearmanr(scores[:, m], other[:, m])[0] for m in range(METHODS)]
result = {
    "peers": {name: version(name) for name in ("krippendorff", "scipy", "numpy")},
    "alpha-higher": alpha(rankdata(-scores, axis=1), "ordinal"),
    "alpha-lower": alpha(rankdata(scores, axis=1), "ordinal"),
    "alpha-binary": alpha(binary, "nominal"),
    "inter-method": pairs(scores),
    "consistency": float(np.mean([value for value in consistency if np.isfinite(value)])),
}
(Path(__file__).parent / "reliability.json").write_text(json.dumps(result, indent=1) + "\n")
print(json.dumps(result, indent=1))
