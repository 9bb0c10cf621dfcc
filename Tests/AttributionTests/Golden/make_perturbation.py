#!/usr/bin/env python3
"""Writes what the peers compute for methods that hide parts of an input.

    make_perturbation.py [--to FOLDER]

FOLDER (perturbation beside this script by default) gets NAME.npy, float32, for the networks of Tests/ModelGraphTests: their
first input, class 1. Methods with random numbers are given the samples of SeededRandom with seed 5, so that peer
and project differ by their arithmetic alone.
"""

import argparse
import itertools
import json
import math
import sys
from pathlib import Path
from unittest import mock

import captum
import numpy
import scipy
import skimage
import sklearn
import torch
from captum.attr import FeatureAblation, KernelShap, Lime, Occlusion
from captum._utils.models.linear_model import SkLearnLasso
from skimage.segmentation import quickshift, slic
from skimage.transform import resize
from sklearn.linear_model import Ridge
from sklearn.metrics import pairwise_distances

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "ModelZoo"))
import make_small_models  # noqa: E402
import networks  # noqa: E402
from seeded_generator import SeededGenerator  # noqa: E402

TARGET = 1
SEED = 5
# The residual network's scores are so far apart that no probability moves: it is asked for scores alone.
NETWORKS = ["residual-cnn", "vision-transformer", "probabilities"]
GOLDENS = {}


def keep(name, array):
    GOLDENS[name] = numpy.ascontiguousarray(numpy.asarray(array), dtype=numpy.float32)


def grid(height, width, cells):
    rows = numpy.arange(height) * min(cells, height) // height
    columns = numpy.arange(width) * min(cells, width) // width
    return rows[:, None] * min(cells, width) + columns[None]


def subject(name):
    network = make_small_models.build(name)
    if hasattr(network, "logits"):
        network.forward = network.logits
    inputs = networks.images(2, 16, networks.seed_of(name) + 1)
    return network, torch.from_numpy(inputs[:1])


def scores(network, batch):
    with torch.no_grad():
        return network(batch).double()[:, TARGET].numpy()


def probabilities(network, batch):
    with torch.no_grad():
        return network(batch).double().softmax(1)[:, TARGET].numpy()


def numbers(count, start):
    """Numbers in -1...1 that the tests make alike."""
    state, values = (start * 0x9E3779B97F4A7C15) % 2**64, []
    for _ in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        values.append((state >> 40) / 2**23 - 1)
    return numpy.array(values, numpy.float32)


def weighted_sum(channels, height, width):
    """A classifier that sums its input up with weights, and an input."""
    count = channels * height * width
    network = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(count, 2, bias=False))
    with torch.no_grad():
        network[1].weight.copy_(torch.from_numpy(numpy.stack([numpy.zeros(count, numpy.float32), numbers(count, 3)])))
    return network, torch.from_numpy(numbers(count, 9).reshape(1, channels, height, width))


# Occlusion and feature ablation


def occlusion(network, x, window, stride):
    shape = (x.shape[1], window, window)
    return Occlusion(network).attribute(
        x, target=TARGET, sliding_window_shapes=shape, strides=(x.shape[1], stride, stride), baselines=0
    )[0, 0].detach()


def make_ablations(name, network, x):
    for window, stride in [(5, 3), (6, 6), (5, 5), (4, 4), (7, 2)]:
        keep(f"{name}--occlusion-{window}-{stride}", occlusion(network, x, window, stride))
    for cells in [4, 3]:
        features = torch.from_numpy(grid(*x.shape[2:], cells))
        found = FeatureAblation(network).attribute(x, target=TARGET, baselines=0.25, feature_mask=features[None, None])
        keep(f"{name}--feature-ablation-{cells}", found[0, 0].detach())


# RISE, after its formula


def rise_mask(index, cells, probability, height, width):
    generator = SeededGenerator(SEED, index)
    cell_height, cell_width = math.ceil(height / cells), math.ceil(width / cells)
    values = numpy.array([float(generator.uniform() < probability) for _ in range(cells * cells)])
    down, across = generator.below(cell_height), generator.below(cell_width)
    size = ((cells + 1) * cell_height, (cells + 1) * cell_width)
    large = resize(values.reshape(cells, cells), size, order=1, mode="reflect", anti_aliasing=False)
    return large[down : down + height, across : across + width]


def make_rise(name, network, x, count=300):
    for cells, probability in [(4, 0.5), (5, 0.3)]:
        masks = numpy.stack([rise_mask(i, cells, probability, *x.shape[2:]) for i in range(count)])
        seen = x * torch.from_numpy(masks).float()[:, None]
        weights = probabilities(network, seen)
        total = numpy.tensordot(weights, masks, 1)
        keep(f"{name}--rise-{cells}", total / (count * probability))
        keep(f"{name}--rise-{cells}-coverage", total / masks.sum(0))


# LIME and KernelSHAP


def lime_samples(count, features):
    samples = numpy.ones((count, features), int)
    for index in range(1, count):
        generator = SeededGenerator(SEED, index)
        for first in range(0, features, 64):
            word = generator.next()
            for feature in range(first, min(first + 64, features)):
                samples[index, feature] = word >> (feature - first) & 1
    return samples


def shown(x, features, samples, hidden):
    switches = torch.from_numpy(samples[:, features]).float()[:, None]
    return x * switches + hidden * (1 - switches)


def make_lime(name, network, x, cells=4, count=200):
    features = grid(*x.shape[2:], cells)
    samples = lime_samples(count, cells * cells)
    means = torch.zeros_like(x)
    for feature in range(cells * cells):
        own = torch.from_numpy(features == feature)
        means[0, :, own] = x[0, :, own].mean(1, keepdim=True)
    values = probabilities(network, shown(x, features, samples, means))
    distances = pairwise_distances(samples, samples[:1], metric="cosine").ravel()
    weights = numpy.sqrt(numpy.exp(-(distances**2) / 0.25**2))
    model = Ridge(alpha=1, fit_intercept=True).fit(samples, values, sample_weight=weights)
    keep(f"{name}--lime", model.coef_[features])

    def generator(original, **_):
        for sample in samples:
            yield torch.from_numpy(sample[None])

    for label, penalty in [("lasso", 0.01), ("weak-lasso", 0.001)]:
        peer = Lime(network, interpretable_model=SkLearnLasso(alpha=penalty, tol=1e-10), perturb_func=generator)
        mask = torch.from_numpy(features)[None, None]
        found = peer.attribute(x, target=TARGET, baselines=0, feature_mask=mask, n_samples=count)
        keep(f"{name}--lime-captum-{label}", found[0, 0])


def coalition(index, players):
    generator = SeededGenerator(SEED, index // 2)
    sizes = [1 / (k * (players - k)) for k in range(1, players)]
    total, running, cumulative = sum(sizes), 0.0, []
    for size in sizes:
        running += size / total
        cumulative.append(running)
    draw = generator.uniform()
    size = 1 + next((k for k, bound in enumerate(cumulative) if draw < bound), players - 2)
    order, members = list(range(players)), numpy.zeros(players, int)
    for place in range(size):
        other = place + generator.below(players - place)
        order[place], order[other] = order[other], order[place]
        members[order[place]] = 1
    return 1 - members if index % 2 else members


class GivenKernelShap(KernelShap):
    """captum's KernelSHAP with the coalitions given."""

    def kernel_shap_perturb_generator(self, original_inp, **kwargs):
        players = kwargs["num_interp_features"]
        yield torch.ones(1, players, dtype=torch.long)
        yield torch.zeros(1, players, dtype=torch.long)
        for index in itertools.count():
            yield torch.from_numpy(coalition(index, players))[None]


def shapley_values(network, x, features):
    """The definition: every player's mean contribution over all coalitions of the others."""
    players = int(features.max()) + 1
    samples = numpy.array(list(itertools.product([0, 1], repeat=players)))
    values = dict(zip(map(tuple, samples), scores(network, shown(x, features, samples, torch.zeros_like(x)))))
    result = numpy.zeros(players)
    for members in values:
        size = sum(members)
        for player in range(players):
            if members[player]:
                without = tuple(0 if other == player else value for other, value in enumerate(members))
                weight = math.factorial(size - 1) * math.factorial(players - size) / math.factorial(players)
                result[player] += weight * (values[members] - values[without])
    return result


def make_kernel_shap(name, network, x):
    features = grid(*x.shape[2:], 4)
    peer = GivenKernelShap(network)
    found = peer.attribute(
        x, target=TARGET, baselines=0, feature_mask=torch.from_numpy(features)[None, None], n_samples=202
    )
    keep(f"{name}--kernel-shap", found[0, 0])
    features = grid(*x.shape[2:], 3)
    keep(f"{name}--shapley-values", shapley_values(network, x, features)[features])


# Superpixels


class Silence:
    """A random generator that breaks no ties."""

    def normal(self, loc=0.0, scale=1.0, size=None):
        return numpy.zeros(size)


def quickshift_without_noise(image, **options):
    with mock.patch("numpy.random.default_rng", lambda seed: Silence()):
        return quickshift(image, rng=0, **options)


def make_segments():
    for number, (height, width) in enumerate([(48, 40), (33, 61)]):
        side = max(height, width)
        picture = networks.images(1, side, 11 + number)[0, :, :height, :width]
        picture = (picture - picture.min()) / (picture.max() - picture.min())
        picture[:, 5:20, 8:24] *= 0.3
        picture = picture.astype(numpy.float32)
        keep(f"picture-{number}", picture)
        image = picture.astype(numpy.float64).transpose(1, 2, 0)
        for kernel, distance, ratio in [(4, 200, 0.2), (2, 6, 0.5)]:
            found = quickshift_without_noise(image, kernel_size=kernel, max_dist=distance, ratio=ratio)
            keep(f"quickshift-{number}-{kernel}", found)
        for segments, compactness in [(50, 10), (20, 1), (7, 30)]:
            keep(f"slic-{number}-{segments}", slic(image, n_segments=segments, compactness=compactness, start_label=0))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=Path(__file__).resolve().parent / "perturbation")
    folder = parser.parse_args().to
    torch.backends.mha.set_fastpath_enabled(False)
    torch.set_num_threads(1)
    for name in NETWORKS:
        network, x = subject(name)
        keep(f"{name}--input", x)
        for make in [make_ablations, make_rise, make_lime, make_kernel_shap]:
            make(name, network, x)
    for height, width, window, stride in [(16, 12, 5, 4), (48, 38, 15, 8), (31, 45, 15, 8)]:
        sums, x = weighted_sum(3, height, width)
        keep(f"sum--occlusion-{height}-{width}", occlusion(sums, x, window, stride))
    make_segments()
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in GOLDENS.items():
        numpy.save(folder / f"{name}.npy", array)
    peers = [captum, numpy, scipy, skimage, sklearn, torch]
    versions = {peer.__name__: peer.__version__ for peer in peers}
    (folder / "versions.json").write_text(json.dumps({"script": Path(__file__).name, "peers": versions}, indent=2) + "\n")
    print(f"{len(GOLDENS)} arrays, {sum(array.nbytes for array in GOLDENS.values()) / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
