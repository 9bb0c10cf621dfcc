#if NativeLibraries
import Attribution
import AttributionMetrics
import Foundation
import ModelGraph
import ONNXFormat
import Tensor

/// Linear networks on `[3,8,8]`, in memory.
enum ToyNetwork {
    static let shape = [3, 8, 8]

    /// The input on which the survey's program was run: ((5n mod 17)/17) − 0.4.
    static let input = Tensor(
        shape: shape,
        values: (0..<192).map { index -> Float in Float(5 * index % 17) / 17 - 0.4 }
    )

    /// Logits Σ 0.15·cos(0.7n + 1.3k)·xₙ of three classes.
    static func subject(target: Int = 0, batchBytes: Int = 400 << 20, seed: UInt64 = 0) throws -> Subject {
        let weights = (0..<192).flatMap { n in
            (0..<3).map { k -> Float in Float(0.15 * cos(0.7 * Double(n) + 1.3 * Double(k))) }
        }
        return try subject(weights: weights, classes: 3, target: target, batchBytes: batchBytes, seed: seed)
    }

    /// Scores Σ wₙₖ·xₙ.
    static func subject(
        weights: [Float],
        classes: Int,
        target: Int = 0,
        input: Tensor = input,
        batchBytes: Int = 400 << 20,
        seed: UInt64 = 0
    ) throws -> Subject {
        let count = weights.count / classes
        let graph = ONNXGraph(
            name: "toy",
            nodes: [
                ONNXNode(operatorType: "Flatten", inputs: ["x"], outputs: ["flat"], attributes: [:]),
                ONNXNode(operatorType: "MatMul", inputs: ["flat", "w"], outputs: ["y"], attributes: [:]),
            ],
            initializers: [ONNXTensor(name: "w", shape: [count, classes], floats: weights)],
            inputs: [
                ONNXValueInfo(
                    name: "x",
                    elementType: .float32,
                    shape: [.unknown] + input.shape.map { .fixed($0) }
                )
            ],
            outputs: [ONNXValueInfo(name: "y", elementType: .float32, shape: nil)]
        )
        let model = try Model(
            ONNXModel(
                source: "toy.onnx",
                irVersion: 8,
                producer: "",
                opsets: ["": 13],
                metadata: [:],
                graph: graph
            )
        )
        return try Subject(Classifier(model), input: input, target: target, seed: seed, memoryLimit: batchBytes)
    }
}

/// A metric by its name, as users run it.
func score(
    _ id: String,
    _ evaluation: Evaluation,
    _ parameters: [String: String] = [:]
) async throws -> MetricScore {
    let type = try MetricCatalog.metric(named: id)
    return try await type.init(ParameterValues(parsing: parameters, for: type.traits)).score(evaluation)
}
#endif
