#!/usr/bin/env python3
"""Writes what the peers compute for methods that hide parts of an input.

    make_perturbation.py [--to FOLDER]

FOLDER (perturbation beside this script by default) gets NAME.npy, float32, for the networks of Tests/ModelGraphTests:
their first input, class 1. Methods with random numbers are given the samples of SeededRandom with seed 5, so that peer
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
import cv2
import numpy
import scipy.stats
import skimage
import sklearn
import torch
from captum.attr import FeatureAblation, KernelShap, Lime, Occlusion
from captum._utils.models.linear_model import SkLearnLasso
from skimage.segmentation import quickshift, slic
from skimage.transform import resize
from sklearn.linear_model import Ridge
from sklearn.metrics import pairwise_distances
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "ModelZoo"))
import make_small_models  # noqa: E402
import networks  # noqa: E402
from seeded_generator import SeededGenerator  # noqa: E402

TARGET = 1
SEED = 5
NETWORKS = ["residual-cnn", "vision-transformer", "probabilities"]
# The residual network's scores are hundreds apart: no probability moves, and a descent runs from limit to limit.
CALM = NETWORKS[1:]
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


# Sensitivity of a grid's cells


def spread(x, samples, cells):
    """The input with each cell seen in part."""
    return x * torch.from_numpy(samples[:, grid(*x.shape[2:], cells)]).float()[:, None]


def upsampled(values, x, cells):
    values = values.reshape(cells, cells).astype(numpy.float32)
    return cv2.resize(values, x.shape[:1:-1], interpolation=cv2.INTER_CUBIC)


def make_sobol(name, network, x, cells=3, rows=16):
    count = cells * cells
    sequence = scipy.stats.qmc.Sobol(2 * count, scramble=False)
    sequence.fast_forward(1)
    points = sequence.random(rows)
    a, b = points[:, :count], points[:, count:]
    base = scores(network, spread(x, a, cells))
    indices = numpy.zeros(count)
    for cell in range(count):
        mixed = a.copy()
        mixed[:, cell] = b[:, cell]
        differences = base - scores(network, spread(x, mixed, cells))
        indices[cell] = (differences**2).sum() / (2 * rows * base.var(ddof=1))
    keep(f"{name}--sobol", upsampled(indices, x, cells))


def make_sequence():
    sequence = scipy.stats.qmc.Sobol(128, scramble=False)
    sequence.fast_forward(1)
    keep("sobol-sequence", sequence.random(40))


def make_hsic(name, network, x, cells=4, count=60):
    switches = numpy.zeros((count, cells * cells))
    for cell in range(cells * cells):
        generator = SeededGenerator(SEED, cell)
        order = [float(2 * place < count) for place in range(count)]
        for last in range(count - 1, 0, -1):
            other = generator.below(last + 1)
            order[last], order[other] = order[other], order[last]
        switches[:, cell] = order
    values = scores(network, spread(x, switches, cells))
    distances = numpy.abs(values[:, None] - values[None])
    widths = {"distance": numpy.median(distances[numpy.triu_indices(count, 1)]), "score": numpy.median(values)}
    center = numpy.eye(count) - 1 / count
    for label, width in widths.items():
        kernel = numpy.exp(-(distances**2) / (2 * width**2))
        found = []
        for own in switches.T:
            same = 0.5 - (own[:, None] - own[None]) ** 2
            found.append(numpy.trace(same @ center @ kernel @ center) / count**2)
        keep(f"{name}--hsic-{label}", upsampled(numpy.array(found), x, cells))


# Masks found by gradients


def smoothed(x, sigma):
    if sigma == 0:
        return x
    reach = math.ceil(3 * sigma)
    weights = torch.exp(-0.5 * (torch.arange(-reach, reach + 1).double() / sigma) ** 2)
    weights = (weights / weights.sum()).float().repeat(x.shape[1], 1)
    padded = functional.pad(x, (reach,) * 4, mode="replicate")
    rows = functional.conv2d(padded, weights[:, None, None, :], groups=x.shape[1])
    return functional.conv2d(rows, weights[:, None, :, None], groups=x.shape[1])


def make_meaningful(name, network, x, cells=4, iterations=12):
    height, width = x.shape[2:]
    blurred = smoothed(x, 2)
    for jitter in [0, 3]:
        mask = torch.ones(1, 1, cells, cells, requires_grad=True)
        descent = torch.optim.Adam([mask], lr=0.1)
        for iteration in range(iterations):
            shown = functional.interpolate(mask, size=(height, width), mode="bilinear", align_corners=False)
            seen = shown * x + (1 - shown) * blurred
            if jitter:
                generator = SeededGenerator(SEED, iteration)
                rows = (torch.arange(height) + generator.below(jitter)).clamp(max=height - 1)
                columns = (torch.arange(width) + generator.below(jitter)).clamp(max=width - 1)
                seen = seen[:, :, rows][:, :, :, columns]
            variation = (mask[:, :, 1:] - mask[:, :, :-1]).abs().pow(3).sum()
            variation = variation + (mask[:, :, :, 1:] - mask[:, :, :, :-1]).abs().pow(3).sum()
            loss = network(seen).softmax(1)[0, TARGET] + 1e-4 * (1 - mask).abs().sum() + 1e-2 * variation
            descent.zero_grad()
            loss.backward()
            descent.step()
            mask.data.clamp_(0, 1)
        shown = functional.interpolate(mask, size=(height, width), mode="bilinear", align_corners=False)
        keep(f"{name}--meaningful-{jitter}", 1 - shown.detach()[0, 0])


def smooth_maximum(cells, kernels, reach, step, height, width):
    """Σ v e^(20 v) / Σ e^(20 v) of kernel times cell over the cells nearby, those outside being 0."""
    side = 2 * reach + 1
    near = functional.unfold(cells, side, padding=reach).reshape(1, side * side, *cells.shape[2:])
    near = near.repeat_interleave(step, 2).repeat_interleave(step, 3)[:, :, :height, :width]
    values = near * kernels
    return (values * (20 * values).softmax(1)).sum(1)


def make_extremal(name, network, x, step=3, sigma=4, blur=3, levels=8, area=0.2, iterations=10):
    height, width = x.shape[2:]
    shape = [math.ceil(height / step), math.ceil(width / step)]
    reach = 1 + math.ceil(sigma / step)
    kernels = torch.zeros(1, (2 * reach + 1) ** 2, height, width)
    for index, (down, across) in enumerate(itertools.product(range(-reach, reach + 1), repeat=2)):
        rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
        vertical = rows - ((rows // step + down) * step + (step - 1) / 2)
        horizontal = columns - ((columns // step + across) * step + (step - 1) / 2)
        distance = ((vertical**2 + horizontal**2).sqrt() / sigma - 0.5).clamp(min=0)
        kernels[0, index] = torch.exp(-2 * distance**2)
    pyramid = torch.cat([smoothed(x, (1 - level / (levels - 1)) * blur) for level in range(levels)])
    kept = height * width - int(height * width * (1 - area))
    cells, weight = torch.ones(1, 1, *shape, requires_grad=True), 300.0
    ascent = torch.optim.SGD([cells], lr=0.01, momentum=0.9, dampening=0.9)
    for iteration in range(iterations):
        mask = smooth_maximum(cells, kernels, reach, step, height, width)[0]
        place = mask.clamp(0, 1) * (levels - 1)
        level = place.detach().floor().long().clamp(max=levels - 2)
        lower = pyramid.gather(0, level[None, None].expand(1, x.shape[1], -1, -1))
        upper = pyramid.gather(0, level[None, None].expand(1, x.shape[1], -1, -1) + 1)
        seen = lower + (upper - lower) * (place - level)
        if iteration % 2 == 0:
            seen = seen.flip(3)
        # The elements of vecsort's reference, those of equal elements averaged.
        bound = mask.detach().flatten().sort()[0][-kept]
        above, tied = mask.detach() > bound + 1e-4, (mask.detach() - bound).abs() <= 1e-4
        reference = above + tied * ((kept - above.sum()) / tied.sum())
        penalty = ((mask - reference) ** 2).mean() * weight
        loss = penalty - network(seen)[0, TARGET]
        ascent.zero_grad()
        loss.backward()
        ascent.step()
        cells.data.clamp_(0, 1)
        weight *= 1.0035
    keep(f"{name}--extremal", mask.detach())


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
        for make in [make_ablations, make_lime, make_kernel_shap, make_sobol, make_hsic]:
            make(name, network, x)
        for make in [make_rise, make_meaningful, make_extremal] if name in CALM else []:
            make(name, network, x)
    make_sequence()
    for height, width, window, stride in [(16, 12, 5, 4), (48, 38, 15, 8), (31, 45, 15, 8)]:
        sums, x = weighted_sum(3, height, width)
        keep(f"sum--occlusion-{height}-{width}", occlusion(sums, x, window, stride))
    make_segments()
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in GOLDENS.items():
        numpy.save(folder / f"{name}.npy", array)
    peers = [captum, cv2, numpy, scipy, skimage, sklearn, torch]
    versions = {peer.__name__: peer.__version__ for peer in peers}
    text = json.dumps({"script": Path(__file__).name, "peers": versions}, indent=2)
    (folder / "versions.json").write_text(text + "\n")
    print(f"{len(GOLDENS)} arrays, {sum(array.nbytes for array in GOLDENS.values()) / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
