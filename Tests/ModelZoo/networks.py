"""torchvision's classification families with random weights that are worth comparing, and inputs for them."""

import warnings
import zlib

import numpy
import torch
import torchvision

SEED = 20261123
NETWORKS = [
    "alexnet",
    "vgg11_bn",
    "vgg16",
    "squeezenet1_1",
    "resnet18",
    "resnet50",
    "resnext50_32x4d",
    "wide_resnet50_2",
    "densenet121",
    "googlenet",
    "inception_v3",
    "mobilenet_v2",
    "mobilenet_v3_small",
    "mnasnet1_0",
    "shufflenet_v2_x1_0",
    "efficientnet_b0",
    "efficientnet_v2_s",
    "regnet_y_400mf",
    "convnext_tiny",
    "vit_b_16",
    "swin_t",
    "swin_v2_t",
    "maxvit_t",
]
SMOOTH = {"efficientnet_b0", "efficientnet_v2_s", "convnext_tiny", "vit_b_16", "swin_t", "swin_v2_t", "maxvit_t"}
"""Networks with neither ReLU nor max-pooling between input and output."""

_OPTIONS = {
    "googlenet": {"aux_logits": False, "init_weights": False},
    "inception_v3": {"aux_logits": False, "init_weights": False},
}
_MEAN = numpy.array([0.485, 0.456, 0.406], numpy.float32)[:, None, None]
_DEVIATION = numpy.array([0.229, 0.224, 0.225], numpy.float32)[:, None, None]


def side(name):
    return 299 if name == "inception_v3" else 224


def seed_of(name):
    return SEED + zlib.crc32(name.encode()) % 100_000


def images(count, side, seed):
    """Smooth noise with some grain, normalised as ImageNet photos are: float32 [count,3,side,side]."""
    generator = numpy.random.default_rng(seed)
    picture = numpy.zeros((count, 3, side, side), numpy.float32)
    for cells, amplitude in [(2, 1.2), (5, 0.9), (14, 0.6), (56, 0.3)]:
        coarse = torch.from_numpy(generator.standard_normal((count, 3, cells, cells), numpy.float32))
        smooth = torch.nn.functional.interpolate(coarse, size=(side, side), mode="bicubic", align_corners=False)
        picture += amplitude * smooth.numpy()
    picture += 0.1 * generator.standard_normal(picture.shape, numpy.float32)
    return (1 / (1 + numpy.exp(-picture)) - _MEAN) / _DEVIATION


def inputs(name):
    """The five inputs a network is compared on."""
    return images(5, side(name), seed_of(name) + 1)


def initialize(network):
    """Kaiming-normal weights in every convolution and linear layer; layer scales of 1."""
    for module in network.modules():
        if isinstance(module, (torch.nn.modules.conv._ConvNd, torch.nn.Linear)):
            torch.nn.init.kaiming_normal_(module.weight)
        elif isinstance(module, torch.nn.MultiheadAttention):
            torch.nn.init.kaiming_normal_(module.in_proj_weight)
    for label, parameter in network.named_parameters():
        if label.endswith("layer_scale"):
            torch.nn.init.ones_(parameter)


def settle_statistics(network, batch):
    """Batch-norm statistics from one pass in training mode, dropout and stochastic depth off."""
    network.train()
    for module in network.modules():
        if isinstance(module, torch.nn.modules.batchnorm._BatchNorm):
            module.reset_running_stats()
            module.momentum = None
        elif isinstance(module, (torch.nn.modules.dropout._DropoutNd, torchvision.ops.StochasticDepth)):
            module.eval()
    with torch.no_grad():
        network(torch.from_numpy(batch))
    network.eval()


def build(name):
    """The network in evaluation mode, the same for the same versions of PyTorch and torchvision."""
    torch.backends.mha.set_fastpath_enabled(False)
    torch.manual_seed(seed_of(name))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        network = torchvision.models.get_model(name, weights=None, **_OPTIONS.get(name, {}))
    initialize(network)
    settle_statistics(network, images(16, side(name), seed_of(name) + 2))
    for parameter in network.parameters():
        parameter.requires_grad_(False)
    return network


def parameters(network):
    return sum(parameter.numel() for parameter in network.parameters())
