#!/usr/bin/env python3
"""Compares the speed and memory of Beholder's models with ONNX Runtime and PyTorch; see README.md beside this file.

    model_benchmark.py --zoo FOLDER [--beholder PATH] [--threads 2] [--batch 16] [--rounds 3]
                       [--models a,b] [--peers-only] [--json]

Every measurement is a process of its own; Beholder and its peers take turns (A B C A B C …), medians are given, and the
ratio (peer / Beholder: above 1, Beholder is better) is taken round by round. Peers run at their best: batch size 1, 8,
16 or 32, threads that spin or sleep while they wait, and PyTorch's two memory layouts, found beforehand. Run it with the
Python of the peers.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

import numpy

ROOT = Path(__file__).resolve().parents[2]
PEER = Path(__file__).with_name("model_peer.py")
BATCHES = [1, 8, 16, 32]
MULTIPLY_ADDS = {"squeezenet1_1": 0.349e9, "resnet50": 4.089e9, "vit_b_16": 17.564e9}
"""Of a forward pass, as torchvision gives them with its weights."""
WINDOWS = 13 * 13
QUICK = ["--runs", "3", "--seconds", "1.5"]


class Failure(Exception):
    pass


def run(command):
    """What a process printed as JSON, its wall ms and its peak MiB."""
    command = [str(part) for part in command]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode != 0:
        raise Failure(f"{' '.join(command)} failed with {process.returncode}")
    result = json.loads(printed) if printed.lstrip().startswith("{") else {}
    return {
        "milliseconds": result.get("millisecondsPerImage"),
        "fastest": result.get("fastestMillisecondsPerImage"),
        "wall": wall * 1e3,
        "peak": usage.ru_maxrss / 1024,
    }


class Contender:
    """A command that is measured, and how it was set up."""

    def __init__(self, name, command, note=""):
        self.name, self.command, self.note = name, command, note


class Bench:
    def __init__(self, arguments):
        self.arguments = arguments
        self.rows = []

    def say(self, text):
        print(text, file=sys.stderr if self.arguments.json else sys.stdout, flush=True)

    def peer(self, name, network, *options):
        model = self.arguments.zoo / (f"{network}.onnx" if name == "onnxruntime" else f"{network}--network.pt")
        return [sys.executable, PEER, name, "--model", model, "--threads", self.arguments.threads, *options]

    def beholder(self, network, batch, *options):
        model = ["--model", self.arguments.zoo / f"{network}.onnx", "--threads", self.arguments.threads]
        return Contender(
            "Beholder",
            [self.arguments.beholder, "benchmark", "model", *model, "--batch", batch, *options, "--json"],
            f"batch {batch}",
        )

    def best(self, name, network, *options, batches=BATCHES):
        """The peer at its best batch size, memory layout and way of waiting.

        The settings are tried twice, some time apart, so that a moment in which others are busy does not decide.
        """

        def fastest(setting):
            return run(self.peer(name, network, *setting, *QUICK))["fastest"]

        middle = ["--batch", min(8, max(batches)), *options]
        waiting = min([[], ["--passive"]], key=lambda way: fastest([*middle, *way]))
        layouts = [[], ["--channels-last"]] if name == "torch" else [[]]
        settings = [(batch, layout) for layout in layouts for batch in batches]
        options = [*waiting, *options]
        passes = [[fastest(["--batch", batch, *layout, *options]) for batch, layout in settings] for _ in range(2)]
        found = [(min(times), *setting) for times, setting in zip(zip(*passes), settings)]
        _, batch, layout = min(found, key=lambda entry: entry[0])
        setting = ["--batch", batch, *layout, *options]
        shown = ", ".join(f"{batch}{'cl' if layout else ''}: {time:.1f}" for time, batch, layout in found)
        self.say(f"    {name} {network} {' '.join(options)}: ms an image by batch size {shown}")
        note = ", ".join([f"batch {batch}", *(["channels last"] if layout else []), *(["sleeping"] if waiting else [])])
        return Contender({"torch": "PyTorch", "onnxruntime": "ONNX Runtime"}[name], self.peer(name, network, *setting), note)

    def matmul(self):
        command = [sys.executable, PEER, "matmul", "--threads", str(self.arguments.threads)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
        environment["OPENBLAS_NUM_THREADS"] = str(self.arguments.threads)
        return json.loads(subprocess.run(command, check=True, text=True, stdout=-1, env=environment).stdout)["gigaflops"]

    def compare(self, network, what, contenders, field="milliseconds", unit="ms", work=None):
        """Measures the contenders in turn; `work` is the floating-point operations of a figure in milliseconds."""
        if self.arguments.peers_only:
            contenders = [contender for contender in contenders if contender.name != "Beholder"]
        peak = self.matmul()
        values = self.measured(contenders, field)
        load, peak = os.getloadavg()[0], max(peak, self.matmul())
        row = {"network": network, "what": what, "unit": unit, "matmulGigaflops": peak, "load": load, "figures": []}
        self.say(f"{network}: {what}  (matrix multiply {peak:.0f} GFLOP/s, load {load:.1f})")
        ours = values.get("Beholder")
        for contender in contenders:
            if not (figures := values.get(contender.name)):
                continue
            entry = {"who": contender.name, "setting": contender.note, "median": statistics.median(figures)}
            if ours and contender.name != "Beholder":
                entry["ratio"] = statistics.median(theirs / mine for theirs, mine in zip(figures, ours))
            if work:
                entry["shareOfMatmulPeak"] = work / (entry["median"] * 1e6) / peak
            row["figures"].append(entry)
            ratio = f"  {entry['ratio']:.2f}×" if "ratio" in entry else ""
            share = f"  {entry['shareOfMatmulPeak']:.0%} of the peak" if work else ""
            self.say(f"    {entry['who']:<14}{entry['median']:>10.1f} {unit:<4}  {entry['setting']:<33}{ratio}{share}")
        self.rows.append(row)

    def measured(self, contenders, field):
        """The figures of each contender in each round; one that fails is left out, and said to."""
        values = {contender.name: [] for contender in contenders}
        for _ in range(self.arguments.rounds):
            for contender in contenders:
                if contender.name not in values:
                    continue
                try:
                    values[contender.name].append(run(contender.command)[field])
                except Failure as failure:
                    self.say(f"    left out: {failure}")
                    del values[contender.name]
        return values

    def network(self, network):
        arguments, operations = self.arguments, 2 * MULTIPLY_ADDS[network]
        pickled = arguments.zoo / f"{network}--network.pt"
        if not pickled.exists():
            subprocess.run([sys.executable, PEER, "save", network, pickled], check=True)
        first = arguments.zoo / f"{network}--first.npy"
        numpy.save(first, numpy.load(arguments.zoo / f"{network}--input.npy")[:1])
        answer = arguments.zoo / f"{network}--answer.npy"
        ours = [arguments.beholder, "model", "run", "--model", arguments.zoo / f"{network}.onnx", "--input", first]

        self.compare(
            network,
            "forward, ms an image",
            [
                self.beholder(network, arguments.batch),
                self.best("onnxruntime", network),
                forward := self.best("torch", network),
            ],
            work=operations,
        )
        self.compare(
            network,
            "forward, one image",
            [
                self.beholder(network, 1),
                self.best("onnxruntime", network, batches=[1]),
                self.best("torch", network, batches=[1]),
            ],
            work=operations,
        )
        self.compare(
            network,
            "forward and backward to the input, ms an image",
            [self.beholder(network, arguments.batch, "--gradient"), self.best("torch", network, "--gradient")],
            work=2 * operations,
        )
        occlusion = Contender("PyTorch", [*forward.command, "--occlusion", "--runs", "1"], forward.note)
        self.compare(
            network,
            f"occlusion, {WINDOWS} windows of one image",
            [self.beholder(network, arguments.batch, "--occlusion"), occlusion],
            work=WINDOWS * operations,
        )
        self.compare(
            network,
            "whole process: load and first answer",
            [
                Contender("Beholder", [*ours, "--fetch", f"output={answer}"]),
                Contender("PyTorch", self.peer("torch", network, "--passive", "--first", first)),
                Contender("ONNX Runtime", self.peer("onnxruntime", network, "--first", first)),
            ],
            field="wall",
        )
        size = ["--batch", arguments.batch, "--passive", *QUICK]
        self.compare(
            network,
            f"peak memory of the process, forward, batch {arguments.batch}",
            [
                self.beholder(network, arguments.batch),
                Contender("ONNX Runtime", self.peer("onnxruntime", network, *size), f"batch {arguments.batch}"),
                Contender("PyTorch", self.peer("torch", network, *size), f"batch {arguments.batch}"),
            ],
            field="peak",
            unit="MiB",
        )


def processor():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor()


def description(arguments):
    versions = {name: metadata.version(name) for name in ["onnxruntime", "torch", "torchvision", "numpy"]}
    if not arguments.peers_only:
        versions["beholder"] = subprocess.run([arguments.beholder, "--version"], text=True, stdout=-1).stdout.strip()
    versions["python"] = platform.python_version()
    return {"machine": f"{processor()}, {os.cpu_count()} cores, {platform.platform()}", "versions": versions}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--zoo", type=Path, required=True, metavar="FOLDER", help="where export_zoo.py wrote")
    parser.add_argument("--beholder", default=str(ROOT / ".build" / "release" / "beholder"), help="the program")
    parser.add_argument("--models", default=",".join(MULTIPLY_ADDS), help="names, separated by commas")
    parser.add_argument("--threads", type=int, default=2, help="of each contender")
    parser.add_argument("--batch", type=int, default=16, help="Beholder's batch size")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each contender")
    parser.add_argument("--peers-only", action="store_true", help="measure the peers alone")
    parser.add_argument("--json", action="store_true", help="JSON on standard output, the rest on standard error")
    arguments = parser.parse_args()
    names = arguments.models.split(",")
    if unknown := [name for name in names if name not in MULTIPLY_ADDS]:
        parser.error(f"unknown: {', '.join(unknown)}; known are {', '.join(MULTIPLY_ADDS)}")
    if missing := [name for name in names if not (arguments.zoo / f"{name}.onnx").exists()]:
        parser.error(f"not in {arguments.zoo}: {', '.join(missing)}; run Tests/ModelZoo/export_zoo.py")
    bench = Bench(arguments)
    about = description(arguments)
    bench.say(f"{about['machine']}\n" + ", ".join(f"{name} {version}" for name, version in about["versions"].items()))
    for name in names:
        bench.network(name)
    if arguments.json:
        print(json.dumps({**about, "threads": arguments.threads, "rows": bench.rows}, indent=2))


if __name__ == "__main__":
    main()
