#!/usr/bin/env python3
"""What Beholder's explainers are compared with, one measurement a process; prints JSON. `explainer_benchmark.py` calls it.

    explainer_peer.py METHOD --network FILE.pt --input X.npy --layer NAME [--batch N] [--threads N] [--runs N]

METHOD: grad-cam, grad-cam++, layer-cam, score-cam, ablation-cam (pytorch-grad-cam); integrated-gradients, smoothgrad,
occlusion-32, occlusion-15, lime, kernel-shap (captum); rise (the algorithm of its paper in PyTorch). The batch is what
each library takes at once. NAME is the module of the network that a class activation map is taken of.
"""

import argparse
import json
import resource
import statistics
import time

import numpy
import torch

SAMPLES, MASKS, CELLS, GRID = 1000, 4000, 7, 14


def class_activation(kind, network, layer, picture, target, batch):
    import pytorch_grad_cam
    from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

    classes = {
        "grad-cam": "GradCAM",
        "grad-cam++": "GradCAMPlusPlus",
        "layer-cam": "LayerCAM",
        "score-cam": "ScoreCAM",
        "ablation-cam": "AblationCAM",
    }
    cam = getattr(pytorch_grad_cam, classes[kind])(model=network, target_layers=[layer])
    cam.batch_size = batch
    return lambda: cam(input_tensor=picture, targets=[ClassifierOutputTarget(target)])


def captum(kind, network, picture, target, batch):
    from captum import attr

    if kind == "integrated-gradients":
        method = attr.IntegratedGradients(network)
        return lambda: method.attribute(picture, target=target, n_steps=50, internal_batch_size=batch)
    if kind == "smoothgrad":
        method = attr.NoiseTunnel(attr.Saliency(network))
        return lambda: method.attribute(
            picture, nt_type="smoothgrad", nt_samples=50, nt_samples_batch_size=batch, stdevs=0.6, target=target, abs=False
        )
    if kind.startswith("occlusion"):
        window, stride = (32, 16) if kind.endswith("32") else (15, 8)
        method = attr.Occlusion(network)
        return lambda: method.attribute(
            picture,
            sliding_window_shapes=(3, window, window),
            strides=(3, stride, stride),
            target=target,
            perturbations_per_eval=batch,
        )
    side = picture.shape[-1]
    cells = torch.arange(side) * GRID // side
    segments = (cells[:, None] * GRID + cells[None, :])[None, None]
    method = attr.Lime(network) if kind == "lime" else attr.KernelShap(network)
    return lambda: method.attribute(
        picture, target=target, feature_mask=segments, n_samples=SAMPLES, perturbations_per_eval=batch
    )


def rise(network, picture, target, batch):
    """Petsiuk, Das and Saenko 2018: masks beforehand, then batches of masked pictures."""
    side = picture.shape[-1]
    cell = -(-side // CELLS)
    generator = numpy.random.default_rng(1)

    def run():
        grids = torch.from_numpy((generator.random((MASKS, 1, CELLS, CELLS)) < 0.5).astype(numpy.float32))
        large = (CELLS + 1) * cell
        shifts = generator.integers(0, cell, (MASKS, 2))
        total = torch.zeros(side, side)
        for start in range(0, MASKS, batch):
            up = torch.nn.functional.interpolate(grids[start : start + batch], (large, large), mode="bilinear")
            masks = torch.stack(
                [mask[:, y : y + side, x : x + side] for mask, (y, x) in zip(up, shifts[start : start + batch])]
            )
            scores = torch.softmax(network(picture * masks), 1)[:, target]
            total += (scores[:, None, None] * masks[:, 0]).sum(0)
        return total / (MASKS * 0.5)

    return run


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("method")
    parser.add_argument("--network", required=True)
    parser.add_argument("--input", required=True)
    parser.add_argument("--layer", required=True)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--channels-last", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    network = torch.load(arguments.network, weights_only=False).eval()
    picture = torch.from_numpy(numpy.load(arguments.input)[:1])
    if arguments.channels_last:
        network, picture = network.to(memory_format=torch.channels_last), picture.contiguous(memory_format=torch.channels_last)
    kind = arguments.method
    with torch.no_grad():
        target = int(network(picture)[0].argmax())
    if kind in ("grad-cam", "grad-cam++", "layer-cam", "score-cam", "ablation-cam"):
        work = class_activation(kind, network, network.get_submodule(arguments.layer), picture, target, arguments.batch)
    elif kind == "rise":
        work = rise(network, picture, target, arguments.batch)
    else:
        work = captum(kind, network, picture, target, arguments.batch)
    needs_gradient = kind in ("integrated-gradients", "smoothgrad") or kind.endswith(("cam", "cam++"))
    for parameter in network.parameters():
        parameter.requires_grad_(False)
    if kind.endswith(("cam", "cam++")):
        picture.requires_grad_(True)
    times = []
    with torch.set_grad_enabled(needs_gradient):
        # Long methods need no warming up.
        for run in range(arguments.runs + 1):
            start = time.perf_counter()
            work()
            times.append(time.perf_counter() - start)
            if run == 0 and times[0] > 20:
                break
    kept = times[1:] or times
    print(
        json.dumps(
            {
                "milliseconds": statistics.median(kept) * 1e3,
                "fastestMilliseconds": min(kept) * 1e3,
                "peakResidentBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            }
        )
    )


main()
