#!/usr/bin/env python3
"""Exports torchvision's classification families to ONNX with random weights; see README.md beside this file.

    export_zoo.py --to FOLDER [--models a,b] [--exporter torchscript|dynamo|both] [--opset N]

Writes NAME.onnx (the TorchScript exporter, opset 17), NAME--dynamo.onnx (the torch.export one, its own opset),
NAME--input.npy [5,3,H,W] and versions.json. What is there already is kept.
"""

import argparse
import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import numpy
import onnx
import onnxscript
import torch
import torchvision

import networks

LARGEST_FILE = 2_000_000_000


def export_torchscript(network, batch, path, opset):
    torch.onnx.export(
        network,
        (batch,),
        str(path),
        dynamo=False,
        opset_version=opset or 17,
        input_names=["input"],
        output_names=["logits"],
        dynamic_axes={"input": {0: "batch"}, "logits": {0: "batch"}},
    )


def export_dynamo(network, batch, path, opset):
    size = sum(tensor.numel() * tensor.element_size() for tensor in network.state_dict().values())
    torch.onnx.export(
        network,
        (batch,),
        str(path),
        dynamo=True,
        opset_version=opset,
        input_names=["input"],
        output_names=["logits"],
        dynamic_shapes=({0: torch.export.Dim("batch", min=1, max=4096)},),
        external_data=size >= LARGEST_FILE,
        verbose=False,
    )


EXPORTERS = {"torchscript": (export_torchscript, "{}.onnx"), "dynamo": (export_dynamo, "{}--dynamo.onnx")}


def assert_telling(name, network, batch):
    """Two inputs must be told apart: logits that hardly depend on the input would agree with anything."""
    with torch.inference_mode():
        first, second = network(batch[:2])
    difference = (first - second).abs().max() / torch.maximum(first.abs().max(), second.abs().max())
    assert torch.isfinite(first).all() and torch.isfinite(second).all(), f"{name}: logits are not finite"
    assert difference > 0.01, f"{name}: the logits of two inputs differ by {difference:.2%} of their maximum only"
    return float(difference)


def export(name, folder, exporters, opset):
    wanted = [(exporter, folder / EXPORTERS[exporter][1].format(name)) for exporter in exporters]
    inputs_path = folder / f"{name}--input.npy"
    if inputs_path.exists() and all(path.exists() for _, path in wanted):
        print(f"{name}: there already")
        return
    network = networks.build(name)
    inputs = networks.inputs(name)
    batch = torch.from_numpy(inputs)
    difference = assert_telling(name, network, batch)
    numpy.save(inputs_path, inputs)
    for exporter, path in wanted:
        if path.exists():
            continue
        partial = path.with_suffix(".partial")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            EXPORTERS[exporter][0](network, batch[:2], partial, opset)
        os.replace(partial, path)
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB; two inputs differ by {difference:.1%}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--models", default=",".join(networks.NETWORKS), help="names, separated by commas; all by default")
    parser.add_argument("--exporter", choices=[*EXPORTERS, "both"], default="both")
    parser.add_argument("--opset", type=int, help="instead of the exporters' own choice")
    arguments = parser.parse_args()
    arguments.to.mkdir(parents=True, exist_ok=True)
    names = arguments.models.split(",")
    if unknown := [name for name in names if name not in networks.NETWORKS]:
        parser.error(f"unknown: {', '.join(unknown)}; known are {', '.join(networks.NETWORKS)}")
    exporters = list(EXPORTERS) if arguments.exporter == "both" else [arguments.exporter]
    versions = {module.__name__: module.__version__ for module in [torch, torchvision, onnx, onnxscript, numpy]}
    (arguments.to / "versions.json").write_text(json.dumps(versions, indent=2) + "\n")
    if len(names) == 1:
        export(names[0], arguments.to, exporters, arguments.opset)
        return
    failed = []
    for name in names:
        options = ["--to", arguments.to, "--models", name, "--exporter", arguments.exporter]
        options += ["--opset", arguments.opset] if arguments.opset else []
        if subprocess.run([sys.executable, __file__, *map(str, options)]).returncode != 0:
            failed.append(name)
    if failed:
        sys.exit(f"not exported: {', '.join(failed)}")


if __name__ == "__main__":
    main()
