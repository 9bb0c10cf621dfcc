#!/usr/bin/env python3
"""Compares the speed of Beholder's metrics with the survey's algorithm in PyTorch; see README.md beside this file.

    metric_benchmark.py --zoo FOLDER [--beholder PATH] [--threads 2] [--rounds 3] [--models a,b]

Every measurement is a process of its own; Beholder and its peer take turns, and the ratio (peer / Beholder: above 1,
Beholder is faster) is taken round by round. The peer runs at the best of the batch sizes 8, 20 and 50 and of PyTorch's
two memory layouts, found beforehand with a single run each. Run it with the Python of the peers.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy

PEER = Path(__file__).with_name("metric_peer.py")
WORK = {"curves": ("dauc,dc,iauc,ic", 1), "masks": ("ad,iic,add", 64)}


def run(command):
    return json.loads(subprocess.run([str(part) for part in command], check=True, text=True, stdout=-1).stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--zoo", type=Path, required=True)
    parser.add_argument("--beholder", default="beholder")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--models", default="squeezenet1_1,resnet50")
    arguments = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(arguments.threads)
    folder = Path(tempfile.mkdtemp())
    generator = numpy.random.default_rng(1)
    saliency = generator.random((224, 224), dtype=numpy.float32)
    numpy.save(folder / "map.npy", saliency)
    for network in arguments.models.split(","):
        source = numpy.load(arguments.zoo / f"{network}--input.npy")
        for kind, (metrics, count) in WORK.items():
            pictures = numpy.concatenate([source] * (count // len(source) + 1))[:count]
            numpy.save(folder / "input.npy", pictures)
            own = [arguments.beholder, "benchmark", "score", "--model", arguments.zoo / f"{network}.onnx", "--json"]
            own += ["--input", folder / "input.npy", "--map", folder / "map.npy", "--metrics", metrics]
            own += ["--mode", "reference", "--threads", arguments.threads, "--repeats", 2]
            peer = [sys.executable, PEER, kind, "--network", arguments.zoo / f"{network}--network.pt"]
            peer += ["--input", folder / "input.npy", "--map", folder / "map.npy", "--threads", arguments.threads]
            ways = [["--batch", batch, *memory] for memory in ([], ["--channels-last"]) for batch in (8, 20, 50)]
            best = min(ways, key=lambda way: run([*peer, *way, "--runs", 1])["fastestMilliseconds"])
            ours, theirs = [], []
            for _ in range(arguments.rounds):
                ours.append(run(own))
                theirs.append(run([*peer, *best]))
            ratio = statistics.median(b["milliseconds"] / a["milliseconds"] for a, b in zip(ours, theirs))
            apart = max(abs(ours[0]["scores"][name] - theirs[0]["scores"][name]) for name in theirs[0]["scores"])
            print(
                f"{network:<14} {kind:<7} Beholder {statistics.median(a['milliseconds'] for a in ours):>9.0f} ms   "
                f"peer {statistics.median(b['milliseconds'] for b in theirs):>9.0f} ms ({' '.join(map(str, best))})   "
                f"{ratio:.1f}×   memory {max(a['peakResidentBytes'] for a in ours) / 2**20:.0f} and "
                f"{max(b['peakResidentBytes'] for b in theirs) / 2**20:.0f} MiB   scores apart by {apart:.1e}",
                flush=True,
            )


if __name__ == "__main__":
    main()
