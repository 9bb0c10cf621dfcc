#!/usr/bin/env python3
"""What Beholder's metrics are compared with, one measurement a process; prints JSON. `metric_benchmark.py` calls it.

    metric_peer.py curves|masks --network FILE.pt --input X.npy --map MAP.npy [--batch N] [--threads N] [--runs N]

The metrics of the survey as its program computes them (metrics-saliency-maps at ff71910), written anew in PyTorch after
its description: curves is Deletion (DAUC, DC) and Insertion (IAUC, IC) of 196 steps, with all masked pictures of a curve
held at once and run 20 at a time; masks is IIC, AD and ADD of a batch of pictures.
"""

import argparse
import json
import resource
import statistics
import time

import numpy
import torch
import torch.nn.functional as F


def box_blur(picture):
    side = max(picture.shape[-2] // 5, 9)
    side += side % 2 == 0
    channels = picture.shape[1]
    kernel = torch.ones(channels, 1, side, side) / side**2
    return F.conv2d(picture, kernel, padding=side // 2, groups=channels)


def curve(network, picture, substitute, saliency, target, is_insertion, batch):
    start, end = (substitute, picture) if is_insertion else (picture, substitute)
    count = saliency.numel()
    size = count // min(196, count)
    flat = saliency.flatten()
    masked, own = [start], []
    for step in range(1, count // size + 1):
        values, taken = torch.topk(flat, step * size)
        own.append(values[-size:].mean().item())
        mask = torch.ones(count)
        mask[taken] = 0
        mask = F.interpolate(mask.view(1, 1, *saliency.shape), size=picture.shape[-2:], mode="nearest")
        masked.append(start * mask + end * (1 - mask))
    pictures = torch.cat(masked)
    scores = [network(part).softmax(-1)[:, target] for part in pictures.split(batch)]
    scores = torch.cat(scores).double().numpy()
    area = numpy.trapezoid(scores, numpy.linspace(0, 1, len(scores)))
    changes = numpy.diff(scores) * (1 if is_insertion else -1)
    return area, numpy.corrcoef(changes, own)[0, 1]


def curves(network, pictures, saliency, batch):
    result = {}
    for picture in pictures.split(1):
        target = network(picture).argmax(-1).item()
        result["dauc"], result["dc"] = curve(network, picture, torch.zeros_like(picture), saliency, target, False, batch)
        result["iauc"], result["ic"] = curve(network, picture, box_blur(picture), saliency, target, True, batch)
    return result


def masks(network, pictures, saliency, batch):
    mask = (saliency - saliency.min()) / (saliency.max() - saliency.min())
    mask = F.interpolate(mask[None, None], size=pictures.shape[-2:], mode="bicubic", align_corners=False)

    def probabilities(inputs):
        return torch.cat([network(part).softmax(-1) for part in inputs.split(batch)])

    # The program's two classes, IIC_AD and ADD, each run the pictures as they are.
    whole = probabilities(pictures)
    target = whole.argmax(-1, keepdim=True)
    p, kept = whole.gather(1, target), probabilities(pictures * mask).gather(1, target)
    again = probabilities(pictures).gather(1, target)
    removed = probabilities(pictures * (1 - mask)).gather(1, target)
    return {
        "ad": ((p - kept).clamp(min=0) / p)[-1].item(),
        "iic": (kept > p).double()[-1].item(),
        "add": ((again - removed) / again)[-1].item(),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=["curves", "masks"])
    parser.add_argument("--network", required=True)
    parser.add_argument("--input", required=True)
    parser.add_argument("--map", required=True)
    parser.add_argument("--batch", type=int, default=20)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--channels-last", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    network = torch.load(arguments.network, weights_only=False).eval()
    pictures = torch.tensor(numpy.load(arguments.input))
    if arguments.channels_last:
        network, pictures = network.to(memory_format=torch.channels_last), pictures.contiguous(memory_format=torch.channels_last)
    saliency = torch.tensor(numpy.load(arguments.map))
    work = {"curves": curves, "masks": masks}[arguments.kind]
    times = []
    with torch.no_grad():
        for _ in range(arguments.runs + 1):
            start = time.perf_counter()
            scores = work(network, pictures, saliency, arguments.batch)
            times.append(1000 * (time.perf_counter() - start))
    times = times[1:]
    print(
        json.dumps(
            {
                "milliseconds": statistics.median(times),
                "fastestMilliseconds": min(times),
                "peakResidentBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
                "scores": scores,
            }
        )
    )


if __name__ == "__main__":
    main()
