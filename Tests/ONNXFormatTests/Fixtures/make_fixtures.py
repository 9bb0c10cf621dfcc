"""Writes the .onnx fixtures of the ONNX tests beside itself.

Run with onnx 1.23.2, NumPy 2.4.6, PyTorch 2.15.0 and onnxscript 0.7.2. Weights are small multiples of 1/8, so that they
are the same in every type.
"""

import re
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).parent
RAMP = [0, 1, 2, 3, 100, 7]
TYPES = "FLOAT UINT8 INT8 UINT16 INT16 INT32 INT64 BOOL FLOAT16 DOUBLE UINT32 UINT64 BFLOAT16".split()


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv2d(3, 4, 3, padding=1)
        self.head = torch.nn.Linear(4, 2)
        for parameter in self.parameters():
            values = torch.arange(parameter.numel()) % 17 - 8
            parameter.data = (values / 8).reshape(parameter.shape).float()

    def forward(self, image):
        return self.head(torch.relu(self.conv(image)).mean((2, 3)))


def export(name, **options):
    path = HERE / f"{name}.onnx"
    image = torch.zeros(2, 3, 8, 8)
    torch.onnx.export(Net().eval(), (image,), path, input_names=["image"], output_names=["logits"], **options)
    model = onnx.load(path)
    for node in model.graph.node:
        for entry in node.metadata_props:
            # Stack traces name the folders of the machine on which this ran.
            entry.value = re.sub(r'File "[^"]*/', 'File "', entry.value)
    onnx.save(model, path)


def save(name, nodes, inputs, outputs, initializers=(), opsets=(("", 17),), ir=8, functions=(), **options):
    graph = helper.make_graph(nodes, name, inputs, outputs, initializers)
    model = helper.make_model(
        graph,
        producer_name="make_fixtures",
        opset_imports=[helper.make_opsetid(*opset) for opset in opsets],
        functions=list(functions),
        ir_version=ir,
    )
    helper.set_model_props(model, {"purpose": "test", "license": "same as the program"})
    onnx.checker.check_model(model)
    onnx.save(model, HERE / f"{name}.onnx", **options)


def value(name, shape, kind=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


def typed_and_packed():
    """Each type twice: as numbers of a field, and packed."""
    for kind in TYPES:
        number = TensorProto.DataType.Value(kind)
        values = [min(value, 1) for value in RAMP] if kind == "BOOL" else RAMP
        typed = helper.make_tensor(f"{kind}-typed", number, [2, 3], values)
        array = np.array(values).reshape(2, 3).astype(helper.tensor_dtype_to_np_dtype(number))
        yield typed
        yield numpy_helper.from_array(array, f"{kind}-packed")


def main():
    for weights in ("external.weights", "w", "n", "h"):
        (HERE / weights).unlink(missing_ok=True)
    export("torchscript", dynamo=False, opset_version=13, dynamic_axes={"image": {0: "batch"}, "logits": {0: "batch"}})
    batch = torch.export.Dim("batch")
    export("dynamo", dynamo=True, opset_version=20, dynamic_shapes={"image": {0: batch}}, external_data=False)
    export("dynamo-unoptimized", dynamo=True, opset_version=18, optimize=False, external_data=False)

    types = list(typed_and_packed())
    save("types", [helper.make_node("Identity", ["x"], ["y"])], [value("x", [1])], [value("y", [1])], types)

    weights = [
        numpy_helper.from_array((np.arange(600, dtype="f4") / 8).reshape(20, 30), "w"),
        numpy_helper.from_array(np.arange(300, dtype="i8"), "n"),
        numpy_helper.from_array(np.arange(400, dtype="f4").astype("f2") / 8, "h"),
    ]
    for name, one in (("external", True), ("external-many", False)):
        if one:
            layout = {"location": "external.weights"}
        else:
            layout = {}
        save(
            name,
            [helper.make_node("MatMul", ["x", "w"], ["y"])],
            [value("x", [None, 20])],
            [value("y", [None, 30])],
            weights,
            save_as_external_data=True,
            all_tensors_to_one_file=one,
            size_threshold=1000,
            **layout,
        )

    save(
        "attributes",
        [
            helper.make_node("Gemm", ["x", "w", "bias"], ["g"], name="gemm", alpha=0.5, transB=1),
            helper.make_node("Pad", ["g"], ["p"], mode="reflect", pads=[0, 1, 0, 2]),
            helper.make_node("Constant", [], ["c"], value=helper.make_tensor("", TensorProto.INT64, [2], [3, -4])),
            helper.make_node("Custom", ["p", "", "c"], ["y"], domain="test", scales=[0.5, 2.0], words=["a", "bé"]),
        ],
        [value("x", ["batch", 2]), helper.make_tensor_sequence_value_info("s", TensorProto.FLOAT, None)],
        [value("y", ["rows", None])],
        [
            numpy_helper.from_array(np.array([[1, 2], [3, 4]], dtype="f4"), "w"),
            numpy_helper.from_array(np.zeros(0, dtype="f4"), "bias"),
        ],
        opsets=(("", 7), ("test", 1)),
        ir=7,
    )

    scale = helper.make_function(
        "local",
        "Scale",
        ["a"],
        ["b"],
        [
            helper.make_node("Constant", [], ["k"]),
            helper.make_node("Mul", ["a", "k"], ["b"], name="mul"),
        ],
        [helper.make_opsetid("", 17)],
        attributes=["factor"],
    )
    reference = scale.node[0].attribute.add(name="value_float", ref_attr_name="factor")
    reference.type = onnx.AttributeProto.FLOAT
    twice = helper.make_function(
        "local",
        "Twice",
        ["a"],
        ["c", "a"],
        [
            helper.make_node("Scale", ["a"], ["b"], domain="local", factor=2.0),
            helper.make_node("Scale", ["b"], ["c"], domain="local", factor=3.0),
        ],
        [helper.make_opsetid("", 17), helper.make_opsetid("local", 1)],
    )
    save(
        "functions",
        [helper.make_node("Twice", ["x"], ["y", "z"], domain="local", name="call")],
        [value("x", [2])],
        [value("y", [2]), value("z", [2])],
        opsets=(("", 17), ("local", 1)),
        functions=[scale, twice],
    )


main()
