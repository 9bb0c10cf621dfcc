#if NativeLibraries
import Attribution
import Foundation
import ModelGraph
import ONNXFormat
import Tensor

/// Small transformers and hand-made attention models.
enum AttentionNetworks {
    private static let tests = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("../..").standardizedFileURL

    /// The small vision transformer, by each of PyTorch's exporters.
    static let transformers = ["torchscript14", "torchscript17", "dynamo20"].map { "vision-transformer--\($0)" }

    /// One of the two images of a network exported by `make_small_models.py`, and its class 1.
    static func fixture(_ file: String, image: Int = 0, target: Int = 1, layer: String? = nil) throws -> Subject {
        let model = try Model(reading: tests.appendingPathComponent("ModelGraphTests/Fixtures/\(file).onnx").path)
        let network = file.components(separatedBy: "--")[0]
        let path = tests.appendingPathComponent("ModelGraphTests/Golden/\(network)--input.npy").path
        let input = Self.image(image, of: try NPYFile.read(path))
        return try Subject(Classifier(model), input: input, target: target, layer: layer)
    }

    static func golden(_ name: String) throws -> Tensor {
        try NPYFile.read(tests.appendingPathComponent("AttributionTests/Golden/\(name).npy").path)
    }

    /// Element `index` of the first axis.
    static func image(_ index: Int, of tensor: Tensor) -> Tensor {
        let size = tensor.values.count / tensor.shape[0]
        let values = Array(tensor.values[index * size..<(index + 1) * size])
        return Tensor(shape: Array(tensor.shape.dropFirst()), values: values)
    }

    static func node(
        _ type: String,
        _ inputs: String,
        _ output: String,
        _ attributes: [String: ONNXAttribute] = [:]
    ) -> ONNXNode {
        let inputs = inputs.split(separator: " ").map(String.init)
        return ONNXNode(operatorType: type, inputs: inputs, outputs: [output], attributes: attributes)
    }

    /// A network of x `[1,C,H,W]`.
    static func subject(
        _ nodes: [ONNXNode],
        _ weights: [ONNXTensor],
        input: Tensor,
        outputs: [String] = ["scores"],
        target: Int = 0,
        layer: String? = nil,
        isChannelsLast: Bool = false
    ) throws -> Subject {
        let extents = isChannelsLast ? Array(input.shape[1...]) + [input.shape[0]] : input.shape
        let shape = [ONNXDimension.unknown] + extents.map { ONNXDimension.fixed($0) }
        let graph = ONNXGraph(
            name: "test",
            nodes: nodes,
            initializers: weights,
            inputs: [ONNXValueInfo(name: "x", elementType: .float32, shape: shape)],
            outputs: outputs.map { ONNXValueInfo(name: $0, elementType: .float32, shape: nil) }
        )
        let model = ONNXModel(
            source: "test.onnx",
            irVersion: 8,
            producer: "",
            opsets: ["": 17],
            metadata: [:],
            graph: graph
        )
        let classifier = try Classifier(Model(model), isChannelsLast: isChannelsLast)
        return try Subject(classifier, input: input, target: target, layer: layer)
    }

    /// One block without a class token or learned weights over patches of 2 px: attention of tokens among themselves,
    /// a residual connection, the mean over tokens.
    static func withoutClassToken(height: Int = 4, width: Int = 8) throws -> Subject {
        let tokens = height * width / 4
        let input = Tensor(shape: [1, height, width], values: (0..<height * width).map { Float($0 * 7 % 11) / 11 })
        return try subject(
            [
                node("Conv", "x patches", "cells", ["strides": .ints([2, 2])]),
                node("Reshape", "cells shape", "columns"),
                node("Transpose", "columns", "tokens", ["perm": .ints([0, 2, 1])]),
                node("MatMul", "tokens columns", "likeness"),
                node("Softmax", "likeness", "attention", ["axis": .int(-1)]),
                node("MatMul", "attention tokens", "mixed"),
                node("Add", "tokens mixed", "after"),
                node("ReduceMean", "after", "mean", ["axes": .ints([1]), "keepdims": .int(0)]),
                node("MatMul", "mean head", "scores"),
            ],
            [
                ONNXTensor(name: "patches", shape: [3, 1, 2, 2], floats: [1, 0, 0, 1, 0.5, -1, 1, 0, -1, 0, 2, 0.5]),
                ONNXTensor(name: "shape", shape: [3], integers: [1, 3, tokens]),
                ONNXTensor(name: "head", shape: [3, 2], floats: [1, -1, 0.5, 0, -0.25, 2]),
            ],
            input: input
        )
    }
}
#endif
