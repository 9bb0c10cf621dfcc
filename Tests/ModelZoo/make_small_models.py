#!/usr/bin/env python3
"""Writes the small models of ModelGraphTests and what PyTorch and ONNX Runtime compute on them.

    make_small_models.py [--to FOLDER]

FOLDER (Tests/ModelGraphTests by default) gets Fixtures/NAME--VARIANT.onnx and, for each NAME, Golden/NAME--input.npy
[2,3,16,16], NAME--output.npy from ONNX Runtime, and NAME--gradient.npy: PyTorch's float64 gradient, with respect to the
input, of the score of class 1 summed over the batch; of the logits where the model ends in a softmax.
"""

import argparse
import json
import tempfile
import warnings
from pathlib import Path

import numpy
import onnx
import onnxruntime
import onnxscript
import torch
import torchvision

import legacy_graph
import networks
import small_networks

TARGET = 1
LARGEST_FILE = 60_000
MODELS = {
    "residual-cnn": (small_networks.ResidualCNN, ["torchscript13", "unfused9", "float16", "external", "dynamo18"]),
    "mobile-block": (small_networks.MobileBlock, ["torchscript11", "torchscript14", "dynamo20"]),
    "vision-transformer": (small_networks.VisionTransformer, ["torchscript14", "torchscript17", "dynamo20"]),
    "shifted-windows": (small_networks.ShiftedWindows, ["torchscript16", "dynamo18"]),
    "cosine-windows": (small_networks.CosineWindows, ["torchscript17", "dynamo20"]),
    "shuffled-groups": (small_networks.ShuffledGroups, ["torchscript10", "dynamo21"]),
    "probabilities": (small_networks.Probabilities, ["torchscript8", "torchscript15", "dynamo22"]),
    "mixture": (small_networks.Mixture, ["torchscript14", "dynamo19"]),
    "arithmetic": (small_networks.Arithmetic, ["torchscript13", "dynamo18"]),
    "legacy": (small_networks.Legacy, ["opset7"]),
}


def build(name):
    torch.manual_seed(networks.seed_of(name))
    network = MODELS[name][0]()
    networks.initialize(network)
    for label, parameter in network.named_parameters():
        if parameter.dim() == 1 and "norm" not in label:
            torch.nn.init.normal_(parameter, std=0.3)
    networks.settle_statistics(network, networks.images(16, 16, networks.seed_of(name) + 2))
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.normal_(module.bias, std=0.3)
    with torch.no_grad():
        for value in [*network.parameters(), *network.buffers()]:
            value.requires_grad_(False)
            if value.is_floating_point():
                value.copy_(value.half().float())
    return network


def without_traces(model):
    """The model without the exporter's notes, which name files of the machine it ran on."""
    for holder in [model, model.graph, *model.graph.node, *model.graph.initializer, *model.graph.value_info]:
        del holder.metadata_props[:]
        holder.doc_string = ""
    for value in [*model.graph.input, *model.graph.output]:
        del value.metadata_props[:]
        value.doc_string = ""
    return model


def renumbered(model):
    """The model with numbers for the names of values and no names for nodes, which shortens large graphs."""
    kept = {value.name for value in [*model.graph.input, *model.graph.output, *model.graph.initializer]}
    produced = [name for node in model.graph.node for name in node.output if name and name not in kept]
    numbers = {name: str(index) for index, name in enumerate(produced)}
    for node in model.graph.node:
        node.name = ""
        for names in [node.input, node.output]:
            names[:] = [numbers.get(name, name) for name in names]
    del model.graph.value_info[:]
    return model


def exported(network, batch, variant):
    kind, opset = variant.rstrip("0123456789"), int("".join(filter(str.isdigit, variant)))
    if kind == "dynamo":
        options = {"dynamo": True, "dynamic_shapes": ({0: torch.export.Dim("N", min=1, max=512)},), "verbose": False}
    else:
        training = torch.onnx.TrainingMode.PRESERVE if kind == "unfused" else torch.onnx.TrainingMode.EVAL
        axes = {"input": {0: "N"}, "scores": {0: "N"}}
        options = {"dynamo": False, "dynamic_axes": axes, "training": training}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.onnx"
        torch.onnx.export(
            network,
            (batch,),
            str(path),
            input_names=["input"],
            output_names=["scores"],
            opset_version=opset,
            external_data=False,
            **options,
        )
        model = without_traces(onnx.load(path))
    written = next(entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx"))
    assert written == opset, f"asked for opset {opset}, got {written}"
    return renumbered(model) if model.ByteSize() > LARGEST_FILE else model


def write_model(network, batch, name, variant, fixtures):
    path = fixtures / f"{name}--{variant}.onnx"
    if variant == "external":
        data = path.with_suffix(".data")
        data.unlink(missing_ok=True)
        model = exported(network, batch, "torchscript17")
        onnx.save_model(model, path, save_as_external_data=True, location=data.name, size_threshold=128)
    elif variant == "float16":
        onnx.save_model(legacy_graph.with_half_weights(exported(network, batch, "unfused13")), path)
    elif name == "legacy":
        onnx.save_model(legacy_graph.legacy_model(network), path)
    else:
        onnx.save_model(exported(network, batch, variant), path)
    assert path.stat().st_size <= LARGEST_FILE, f"{path.name} has {path.stat().st_size} bytes"
    return path


def run(path, inputs):
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return session.run(None, {"input": inputs})[0]


def gradient(network, inputs, dtype):
    network = network.to(dtype)
    images = torch.from_numpy(inputs).to(dtype).requires_grad_()
    scores = getattr(network, "logits", network)(images)
    result = torch.autograd.grad(scores[:, TARGET].sum(), images)[0]
    network.float()
    return result.float().numpy()


def difference(a, b):
    return float(numpy.abs(a - b).max() / numpy.abs(b).max())


def make(name, fixtures, golden):
    network = build(name)
    inputs = networks.images(2, 16, networks.seed_of(name) + 1)
    exact, single = gradient(network, inputs, torch.float64), gradient(network, inputs, torch.float32)
    assert difference(single, exact) < 1e-5, f"{name}: float32 and float64 gradients differ by {difference(single, exact)}"
    batch = torch.from_numpy(inputs)
    expected = network(batch).numpy()
    assert difference(expected[:1], expected[1:]) > 0.01, f"{name}: the two inputs have the same scores"
    outputs = None
    for variant in MODELS[name][1]:
        path = write_model(network, batch, name, variant, fixtures)
        for part in [inputs, inputs[:1], numpy.concatenate([inputs, inputs, inputs[:1]])]:
            found = run(path, part)
            wanted = network(torch.from_numpy(part)).numpy()
            assert difference(found, wanted) < 1e-5, f"{path.name} differs from PyTorch by {difference(found, wanted)}"
        outputs = run(path, inputs) if outputs is None else outputs
        print(f"{path.name}: {path.stat().st_size / 1e3:.1f} kB", flush=True)
    for kind, array in [("input", inputs), ("output", outputs), ("gradient", exact)]:
        numpy.save(golden / f"{name}--{kind}.npy", array)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=Path(__file__).resolve().parents[1] / "ModelGraphTests")
    parser.add_argument("--models", default=",".join(MODELS), help="names, separated by commas; all by default")
    arguments = parser.parse_args()
    fixtures, golden = arguments.to / "Fixtures", arguments.to / "Golden"
    for folder in [fixtures, golden]:
        folder.mkdir(parents=True, exist_ok=True)
    torch.backends.mha.set_fastpath_enabled(False)
    warnings.simplefilter("ignore")
    for name in arguments.models.split(","):
        make(name, fixtures, golden)
    peers = [torch, torchvision, onnx, onnxscript, onnxruntime, numpy]
    versions = {peer.__name__: peer.__version__ for peer in peers}
    (golden / "versions.json").write_text(json.dumps({"script": Path(__file__).name, "peers": versions}, indent=2) + "\n")


if __name__ == "__main__":
    main()
