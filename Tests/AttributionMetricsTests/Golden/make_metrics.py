#!/usr/bin/env python3
"""Golden values of metrics by peers: captum, Quantus, SciPy, scikit-image and scikit-learn. Writes metrics.json beside it.

    make_metrics.py          with the Python of the peers

Maps and networks are made by formulas, which the tests repeat; random perturbations come from SeededRandom's generator.
"""

import json
import math
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from captum.metrics import infidelity, sensitivity_max
from scipy.stats import entropy, pearsonr, spearmanr
from skimage.feature import hog
from skimage.metrics import structural_similarity
from sklearn.metrics import roc_auc_score

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "AttributionTests/Golden"))
from seeded_generator import SeededGenerator  # noqa: E402

import quantus  # noqa: E402

n = np.arange(192)
weights = np.array([[0.15 * math.cos(0.7 * i + 1.3 * k) for k in range(3)] for i in n], dtype=np.float32)
x = torch.tensor(((5 * n % 17) / 17 - 0.4).astype(np.float32).reshape(1, 3, 8, 8))
linear = torch.nn.Linear(192, 3, bias=False)
linear.weight.data = torch.tensor(weights.T.copy())
network = torch.nn.Sequential(torch.nn.Flatten(), linear)
s8 = (((37 * np.arange(64)) % 64) / 64).astype(np.float32).reshape(8, 8)

result = {
    "peers": {
        name: version(name)
        for name in ("captum", "torch", "quantus", "scipy", "scikit-image", "scikit-learn", "numpy")
    }
}


def uniform_neighbors(samples, radius, seed=0):
    inputs = []
    for sample in range(samples):
        generator = SeededGenerator(seed, sample)
        noise = [np.float32((2 * generator.uniform() - 1) * radius) for _ in range(192)]
        inputs.append(x.numpy() + np.array(noise, dtype=np.float32).reshape(1, 3, 8, 8))
    return torch.tensor(np.concatenate(inputs))


# captum: max-sensitivity of input x gradient, which for a linear network is the input times its weights.
neighbors = uniform_neighbors(10, 0.02)
mask = torch.tensor(weights[:, 0].reshape(1, 3, 8, 8))
result["max-sensitivity"] = sensitivity_max(
    lambda inputs, **_: tuple(part * mask for part in inputs),
    (x,),
    lambda *_: (neighbors,),
    perturb_radius=0.02,
    n_perturb_samples=10,
).item()

# captum: infidelity of the map on every channel, with squares taken to 0.
attribution = torch.tensor(np.broadcast_to(s8, (1, 3, 8, 8)).copy())


def squares(count, share=0.25, seed=0):
    removed = []
    for index in range(1, count + 1):
        generator = SeededGenerator(seed, index)
        side = max(1, round(share * 8))
        top = generator.below(8 - side + 1)
        left = generator.below(8 - side + 1)
        part = torch.zeros_like(x)
        part[:, :, top : top + side, left : left + side] = x[:, :, top : top + side, left : left + side]
        removed.append(part)
    return torch.cat(removed)


part = squares(50)
for normalize in (False, True):
    result["infidelity" + ("-normalized" if normalize else "")] = infidelity(
        network, lambda *_: (part, x - part), x, attribution, target=0, n_perturb_samples=50, normalize=normalize
    ).item()

# Quantus and what it rests on, on a signed map.
signed = (np.sin(0.37 * np.arange(600)) + 0.2 * np.cos(1.7 * np.arange(600))).astype(np.float32).reshape(20, 30)
region = np.zeros((20, 30))
region[4:12, 10:22] = 1
a = signed[None, None]
m = region[None, None]
quiet = dict(disable_warnings=True, display_progressbar=False)


def judged(metric, **extra):
    return float(metric(model=None, x_batch=np.zeros((1, 1, 20, 30)), y_batch=np.zeros(1, dtype=int), a_batch=a, **extra)[0])


plain = dict(abs=True, normalise=False, **quiet)
result["gini"] = judged(quantus.Sparseness(**plain))
result["entropy"] = judged(quantus.Complexity(**plain))
result["effective-complexity"] = judged(quantus.EffectiveComplexity(eps=1e-5, abs=True, normalise=True, **quiet))
result["relevance-rank-accuracy"] = judged(quantus.RelevanceRankAccuracy(abs=False, normalise=False, **quiet), s_batch=m)
result["relevance-mass-accuracy-signed"] = judged(quantus.RelevanceMassAccuracy(abs=True, normalise=False, **quiet), s_batch=m)
result["pointing-game"] = judged(quantus.PointingGame(abs=False, normalise=False, **quiet), s_batch=m)
result["entropy-scipy"] = float(entropy(np.abs(signed.astype(float)).ravel()))
positive = np.maximum(signed.astype(float), 0)
result["energy-pointing-game"] = float((positive * region).sum() / positive.sum())

# Where people look.
human = np.exp(-((np.arange(20)[:, None] - 8) ** 2 / 18 + (np.arange(30)[None, :] - 16) ** 2 / 50)).astype(np.float32)
s, h = signed.astype(float), human.astype(float)
z = (s - s.mean()) / s.std()
result["nss"] = float((z * h).sum() / h.sum())
result["auc-judd"] = float(roc_auc_score((h >= 0.5 * h.max()).ravel(), s.ravel()))
result["cc"] = float(pearsonr(s.ravel(), h.ravel())[0])
result["human-spearman"] = float(spearmanr(s.ravel(), h.ravel())[0])
sp = np.maximum(s, 0) / np.maximum(s, 0).sum()
hp = h / h.sum()
result["kl"] = float((hp * np.log(2.2204e-16 + hp / (sp + 2.2204e-16))).sum())
sn, hn = (s - s.min()) / np.ptp(s), (h - h.min()) / np.ptp(h)
result["sim"] = float(np.minimum(sn / sn.sum(), hn / hn.sum()).sum())

# Between maps.
result["ssim"] = float(
    structural_similarity(sn, hn, data_range=1, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, full=True)[1].mean()
)
result["pearson"] = result["cc"]
result["spearman"] = result["human-spearman"]

# Histograms of oriented gradients of larger maps, brought to 0…1.
def big(phase):
    rows, columns = np.mgrid[0:96, 0:80]
    values = np.sin(0.11 * rows + phase) * np.cos(0.07 * columns * (1 + phase)) + 0.01 * rows
    return (values - values.min()) / np.ptp(values)


options = dict(orientations=9, pixels_per_cell=(16, 16), cells_per_block=(3, 3), block_norm="L2-Hys")
result["hog"] = float(pearsonr(hog(big(0), **options), hog(big(0.6), **options))[0])

(HERE / "metrics.json").write_text(json.dumps(result, indent=1) + "\n")
print(json.dumps(result, indent=1))
