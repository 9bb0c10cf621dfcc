#!/usr/bin/env python3
"""Compares Beholder with ONNX Runtime and PyTorch on exported networks; see README.md beside this file.

    check_zoo.py --zoo FOLDER [--beholder PATH] [--models a,b] [--exporter torchscript|dynamo|both]
                 [--gradients] [--shared DIR] [--write]

Logits: max|a−b| / max|b| with ONNX Runtime at most 1e-4. Gradients of the score of class 1: of networks without ReLU and
max-pooling, max|a−b| / max|b| with PyTorch at most 1e-4 for each of five inputs; of the others, the median relative L2
error from PyTorch's float64 gradient at most 5 times that of PyTorch's float32 gradient plus 1e-4. Inputs are given one
by one and as a batch; "from float64" is the distance of the former from PyTorch's float64 gradient, "PyTorch's own"
that of PyTorch's float32 gradient. PyTorch's gradients are kept in FOLDER. --shared names a folder with models/squeezenet1_1.onnx
and images/*.jpg. --write puts the tables in RESULTS.md. The exit code is 1 where a bound is missed.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy
import onnx
import onnxruntime
import PIL.Image
import torch
import torchvision

import networks

ROOT = Path(__file__).resolve().parents[2]
RESULTS = Path(__file__).with_name("RESULTS.md")
FILES = {"torchscript": "{}.onnx", "dynamo": "{}--dynamo.onnx"}
TARGET = 1
LARGEST_DIFFERENCE = 1e-4
LARGEST_MULTIPLE = 5
LOGITS = ["model", "exporter", "opset", "parameters", "max|a−b|/max|b|", "verdict"]
GRADIENTS = ["model", "exporter", "measure", "one by one", "batch", "from float64", "PyTorch's own", "bound", "verdict"]


class Beholder:
    """The program, run on arrays."""

    class Failure(Exception):
        pass

    def __init__(self, path):
        self.path = path

    def call(self, *arguments):
        command = [str(part) for part in [self.path, *arguments]]
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode != 0:
            lines = (result.stderr or result.stdout).strip().splitlines() or ["nothing printed"]
            raise self.Failure(f"exit {result.returncode}: {lines[0][:120]}")
        return result.stdout

    def version(self):
        try:
            return self.call("--version").strip()
        except self.Failure as failure:
            sys.exit(f"{self.path} --version failed: {failure}")

    def logits(self, model, inputs):
        return self._array(lambda source, target: ["run", *source, "--fetch", f"output={target}"], model, inputs)

    def gradient(self, model, inputs):
        return self._array(
            lambda source, target: ["gradient", *source, "--target", TARGET, "--output", target], model, inputs
        )

    def _array(self, arguments, model, inputs):
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder) / "input.npy", Path(folder) / "result.npy"
            numpy.save(source, inputs)
            self.call("model", *arguments(["--model", model, "--input", source], target))
            return numpy.load(target)


def largest_difference(found, expected):
    if found.shape != expected.shape or not numpy.isfinite(found).all():
        return float("inf")
    return float(numpy.abs(found - expected).max() / numpy.abs(expected).max())


def distance(found, expected):
    """Relative L2 error."""
    if found.shape != expected.shape or not numpy.isfinite(found).all():
        return float("inf")
    return float(numpy.linalg.norm(found.astype(numpy.float64) - expected) / numpy.linalg.norm(expected))


def peer_logits(path, inputs):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return session.run(None, {session.get_inputs()[0].name: inputs})[0]


def peer_gradients(name, zoo):
    """PyTorch's gradients of the five inputs in float32 and in float64."""
    paths = [zoo / f"{name}--gradient32.npy", zoo / f"{name}--gradient64.npy"]
    if not all(path.exists() for path in paths):
        network, inputs = networks.build(name), numpy.load(zoo / f"{name}--input.npy")
        for path, dtype in zip(paths, [torch.float32, torch.float64]):
            network = network.to(dtype)
            gradients = []
            for image in torch.from_numpy(inputs).to(dtype).split(1):
                image.requires_grad_()
                gradients.append(torch.autograd.grad(network(image)[:, TARGET].sum(), image)[0].numpy())
            numpy.save(path, numpy.concatenate(gradients))
    return [numpy.load(path) for path in paths]


def describe(path):
    model = onnx.load(path, load_external_data=False)
    opset = next(entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx"))
    floats = [tensor for tensor in model.graph.initializer if tensor.data_type == onnx.TensorProto.FLOAT]
    return str(opset), f"{sum(int(numpy.prod(tensor.dims)) for tensor in floats) / 1e6:.1f} M"


def check_logits(label, exporter, path, inputs, beholder):
    opset, parameters = describe(path)
    row = [label, exporter, opset, parameters]
    try:
        difference = largest_difference(beholder.logits(path, inputs), peer_logits(path, inputs))
    except Beholder.Failure as failure:
        return [*row, "–", f"FAILED, {failure}"]
    return [*row, f"{difference:.1e}", "agrees" if difference <= LARGEST_DIFFERENCE else "DIFFERS"]


def check_gradients(name, exporter, path, zoo, beholder):
    single, exact = peer_gradients(name, zoo)
    inputs = numpy.load(zoo / f"{name}--input.npy")
    smooth = name in networks.SMOOTH
    measure, reference = (largest_difference, single) if smooth else (distance, exact)
    combine, word = (max, "largest max|a−b|/max|b|") if smooth else (statistics.median, "median L2 from float64")
    failed = [name, exporter, word, "–", "–", "–", "–", "–"]
    try:
        one_by_one = [beholder.gradient(path, image[None])[0] for image in inputs]
        together = beholder.gradient(path, inputs)
    except Beholder.Failure as failure:
        return [*failed, f"FAILED, {failure}"]
    if together.shape != inputs.shape:
        return [*failed, f"FAILED, a gradient of shape {list(together.shape)}"]

    def combined(gradients, reference):
        return combine([measure(a, b) for a, b in zip(gradients, reference)])

    found = [combined(one_by_one, reference), combined(together, reference)]
    exactness, peer = combined(one_by_one, exact), combined(single, exact)
    bound = LARGEST_DIFFERENCE + (0 if smooth else LARGEST_MULTIPLE * peer)
    verdict = "agrees" if max(found) <= bound else "DIFFERS"
    return [name, exporter, word, *(f"{value:.1e}" for value in [*found, exactness, peer, bound]), verdict]


def photo(path):
    """As the trained SqueezeNet wants it: BGR, 0…255 minus the mean, [3,224,224]."""
    image = PIL.Image.open(path).convert("RGB")
    scale = 256 / min(image.size)
    image = image.resize([round(length * scale) for length in image.size], PIL.Image.Resampling.BILINEAR)
    left, top = [(length - 224) // 2 for length in image.size]
    pixels = numpy.asarray(image.crop((left, top, left + 224, top + 224)), numpy.float32)
    return (pixels[:, :, ::-1] - numpy.array([104, 117, 123], numpy.float32)).transpose(2, 0, 1)


def check_photos(shared, beholder):
    paths = sorted((shared / "images").glob("*.jpg"))[:5]
    inputs = numpy.ascontiguousarray(numpy.stack([photo(path) for path in paths]))
    model = shared / "models" / "squeezenet1_1.onnx"
    return check_logits(f"squeezenet1_1, trained, {len(paths)} photos", "–", model, inputs, beholder)


def print_row(row, widths):
    print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip(), flush=True)


def markdown(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def versions(beholder):
    peers = [onnxruntime, torch, torchvision, onnx, numpy]
    return ", ".join([f"Beholder {beholder.version()}", *(f"{peer.__name__} {peer.__version__}" for peer in peers)])


def write(logits, gradients, beholder, shared):
    parts = ["# Beholder, ONNX Runtime and PyTorch on the same networks", ""]
    parts += ["Written by `check_zoo.py --write`; what is compared and how is in README.md.", "", versions(beholder) + "."]
    parts += ["", "## Logits, against ONNX Runtime", "", markdown(LOGITS, logits)]
    if not shared:
        parts += ["", "The trained SqueezeNet was skipped: no --shared."]
    if gradients:
        parts += ["", "## Gradients of the score of one class, against PyTorch", "", markdown(GRADIENTS, gradients)]
    RESULTS.write_text("\n".join(parts) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--zoo", type=Path, required=True, metavar="FOLDER", help="where export_zoo.py wrote")
    parser.add_argument("--beholder", default=str(ROOT / ".build" / "release" / "beholder"), help="the program")
    parser.add_argument("--models", default=",".join(networks.NETWORKS), help="names, separated by commas; all by default")
    parser.add_argument("--exporter", choices=[*FILES, "both"], default="both")
    parser.add_argument("--gradients", action="store_true", help="compare gradients too")
    parser.add_argument("--shared", type=Path, metavar="DIR", help="the trained SqueezeNet and photos")
    parser.add_argument("--write", action="store_true", help="write RESULTS.md")
    arguments = parser.parse_args()
    if not os.access(arguments.beholder, os.X_OK):
        parser.error(f"no program at {arguments.beholder}; build it, or say where it is with --beholder")
    names = arguments.models.split(",")
    if unknown := [name for name in names if name not in networks.NETWORKS]:
        parser.error(f"unknown: {', '.join(unknown)}")
    beholder = Beholder(arguments.beholder)
    exporters = list(FILES) if arguments.exporter == "both" else [arguments.exporter]
    files = [(name, exporter, arguments.zoo / FILES[exporter].format(name)) for name in names for exporter in exporters]
    if missing := [path.name for _, _, path in files if not path.exists()]:
        parser.error(f"not in {arguments.zoo}: {', '.join(missing)}; run export_zoo.py")
    print(versions(beholder), end="\n\n")

    logits, gradients = [], []
    widths = [36, 11, 5, 10, 15, 7]
    print_row(LOGITS, widths)
    for name, exporter, path in files:
        inputs = numpy.load(arguments.zoo / f"{name}--input.npy")
        logits.append(check_logits(name, exporter, path, inputs, beholder))
        print_row(logits[-1], widths)
    if arguments.shared:
        logits.append(check_photos(arguments.shared, beholder))
        print_row(logits[-1], widths)
    else:
        print("The trained SqueezeNet on photos is skipped: no --shared.")
    if arguments.gradients:
        widths = [18, 11, 23, 10, 7, 12, 13, 7, 7]
        print()
        print_row(GRADIENTS, widths)
        for name, exporter, path in files:
            gradients.append(check_gradients(name, exporter, path, arguments.zoo, beholder))
            print_row(gradients[-1], widths)
    if arguments.write:
        write(logits, gradients, beholder, arguments.shared)
    if missed := sum(row[-1] != "agrees" for row in logits + gradients):
        sys.exit(f"\n{missed} of {len(logits) + len(gradients)} miss their bound")


if __name__ == "__main__":
    main()
