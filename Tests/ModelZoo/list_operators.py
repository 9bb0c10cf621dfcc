#!/usr/bin/env python3
"""Prints the operators in ONNX files with the values of their attributes and the types they compute on.

    list_operators.py FILE.onnx…
"""

import argparse
import collections
import warnings
from pathlib import Path

import numpy
import onnx
from onnx import numpy_helper

TYPES = {value: name.lower() for name, value in onnx.TensorProto.DataType.items()}
MOST_VALUES = 14


def text_of(attribute):
    value = onnx.helper.get_attribute_value(attribute)
    if isinstance(value, onnx.TensorProto):
        array = numpy_helper.to_array(value)
        shown = f"={array.reshape(-1)[0]}" if array.size == 1 else ""
        return f"{array.dtype}{list(array.shape)}{shown}"
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, onnx.GraphProto):
        return "graph"
    return str(list(value)) if isinstance(value, (list, tuple)) else str(value)


class Summary:
    def __init__(self):
        self.count = 0
        self.files = set()
        self.attributes = collections.defaultdict(collections.Counter)
        self.types = collections.Counter()
        self.constants = collections.defaultdict(collections.Counter)

    def lines(self, operator):
        yield f"{operator}  ×{self.count}  in {', '.join(sorted(self.files))}"
        yield "    types: " + ", ".join(name for name, _ in self.types.most_common())
        for group, label in [(self.attributes, ""), (self.constants, " (constant input)")]:
            for name, values in sorted(group.items()):
                shown = [value for value, _ in values.most_common(MOST_VALUES)]
                more = f" … {len(values) - MOST_VALUES} more" if len(values) > MOST_VALUES else ""
                yield f"    {name}{label}: {', '.join(shown)}{more}"


def tensor_types(model):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = onnx.shape_inference.infer_shapes(model, data_prop=True)
    types = {tensor.name: tensor.data_type for tensor in model.graph.initializer}
    for value in [*model.graph.value_info, *model.graph.input, *model.graph.output]:
        types[value.name] = value.type.tensor_type.elem_type
    return types


def constants_of(graph):
    """Small constants by name; weights are left out."""
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type == "Constant" and node.attribute[0].HasField("t"):
            tensors[node.output[0]] = node.attribute[0].t
    return {name: numpy_helper.to_array(tensor) for name, tensor in tensors.items() if numpy.prod(tensor.dims) <= 8}


def visit(path, summaries):
    model = onnx.load(path)
    types, constants = tensor_types(model), constants_of(model.graph)
    versions = ", ".join(f"{opset.domain or 'ai.onnx'} {opset.version}" for opset in model.opset_import)
    names = collections.Counter()
    for node in model.graph.node:
        operator = f"{node.domain}.{node.op_type}" if node.domain not in ("", "ai.onnx") else node.op_type
        names[operator] += 1
        summary = summaries[operator]
        summary.count += 1
        summary.files.add(path.stem)
        for attribute in node.attribute:
            summary.attributes[attribute.name][text_of(attribute)] += 1
        inputs = [TYPES.get(types.get(name, 0), "?") if name else "–" for name in node.input]
        outputs = [TYPES.get(types.get(name, 0), "?") for name in node.output if name]
        summary.types[f"({', '.join(inputs)}) → {', '.join(outputs)}"] += 1
        for index, name in enumerate(node.input):
            if index > 0 and name in constants and not operator.startswith(("Conv", "Gemm", "BatchNorm")):
                array = constants[name]
                summary.constants[f"input {index}"][f"{array.dtype} {numpy.round(array, 6).tolist()}"] += 1
    functions = f", {len(model.functions)} functions" if model.functions else ""
    shape = [d.dim_param or d.dim_value for d in model.graph.input[0].type.tensor_type.shape.dim]
    print(f"{path.name}: IR {model.ir_version}, {versions}, input {shape}, {len(model.graph.node)} nodes{functions}")
    print("    " + ", ".join(f"{name} {count}" for name, count in sorted(names.items())))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    summaries = collections.defaultdict(Summary)
    for path in parser.parse_args().files:
        visit(path, summaries)
    print()
    for operator in sorted(summaries):
        print("\n".join(summaries[operator].lines(operator)))


if __name__ == "__main__":
    main()
