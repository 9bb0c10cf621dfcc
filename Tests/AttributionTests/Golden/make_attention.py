#!/usr/bin/env python3
"""Writes what the attention methods should find on the small vision transformer, and two further maps.

    make_attention.py [--to FOLDER]

Everything is computed in float64 from the papers' formulas with PyTorch's autograd, on the network that
`make_small_models.py` exported to ModelGraphTests/Fixtures, for the inputs in ModelGraphTests/Golden and class 1:
`attention--METHOD.npy` [2,4,4]. `br-npa` [2,8,8] is that of the last features of the residual CNN; `sobel` is
scikit-image's, of `sobel-picture` [3,H,W].
"""

import argparse
import json
import sys
from pathlib import Path

import numpy
import skimage
import torch
from skimage import filters
from torch.nn import functional

TESTS = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TESTS / "ModelZoo"))
import make_small_models  # noqa: E402

TARGET = 1


class Trace:
    """A forward pass of the transformer, written out, with everything that the methods look at."""

    def __init__(self, network, image):
        self.network = network
        self.blocks = []
        x = network.patches(image).flatten(2).permute(0, 2, 1)
        x = torch.cat([network.token, x], dim=1) + network.positions
        for block in network.blocks:
            step = {"before": x, "block": block}
            attention = block.attention
            heads, width = attention.num_heads, attention.embed_dim
            step["normed"] = block.first(x)
            q, k, v = functional.linear(step["normed"], attention.in_proj_weight, attention.in_proj_bias).chunk(3, dim=-1)
            step["q"], step["k"], step["v"] = (part.view(1, -1, heads, width // heads).transpose(1, 2) for part in (q, k, v))
            step["scores"] = step["q"] @ step["k"].transpose(-1, -2) / (width // heads) ** 0.5
            step["attention"] = torch.softmax(step["scores"], dim=-1)
            step["mixed"] = (step["attention"] @ step["v"]).transpose(1, 2).reshape(1, -1, width)
            step["attended"] = attention.out_proj(step["mixed"])
            step["middle"] = x + step["attended"]
            step["normed again"] = block.second(step["middle"])
            step["hidden"] = block.perceptron[1](block.perceptron[0](step["normed again"]))
            step["answer"] = block.perceptron[2](step["hidden"])
            x = step["after"] = step["middle"] + step["answer"]
            self.blocks.append(step)
        self.normed = network.norm(x)
        self.scores = network.head(self.normed[:, 0])

    @property
    def attentions(self):
        return [block["attention"] for block in self.blocks]

    def gradients(self, score):
        return torch.autograd.grad(score, self.attentions, retain_graph=True)


def grid(row):
    return row[1:].reshape(4, 4).detach().numpy()


def raw(trace, block, head=None):
    attention = trace.attentions[block][0]
    return grid((attention.mean(0) if head is None else attention[head])[0])


def rollout(trace, fuse, discarded):
    product = torch.eye(17, dtype=torch.float64)
    for attention in trace.attentions:
        matrix = fuse(attention[0]).clone().flatten()
        weakest = torch.argsort(matrix, stable=True)[: int(len(matrix) * discarded)]
        matrix[weakest[weakest != 0]] = 0
        matrix = matrix.view(17, 17) + torch.eye(17)
        product = matrix / matrix.sum(-1, keepdim=True) @ product
    return grid(product[0])


def generic(trace):
    relevance = torch.eye(17, dtype=torch.float64)
    for attention, gradient in zip(trace.attentions, trace.gradients(trace.scores[0, TARGET])):
        relevance = relevance + (gradient * attention)[0].clamp(min=0).mean(0) @ relevance
    return grid(relevance[0])


def legrad(trace, averages, blocks):
    total = 0
    for block in trace.blocks[-blocks:]:
        seen = block["after"].mean(dim=1) if averages else block["after"][:, 0]
        score = trace.network.head(trace.network.norm(seen))[0, TARGET]
        gradient = torch.autograd.grad(score, block["attention"], retain_graph=True)[0]
        total = total + gradient[0].clamp(min=0).mean(dim=(0, 1)) / blocks
    return grid(total)


def quotient(a, b):
    return a / (b + 1e-9 + (b == 0)) * (b != 0)


def contributions(function, inputs, relevance):
    inputs = [value.detach().requires_grad_() for value in inputs]
    output = function(*inputs)
    parts = torch.autograd.grad(output, inputs, quotient(relevance, output).detach())
    return [value.detach() * part for value, part in zip(inputs, parts)]


def linear(x, weight, relevance):
    x = x.detach()
    both = [(x.clamp(min=0), weight.clamp(min=0)), (x.clamp(max=0), weight.clamp(max=0))]
    share = quotient(relevance, sum(functional.linear(*pair) for pair in both))
    return sum(own * (share @ own_weight) for own, own_weight in both)


def shared(a, b, relevance):
    parts = contributions(torch.add, [a, b], relevance)
    sums = [part.sum() for part in parts]
    whole = sum(value.abs() for value in sums)
    return [part * (own.abs() / whole * relevance.sum() / own) for part, own in zip(parts, sums)]


def attribution(trace):
    """Relevance with α = 1, then the gradients' part; from the formulas of arXiv:2012.09838 and its program's order."""
    network, found = trace.network, []
    start = torch.zeros(1, make_small_models.small_networks.CLASSES, dtype=torch.float64)
    start[0, TARGET] = 1
    relevance = torch.zeros_like(trace.normed)
    relevance[:, 0] = linear(trace.normed[:, 0], network.head.weight, start)
    for step in reversed(trace.blocks):
        block = step["block"]
        middle, answer = shared(step["middle"], step["answer"], relevance)
        answer = linear(step["hidden"], block.perceptron[2].weight, answer)
        middle = middle + linear(step["normed again"], block.perceptron[0].weight, answer)
        before, attended = shared(step["before"], step["attended"], middle)
        mixed = linear(step["mixed"], block.attention.out_proj.weight, attended)
        mixed = mixed.view(1, 17, block.attention.num_heads, -1).transpose(1, 2)
        own, values = (part / 2 for part in contributions(torch.matmul, [step["attention"], step["v"]], mixed))
        found.insert(0, own)
        product = lambda q, k: q @ k.transpose(-1, -2)
        queries, keys = (part / 2 for part in contributions(product, [step["q"], step["k"]], own))
        joined = torch.cat([part.transpose(1, 2).reshape(1, 17, -1) for part in (queries, keys, values)], dim=-1)
        relevance = before + linear(step["normed"], block.attention.in_proj_weight, joined)
    total = torch.eye(17, dtype=torch.float64)
    for gradient, own in zip(trace.gradients(trace.scores[0, TARGET]), found):
        total = (torch.eye(17) + (gradient * own)[0].clamp(min=0).mean(0)) @ total
    return grid(total[0])


METHODS = {
    "raw-attention": lambda trace: raw(trace, -1),
    "raw-attention-block1-head2": lambda trace: raw(trace, 0, 1),
    "attention-rollout": lambda trace: rollout(trace, lambda heads: heads.mean(0), 0),
    "attention-rollout-max-discard0.4": lambda trace: rollout(trace, lambda heads: heads.amax(0), 0.4),
    "attention-rollout-min": lambda trace: rollout(trace, lambda heads: heads.amin(0), 0),
    "chefer": generic,
    "transformer-attribution": attribution,
    "legrad": lambda trace: legrad(trace, True, 2),
    "legrad-network-blocks1": lambda trace: legrad(trace, False, 1),
}


def groups(features, count):
    """Mean over groups of attention times norm, of features [C,h,w]."""
    vectors = features.flatten(1).T
    norms = vectors.norm(dim=1)
    activity, total = norms.clone(), 0
    for _ in range(count):
        top = int(activity.argmax())
        similarity = vectors @ vectors[top] / ((norms + 1e-5) * (norms[top] + 1e-5))
        total = total + similarity / similarity.sum() * norms / count
        activity = activity * (1 - similarity)
    return total.view(features.shape[1:]).numpy()


def residual_features(images):
    network = make_small_models.build("residual-cnn").double()
    x = network.stem(images)
    return functional.relu(network.residual(x) + network.shortcut(x))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=Path(__file__).resolve().parent)
    folder = parser.parse_args().to
    models = TESTS / "ModelGraphTests" / "Golden"

    def load(name):
        return torch.from_numpy(numpy.load(models / f"{name}.npy")).double()

    network = make_small_models.build("vision-transformer").double()
    images = load("vision-transformer--input")
    traces = []
    for image in images:
        trace = Trace(network, image[None].requires_grad_())
        traces.append(trace)
    scores = torch.cat([trace.scores for trace in traces]).detach()
    assert make_small_models.difference(scores.numpy(), load("vision-transformer--output").numpy()) < 1e-5
    arrays = {f"attention--{name}": numpy.stack([method(trace) for trace in traces]) for name, method in METHODS.items()}
    features = residual_features(load("residual-cnn--input"))
    arrays["br-npa"] = numpy.stack([groups(image, 3) for image in features])
    picture = numpy.random.default_rng(20261124).random((3, 9, 13))
    arrays["sobel-picture"] = picture
    arrays["sobel"] = filters.sobel(numpy.tensordot([0.299, 0.587, 0.114], picture.astype(numpy.float32), 1))
    for name, array in arrays.items():
        numpy.save(folder / f"{name}.npy", array.astype(numpy.float32))
        print(name, array.shape, array.min(), array.max())
    peers = {peer.__name__: peer.__version__ for peer in [torch, numpy, skimage]}
    (folder / "attention.json").write_text(json.dumps({"script": Path(__file__).name, "peers": peers}, indent=2) + "\n")


if __name__ == "__main__":
    main()
