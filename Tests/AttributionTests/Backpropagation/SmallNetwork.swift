#if NativeLibraries
import Attribution
import Foundation
import ModelGraph
import ONNXFormat
import Tensor

/// The small networks of ModelGraphTests as what is explained.
enum SmallNetwork {
    private static let tests = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("../..").standardizedFileURL

    static func name(_ file: String) -> String { file.components(separatedBy: "--")[0] }

    static func golden(_ name: String) throws -> Tensor {
        try NPYFile.read(tests.appendingPathComponent("AttributionTests/Golden/backpropagation/\(name).npy").path)
    }

    /// Class 1 of the first input that a network is tested with.
    static func subject(_ file: String, seed: UInt64 = 0, memoryLimit: Int = 400 << 20) throws -> Subject {
        let folder = tests.appendingPathComponent("ModelGraphTests")
        let model = try Model(reading: folder.appendingPathComponent("Fixtures/\(file).onnx").path)
        let inputs = try NPYFile.read(folder.appendingPathComponent("Golden/\(name(file))--input.npy").path)
        let size = inputs.values.count / inputs.shape[0]
        let input = Tensor(shape: Array(inputs.shape.dropFirst()), values: Array(inputs.values[..<size]))
        return try Subject(Classifier(model), input: input, target: 1, seed: seed, memoryLimit: memoryLimit)
    }

    /// "Conv" from names separated by spaces to names separated by spaces.
    static func node(
        _ type: String,
        _ inputs: String,
        _ outputs: String,
        _ attributes: [String: ONNXAttribute] = [:]
    ) -> ONNXNode {
        ONNXNode(
            operatorType: type,
            inputs: inputs.split(separator: " ").map(String.init),
            outputs: outputs.split(separator: " ").map(String.init),
            attributes: attributes
        )
    }

    /// A graph in memory with one input `x` and its scores `y`.
    static func subject(
        _ nodes: [ONNXNode],
        _ initializers: [ONNXTensor] = [],
        input: Tensor,
        target: Int = 0,
        isChannelsLast: Bool = false
    ) throws -> Subject {
        let graph = ONNXGraph(
            name: "small",
            nodes: nodes,
            initializers: initializers,
            inputs: [ONNXValueInfo(name: "x", elementType: .float32, shape: [.unknown, .unknown, .unknown, .unknown])],
            outputs: [ONNXValueInfo(name: "y", elementType: .float32, shape: nil)]
        )
        let model = ONNXModel(
            source: "small.onnx",
            irVersion: 8,
            producer: "",
            opsets: ["": 17],
            metadata: [:],
            graph: graph
        )
        return try Subject(
            Classifier(Model(model), isChannelsLast: isChannelsLast),
            input: input,
            target: target
        )
    }
}
#endif
