"""Writes a trained network as ONNX with its description, and runs it with ONNX Runtime and Beholder."""

import json
import subprocess
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

import training
from scenes import CLASSES, SIDE

OPSET = 17
LARGEST_FILE = 1_000_000
LARGEST_DIFFERENCE = 1e-4
LABELS = "shapes.labels.txt"
ABOUT = {
    "shapes-cnn": "A residual network with batch norm, global average pooling and a linear head.",
    "shapes-cnn-biased": "The residual network, trained where a colored tag in a corner goes with four of the classes.",
    "shapes-abn": "An attention branch network (arXiv:1812.10025); the output attention is its map.",
    "shapes-br-npa": "Bilinear representative non-parametric attention (arXiv:2106.02566); the output attention has a "
    "map for each of three representatives, features what they are taken of.",
    "shapes-protopnet": "A prototype network (arXiv:1806.10574); the output prototypes has the similarity maps of four "
    "prototypes a class.",
    "shapes-vit": "A vision transformer (arXiv:2010.11929) with a class token and four blocks of four heads on "
    "features of two residual blocks.",
}


def write(name, network, folder):
    """Writes NAME.onnx, NAME.model.json and the labels; batch norm stays a node of its own."""
    path = folder / f"{name}.onnx"
    network = network.to(memory_format=torch.contiguous_format).eval()
    values = ["image", *network.outputs]
    with tempfile.TemporaryDirectory() as place, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        raw = Path(place) / "model.onnx"
        torch.onnx.export(
            network,
            (torch.zeros(2, 3, SIDE, SIDE),),
            str(raw),
            dynamo=False,
            opset_version=OPSET,
            training=torch.onnx.TrainingMode.PRESERVE,
            input_names=values[:1],
            output_names=values[1:],
            dynamic_axes={value: {0: "N"} for value in values},
        )
        model = onnx.load(raw)
    name_layers(model.graph)
    with torch.inference_mode():
        for value, output in zip(model.graph.output, network(torch.zeros(1, 3, SIDE, SIDE))):
            for dimension, extent in list(zip(value.type.tensor_type.shape.dim, output.shape))[1:]:
                dimension.dim_value = extent
    for holder in [model, model.graph, *model.graph.node, *model.graph.initializer, *model.graph.value_info]:
        del holder.metadata_props[:]
        holder.doc_string = ""
    for value in [*model.graph.input, *model.graph.output]:
        value.doc_string = ""
    onnx.checker.check_model(model, full_check=True)
    onnx.save_model(model, path)
    assert path.stat().st_size <= LARGEST_FILE, f"{path.name} has {path.stat().st_size} bytes"
    description = {
        "formatVersion": 1,
        "description": ABOUT[name],
        "input": "image",
        "layout": "nchw",
        "channels": "rgb",
        "resize": {"shorterSide": SIDE, "interpolation": "bilinear", "antialias": True},
        "crop": {"size": SIDE},
        "scale": 1 / 255,
        "mean": [training.MEAN] * 3,
        "std": [training.DEVIATION] * 3,
        "output": {"tensor": "logits", "kind": "logits"},
        "labels": LABELS,
    }
    lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in description.items())
    (folder / f"{name}.model.json").write_text("{\n" + lines + "\n}\n")
    (folder / LABELS).write_text("\n".join(CLASSES) + "\n")
    return path


def name_layers(graph):
    """Short names for what explainers take: `features` before the average, `attention.0`… for probabilities."""
    names = {node.input[0]: "features" for node in graph.node if node.op_type == "GlobalAveragePool"}
    softmaxes = [node.output[0] for node in graph.node if node.op_type == "Softmax"]
    names |= {output: f"attention.{index}" for index, output in enumerate(softmaxes)}
    for node in graph.node:
        for values in [node.input, node.output]:
            values[:] = [names.get(value, value) for value in values]


def largest_difference(path, network, pictures):
    """max|a−b| of every output between ONNX Runtime and PyTorch, for batches of 1, 3 and all."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    worst = 0.0
    for count in [1, 3, len(pictures)]:
        inputs = training.prepared(pictures[:count]).contiguous()
        with torch.inference_mode():
            expected = network(inputs)
        found = session.run(None, {"image": inputs.numpy()})
        for output, one, other in zip(network.outputs, found, expected):
            assert one.shape == tuple(other.shape), f"{path.name}: {output} is {one.shape}, not {tuple(other.shape)}"
            worst = max(worst, float(np.abs(one - other.numpy()).max()))
    assert worst <= LARGEST_DIFFERENCE, f"{path.name} differs from PyTorch by {worst}"
    return worst


class Beholder:
    """The program, run on files."""

    def __init__(self, path):
        self.path = path

    def read(self, *arguments):
        command = [str(part) for part in [self.path, *arguments, "--json"]]
        result = subprocess.run(command, capture_output=True, text=True)
        assert result.returncode == 0, result.stderr or result.stdout
        return json.loads(result.stdout)

    def version(self):
        return subprocess.run([self.path, "--version"], capture_output=True, text=True).stdout.strip()

    def layer(self, model):
        layer = self.read("model", "inspect", model)["activationLayer"]
        grid = f", {layer['grid'][0]} × {layer['grid'][1]} after {layer['specialTokens']}" if layer.get("grid") else ""
        return f"`{layer['name']}` {layer['shape']}{grid}"

    def label(self, model, image):
        return self.read("classify", "--model", model, "--image", image, "--top", 1)["top"][0]["label"]
