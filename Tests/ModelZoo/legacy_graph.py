"""A graph as exporters wrote them years ago: opset 7, IR 3, attributes where inputs are today."""

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper


def legacy_model(network):
    """The opset 7 graph with the weights of `small_networks.Legacy`."""
    weights = {name: value.numpy() for name, value in network.state_dict().items() if not name.endswith("tracked")}
    nodes = []

    def add(operator, inputs, outputs, **attributes):
        nodes.append(helper.make_node(operator, inputs.split(), outputs.split(), **attributes))

    def normalize(source, name, target):
        parts = ["weight", "bias", "running_mean", "running_var"]
        inputs = " ".join([source, *(f"{name}.{part}" for part in parts)])
        add("BatchNormalization", inputs, target, epsilon=1e-3, momentum=0.9)

    add("Pad", "input", "edged", mode="edge", pads=[0, 0, 1, 1, 0, 0, 1, 1])
    add("Conv", "edged first.weight first.bias", "first", kernel_shape=[3, 3], auto_pad="VALID")
    normalize("first", "first_norm", "first_normal")
    add("Clip", "first_normal", "clipped", min=0.0, max=6.0)
    add("LRN", "clipped", "responses", size=3, alpha=0.02, beta=0.75, bias=1.5)
    add("Conv", "responses second.weight", "second", kernel_shape=[3, 3], strides=[2, 2], auto_pad="SAME_UPPER")
    normalize("second", "second_norm", "second_normal")
    add("Split", "second_normal", "left right", axis=1, split=[4, 8])
    add("AveragePool", "left", "left_mean", kernel_shape=[3, 3], pads=[1, 1, 1, 1], count_include_pad=1)
    add("MaxPool", "right", "right_max", kernel_shape=[2, 2], strides=[2, 2])
    add("Conv", "right_max narrow.weight narrow.bias", "narrow")
    add("Upsample", "narrow", "wide", mode="nearest", scales=[1.0, 1.0, 2.0, 2.0])
    add("Concat", "left_mean wide", "joined", axis=1)
    add("Unsqueeze", "scale", "scales", axes=[1, 2])
    add("Mul", "joined scales", "scaled")
    add("Add", "scaled shift", "shifted")
    add("Pad", "shifted", "framed", mode="constant", pads=[0, 0, 2, 2, 0, 0, 2, 2], value=0.5)
    add("Slice", "framed", "cut", axes=[2, 3], starts=[1, -11], ends=[11, -1])
    add("AveragePool", "cut", "means", kernel_shape=[3, 3], strides=[2, 2], auto_pad="SAME_LOWER")
    add("ReduceMean", "means", "pooled", axes=[2, 3], keepdims=1)
    add("Squeeze", "pooled", "features", axes=[2, 3])
    add("Dropout", "features", "kept", ratio=0.4)
    add("Gemm", "kept head.weight head.bias", "logits", transB=1, alpha=0.5, beta=2.0)

    initializers = [numpy_helper.from_array(numpy.ascontiguousarray(value), name) for name, value in weights.items()]
    inputs = [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["N", 3, 16, 16])]
    inputs += [helper.make_tensor_value_info(name, TensorProto.FLOAT, value.shape) for name, value in weights.items()]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", weights["head.bias"].size])]
    graph = helper.make_graph(nodes, "legacy", inputs, outputs, initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 7)], ir_version=3, producer_name="beholder")
    onnx.checker.check_model(model)
    return model


def with_half_weights(model):
    """The model with its float32 initializers as float16, each widened by a Cast."""
    half = onnx.ModelProto()
    half.CopyFrom(model)
    casts = []
    for tensor in half.graph.initializer:
        if tensor.data_type != TensorProto.FLOAT:
            continue
        values = numpy_helper.to_array(tensor)
        narrow = numpy_helper.from_array(values.astype(numpy.float16), tensor.name + "_half")
        assert (numpy_helper.to_array(narrow).astype(numpy.float32) == values).all(), f"{tensor.name} is not float16"
        casts.append(helper.make_node("Cast", [narrow.name], [tensor.name], to=TensorProto.FLOAT))
        tensor.CopyFrom(narrow)
    nodes = list(half.graph.node)
    del half.graph.node[:]
    half.graph.node.extend(casts + nodes)
    onnx.checker.check_model(half)
    return half
