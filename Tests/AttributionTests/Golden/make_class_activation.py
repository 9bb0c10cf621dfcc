#!/usr/bin/env python3
"""Writes what pytorch-grad-cam computes on small networks, and torch-cam's weights of IS-CAM.

    make_class_activation.py [--to FOLDER]

FOLDER (this one by default) gets class-activation/NETWORK--LAYER--METHOD.npy: maps of class 1 for the first image of
Tests/ModelGraphTests/Golden/NETWORK--input.npy, at the layer's resolution, after the method's ReLU, before they are scaled
to 0…1 (pytorch-grad-cam's own scaling is taken off). FullGrad's has the input's size. pytorch-grad-cam's signs of principal
components are what the decomposition gives; here the value furthest from 0 is made positive before the ReLU. Its
Ablation-CAM takes another substitute for each image of a batch, so it is given batches of one.
"""

import argparse
import json
import sys
import warnings
from pathlib import Path
from unittest import mock

import numpy
import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils import fusion

TESTS = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TESTS / "ModelZoo"))

import make_small_models  # noqa: E402
import small_networks  # noqa: E402

import pytorch_grad_cam as peer  # noqa: E402
import pytorch_grad_cam.base_cam  # noqa: E402
import pytorch_grad_cam.fullgrad_cam  # noqa: E402
from pytorch_grad_cam.ablation_layer import AblationLayer, AblationLayerVit  # noqa: E402
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget  # noqa: E402

TARGET = 1
METHODS = {
    "grad-cam": peer.GradCAM,
    "grad-cam++": peer.GradCAMPlusPlus,
    "xgrad-cam": peer.XGradCAM,
    "hires-cam": peer.HiResCAM,
    "layer-cam": peer.LayerCAM,
    "element-wise-grad-cam": peer.GradCAMElementWise,
    "eigen-cam": peer.EigenCAM,
    "eigen-grad-cam": peer.EigenGradCAM,
    "ablation-cam": peer.AblationCAM,
    "score-cam": peer.ScoreCAM,
    "fem": peer.FEM,
}


class ResidualCNN(small_networks.ResidualCNN):
    """With the maps before pooling as a module that can be hooked."""

    def __init__(self):
        super().__init__()
        self.last = nn.Identity()

    def forward(self, x):
        x = self.stem(x)
        x = self.last(functional.relu(self.residual(x) + self.shortcut(x)))
        return self.head(torch.flatten(functional.adaptive_avg_pool2d(x, 1), 1))


def tokens(x):
    """Tokens [N,17,C] as maps [N,C,4,4], the class token left out."""
    return x[:, 1:].reshape(x.shape[0], 4, 4, x.shape[2]).permute(0, 3, 1, 2)


def unscaled(maps, size=None):
    return numpy.float32(maps)


def raw_map(kind, network, layer, image, reshape):
    options = {"reshape_transform": reshape}
    if kind is peer.AblationCAM:
        options |= {"batch_size": 1, "ablation_layer": AblationLayerVit() if reshape else AblationLayer()}
    method = kind(network, [layer], **options)
    if kind in (peer.EigenCAM, peer.EigenGradCAM):
        image_of = method.get_cam_image

        def oriented(*arguments):
            values = image_of(*arguments)
            return -values if abs(values.min()) > abs(values.max()) else values

        method.get_cam_image = oriented
    with mock.patch.object(pytorch_grad_cam.base_cam, "scale_cam_image", unscaled):
        return method(image, [ClassifierOutputTarget(TARGET)])[0]


def fused(network):
    """The network with batch norm merged into the convolutions before it."""
    network.stem[0], network.stem[1] = fusion.fuse_conv_bn_eval(network.stem[0], network.stem[1]), nn.Identity()
    network.residual[2] = fusion.fuse_conv_bn_eval(network.residual[2], network.residual[3])
    network.residual[3] = nn.Identity()
    return network


def full_gradient(network, image):
    method = peer.FullGrad(network, [])
    with mock.patch.object(pytorch_grad_cam.fullgrad_cam, "scale_cam_image", unscaled):
        return method(image, [ClassifierOutputTarget(TARGET)])[0]


def torch_cam_map(name, network, layer, image):
    """A map of torch-cam: its weights, and the maps that it takes them from, which it scales in place later."""
    from torchcam import methods

    extractor = getattr(methods, name)(network, layer)
    with torch.no_grad():
        network(image)
        maps = extractor.hook_a[0].clone()
        weights = extractor._get_weights(TARGET)[0]
    extractor.remove_hooks()
    return torch.relu((weights[:, :, None, None] * maps).sum(1))[0].numpy()


def load(kind, name):
    network = kind()
    network.load_state_dict(make_small_models.build(name).state_dict())
    image = numpy.load(TESTS / "ModelGraphTests" / "Golden" / f"{name}--input.npy")[:1]
    return network.eval().requires_grad_(False), torch.from_numpy(image)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=Path(__file__).resolve().parent)
    folder = parser.parse_args().to / "class-activation"
    folder.mkdir(parents=True, exist_ok=True)
    warnings.simplefilter("ignore")
    torch.backends.mha.set_fastpath_enabled(False)
    residual, picture = load(ResidualCNN, "residual-cnn")
    transformer, other = load(small_networks.VisionTransformer, "vision-transformer")
    for network in [residual, transformer]:
        network.requires_grad_(True)
    layers = [
        ("residual-cnn", residual, picture, "last", residual.last, None),
        ("residual-cnn", residual, picture, "stem", residual.stem, None),
        ("residual-cnn", residual, picture, "shortcut", residual.shortcut, None),
        ("vision-transformer", transformer, other, "block", transformer.blocks[0], tokens),
    ]
    for name, network, image, label, layer, reshape in layers:
        for method, kind in METHODS.items():
            numpy.save(folder / f"{name}--{label}--{method}.npy", raw_map(kind, network, layer, image, reshape))
        if reshape is None:
            for method, own in [("score-cam-cells", "ScoreCAM"), ("is-cam", "ISCAM")]:
                numpy.save(folder / f"{name}--{label}--{method}.npy", torch_cam_map(own, network, layer, image))
    numpy.save(folder / "residual-cnn--full-grad.npy", full_gradient(fused(residual), picture))
    from importlib import metadata

    peers = {package: metadata.version(package) for package in ["torch", "grad-cam", "torchcam", "numpy"]}
    text = json.dumps({"script": Path(__file__).name, "peers": peers}, indent=2)
    (folder / "versions.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
