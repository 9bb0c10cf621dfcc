#!/usr/bin/env python3
"""Compares the speed of Beholder's explainers with pytorch-grad-cam, captum and RISE; see README.md beside this file.

    explainer_benchmark.py --zoo FOLDER [--beholder PATH] [--threads 2] [--rounds 2] [--models a,b] [--methods a,b]

Every measurement is a process of its own; Beholder and its peer take turns, and the ratio (peer / Beholder: above 1,
Beholder is faster) is taken round by round. Peers run at the best of the batch sizes 1, 8, 16 and 50 and of PyTorch's
two memory layouts, found beforehand with a single run each. Run it with the Python of the peers.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

PEER = Path(__file__).with_name("explainer_peer.py")
LAYERS = {
    "squeezenet1_1": ("features.12", "/features/features.12/Concat_output_0"),
    "resnet50": ("layer4", None),
}
METHODS = {
    "grad-cam": ("grad-cam", [], [1]),
    "grad-cam++": ("grad-cam++", [], [1]),
    "layer-cam": ("layer-cam", [], [1]),
    "score-cam": ("score-cam", [], [8, 16]),
    "ablation-cam": ("ablation-cam", [], [8, 32]),
    "integrated-gradients": ("integrated-gradients", ["steps=50"], [8, 16, 50]),
    "smoothgrad": ("smoothgrad", ["samples=50"], [8, 16, 50]),
    "occlusion-32": ("occlusion", ["window=32", "stride=16"], [8, 16]),
    "occlusion-15": ("occlusion", ["window=15", "stride=8"], [8, 16]),
    "rise": ("rise", ["samples=4000"], [8, 16]),
    "lime": ("lime", ["samples=1000", "segmentation=grid", "cells=14"], [8, 16]),
    "kernel-shap": ("kernel-shap", ["samples=1000", "segmentation=grid", "cells=14"], [8, 16]),
}


def run(command):
    return json.loads(subprocess.run([str(part) for part in command], check=True, text=True, stdout=-1).stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--zoo", type=Path, required=True)
    parser.add_argument("--beholder", default="beholder")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--models", default=",".join(LAYERS))
    parser.add_argument("--methods", default=",".join(METHODS))
    arguments = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(arguments.threads)
    for network in arguments.models.split(","):
        module, layer = LAYERS[network]
        source = arguments.zoo / f"{network}--input.npy"
        for name in arguments.methods.split(","):
            method, settings, batches = METHODS[name]
            own = [arguments.beholder, "benchmark", "explain", "--model", arguments.zoo / f"{network}.onnx", "--json"]
            picture = arguments.zoo / f"{network}--first.npy"
            own += ["--input", picture, "--method", method, "--threads", arguments.threads]
            own += ["--layer", layer] if layer else []
            for setting in settings:
                own += ["--set", setting]
            if not picture.exists():
                import numpy

                numpy.save(picture, numpy.load(source)[:1])
            peer = [sys.executable, PEER, name, "--network", arguments.zoo / f"{network}--network.pt", "--input", picture]
            peer += ["--layer", module, "--threads", arguments.threads]
            ways = [["--batch", batch, *memory] for memory in ([], ["--channels-last"]) for batch in batches]
            best = min(ways, key=lambda way: run([*peer, *way, "--runs", 1])["fastestMilliseconds"])
            ours, theirs = [], []
            for _ in range(arguments.rounds):
                ours.append(run(own))
                theirs.append(run([*peer, *best, "--runs", 5 if "cam" in name else 2]))
            ratio = statistics.median(b["milliseconds"] / a["milliseconds"] for a, b in zip(ours, theirs))
            print(
                f"{network:<14} {name:<21} Beholder {statistics.median(a['milliseconds'] for a in ours):>10.1f} ms   "
                f"peer {statistics.median(b['milliseconds'] for b in theirs):>10.1f} ms ({' '.join(map(str, best))})   "
                f"{ratio:.1f}×   Beholder's memory {max(a['peakResidentBytes'] for a in ours) / 2**20:.0f} MiB   "
                f"load {os.getloadavg()[0]:.1f}",
                flush=True,
            )


main()
