#!/usr/bin/env python3
"""Writes what captum, zennit, PAIR's saliency and scikit-image compute on the small networks of ModelGraphTests.

    make_backpropagation.py [--to FOLDER]

FOLDER (this script's by default) gets backpropagation/NAME--METHOD.npy, raw attributions [3,16,16] of class 1 for the
first input of Tests/ModelGraphTests/Golden/NAME--input.npy, and backpropagation/versions.json.
"""

import argparse
import importlib.metadata
import json
import sys
from pathlib import Path

import numpy
import torch
from torch import nn

TESTS = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TESTS / "ModelZoo"))

import captum.attr
import saliency.core
import zennit.composites
import zennit.layer
import zennit.rules
import zennit.types
from make_small_models import build
from saliency.core import xrai as xrai_module
from skimage import segmentation

TARGET = 1
_quantile = numpy.quantile


def quantile(values, q, interpolation="linear"):
    """NumPy's, under the name of its option that saliency 0.2.1 still uses."""
    return _quantile(values, q, method=interpolation)


numpy.quantile = quantile
PEERS = ["torch", "captum", "zennit", "saliency", "scikit-image", "numpy"]


class Residual(nn.Module):
    """The residual CNN of small_networks with every ReLU, sum and mean as a module, which hooks need.

    Batch norm behind a convolution is merged into it.
    """

    def __init__(self, network):
        super().__init__()
        residual = network.residual
        self.stem = nn.Sequential(merged(network.stem[0], network.stem[1]), nn.ReLU())
        self.residual = nn.Sequential(
            residual[0], nn.ReLU(), merged(residual[2], residual[3]), nn.ReLU(), residual[5]
        )
        self.shortcut = network.shortcut
        self.sum = zennit.layer.Sum()
        self.last = nn.ReLU()
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.head = network.head

    def forward(self, x):
        x = self.stem(x)
        x = self.last(self.sum(torch.stack([self.residual(x), self.shortcut(x)], dim=-1)))
        return self.head(torch.flatten(self.pool(x), 1))


def merged(convolution, norm):
    factors = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    result = nn.Conv2d(
        convolution.in_channels, convolution.out_channels, convolution.kernel_size, convolution.stride,
        convolution.padding, convolution.dilation, convolution.groups,
    )
    bias = 0 if convolution.bias is None else convolution.bias
    result.weight.data = convolution.weight * factors[:, None, None, None]
    result.bias.data = norm.bias + (bias - norm.running_mean) * factors
    return result


def by_captum(network, x):
    """Methods of captum 0.9 with its own defaults but for what is named."""
    attr = captum.attr
    integrated = attr.IntegratedGradients(network)
    results = {
        "saliency": attr.Saliency(network).attribute(x, target=TARGET, abs=False),
        "input-x-gradient": attr.InputXGradient(network).attribute(x, target=TARGET),
        "integrated-gradients": integrated.attribute(x, target=TARGET, n_steps=50),
    }
    for rule in ["left", "right", "middle"]:
        results[f"integrated-gradients-{rule}"] = integrated.attribute(
            x, target=TARGET, n_steps=20, method=f"riemann_{rule}", baselines=0.5
        )
    return results


def by_captum_with_hooks(network, x):
    attr = captum.attr
    return {
        "guided-backprop": attr.GuidedBackprop(network).attribute(x, target=TARGET),
        "deconvolution": attr.Deconvolution(network).attribute(x, target=TARGET),
        "deep-lift": attr.DeepLift(network).attribute(x, target=TARGET),
        "guided-grad-cam": attr.GuidedGradCam(network, network.last).attribute(x, target=TARGET),
    }


def by_chance(network, x):
    """Means over many samples of captum's random methods, with the variance of one sample."""
    torch.manual_seed(1)
    tunnel = captum.attr.NoiseTunnel(captum.attr.Saliency(network))
    common = {"nt_samples": 20_000, "nt_samples_batch_size": 500, "stdevs": 0.3, "target": TARGET, "abs": False}
    shap = captum.attr.GradientShap(network)
    numpy.random.seed(1)
    means = [
        shap.attribute(x, baselines=torch.zeros_like(x), n_samples=100, stdevs=0.1, target=TARGET) for _ in range(200)
    ]
    means = torch.cat([value.detach() for value in means])
    return {
        "smoothgrad": tunnel.attribute(x, nt_type="smoothgrad", **common),
        "vargrad": tunnel.attribute(x, nt_type="vargrad", **common),
        "gradient-shap": means.mean(0, keepdim=True),
        "gradient-shap-variance": 100 * means.var(0, keepdim=True),
    }


def by_zennit(network, x):
    """Composites of zennit, where ReLU has its own gradient in place of zennit's Pass.

    Both are the same but behind a ReLU that is followed by batch norm alone: Pass then gives relevance to units that are
    not active.
    """
    results = {}
    active = [(zennit.types.Activation, None)]
    low, high = float(x.min()), float(x.max())
    base = zennit.composites.layer_map_base()
    layers = (zennit.types.Convolution, zennit.types.Linear)
    every = {
        "epsilon": zennit.rules.Epsilon(1e-6),
        "gamma": zennit.rules.Gamma(0.25),
        "alpha1-beta0": zennit.rules.ZPlus(),
        "alpha2-beta1": zennit.rules.AlphaBeta(2, 1),
    }
    composites = {
        "epsilon-plus": zennit.composites.EpsilonPlus(layer_map=active),
        "epsilon-alpha2-beta1": zennit.composites.EpsilonAlpha2Beta1(layer_map=active),
        "epsilon-gamma-box": zennit.composites.EpsilonGammaBox(low=low, high=high, layer_map=active),
    }
    for name, rule in every.items():
        composites[name] = zennit.composites.LayerMapComposite(active + [(kind, rule) for kind in layers] + base)
    for name, composite in composites.items():
        with composite.context(network) as hooked:
            images = x.clone().requires_grad_()
            scores = hooked(images)
            seed = torch.zeros_like(scores)
            seed[:, TARGET] = scores[:, TARGET].detach()
            results[f"lrp-{name}"] = torch.autograd.grad(scores, images, seed)[0]
    return results


def by_saliency(network, x):
    """Methods of PAIR's library, which holds images as [H,W,C]."""

    def call(images, call_model_args=None, expected_keys=None):
        batch = torch.from_numpy(numpy.asarray(images, numpy.float32)).permute(0, 3, 1, 2).requires_grad_()
        gradient = torch.autograd.grad(network(batch)[:, TARGET].sum(), batch)[0]
        return {saliency.core.INPUT_OUTPUT_GRADIENTS: gradient.permute(0, 2, 3, 1).numpy()}

    image = x[0].permute(1, 2, 0).double().numpy()
    results = {
        "blur-ig": saliency.core.BlurIG().GetMask(image, call, max_sigma=8, steps=30),
        "guided-ig": saliency.core.GuidedIG().GetMask(image, call, x_baseline=numpy.zeros_like(image), x_steps=60),
    }
    return {name: value.transpose(2, 0, 1)[None] for name, value in results.items()}


def segments():
    """scikit-image's segments of a drawn picture, and PAIR's XRAI on them for drawn attributions."""
    generator = numpy.random.default_rng(7)
    rows, columns = numpy.mgrid[:40, :56]
    picture = 0.4 + 0.1 * generator.standard_normal((40, 56, 3))
    picture[(rows - 18) ** 2 + (columns - 20) ** 2 < 130] += [0.5, 0.1, -0.2]
    picture[(rows > 22) & (columns > 34)] += [-0.3, 0.4, 0.2]
    picture = picture.astype(numpy.float32).clip(0, 1)
    density = generator.standard_normal((40, 56)) * 0.2 + ((rows - 18) ** 2 + (columns - 20) ** 2 < 150)
    density = density.astype(numpy.float32)
    results = {"picture": picture.transpose(2, 0, 1), "density": density}
    labels = []
    for scale, least in [(50, 20), (200, 40)]:
        found = segmentation.felzenszwalb(picture.astype(float), scale=scale, sigma=0.8, min_size=least)
        results[f"felzenszwalb-{scale}"] = found
        labels.append(found)
    masks = xrai_module._unpack_segs_to_masks(labels)
    parameters = xrai_module.XRAIParameters()
    results["xrai"] = saliency.core.XRAI().GetMask(
        picture, None, segments=masks, base_attribution=density[..., None].repeat(3, axis=2), extra_parameters=parameters
    )
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=Path(__file__).resolve().parent)
    folder = parser.parse_args().to / "backpropagation"
    folder.mkdir(parents=True, exist_ok=True)
    torch.backends.mha.set_fastpath_enabled(False)
    for name in ["residual-cnn", "vision-transformer"]:
        network = build(name).eval()
        inputs = numpy.load(TESTS / "ModelGraphTests" / "Golden" / f"{name}--input.npy")
        x = torch.from_numpy(inputs[:1])
        results = by_captum(network, x)
        results.update(by_saliency(network, x))
        if name == "residual-cnn":
            hooked = Residual(network).eval()
            assert torch.allclose(hooked(x), network(x), atol=1e-5), "The network with modules is another one."
            results.update(by_captum_with_hooks(hooked, x))
            results.update(by_chance(network, x))
            results.update(by_zennit(Residual(network).eval(), x))
        for method, value in results.items():
            array = value.detach().numpy() if isinstance(value, torch.Tensor) else value
            numpy.save(folder / f"{name}--{method}.npy", array[0].astype(numpy.float32))
    for name, value in segments().items():
        numpy.save(folder / f"segments--{name}.npy", value.astype(numpy.float32))
    versions = {peer: importlib.metadata.version(peer) for peer in PEERS}
    document = {"script": Path(__file__).name, "peers": versions}
    (folder / "versions.json").write_text(json.dumps(document, indent=2) + "\n")


if __name__ == "__main__":
    main()
