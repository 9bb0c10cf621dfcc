#if NativeLibraries
import Attribution
import ModelGraph
import ONNXFormat
import Tensor

/// Tiny classifiers whose class activation maps have closed forms: x → maps → scores.
enum HandMadeNetwork {
    /// Two channels become three maps, each position by itself.
    static let kernel: [(Double, Double)] = [(1, -0.5), (-1, 0.75), (0.5, 0.5)]

    /// x `[2,4,5]` → relu(conv) → mean over positions → linear.
    ///
    /// - Parameter head: What class 0 weights the three means by.
    static func pooled(_ head: [Float], bias: Float = 0.25) throws -> Subject {
        try subject(
            [
                node("Conv", ["x", "kernel"], "c"), node("Relu", ["c"], "maps"),
                node("GlobalAveragePool", ["maps"], "mean"), node("Flatten", ["mean"], "flat"),
                node("Gemm", ["flat", "head", "bias"], "scores"),
            ],
            [
                ONNXTensor(name: "head", shape: [3, 2], floats: head.flatMap { [$0, 1 - $0] }),
                ONNXTensor(name: "bias", shape: [2], floats: [bias, -0.5]),
            ],
            shape: [2, 4, 5]
        )
    }

    /// x `[2,4,4]` → conv → all positions of all maps weighted: linear throughout.
    static func linear() throws -> Subject {
        try subject(
            [
                node("Conv", ["x", "kernel"], "maps"), node("Flatten", ["maps"], "flat"),
                node("MatMul", ["flat", "head"], "scores"),
            ],
            [
                ONNXTensor(
                    name: "head",
                    shape: [48, 2],
                    floats: (0..<96).map { index -> Float in
                        Float((index * 5) % 13) / 40 - 0.15
                    }
                )
            ],
            shape: [2, 4, 4]
        )
    }

    /// A_k at every position, rectified, by hand.
    static func maps(_ subject: Subject) -> [[Double]] {
        let (x, plane) = (subject.input.values.map(Double.init), subject.plane)
        return kernel.map { a, b in (0..<plane).map { max(0, a * x[$0] + b * x[plane + $0]) } }
    }

    private static func node(_ type: String, _ inputs: [String], _ output: String) -> ONNXNode {
        ONNXNode(operatorType: type, inputs: inputs, outputs: [output], attributes: [:])
    }

    private static func subject(_ nodes: [ONNXNode], _ weights: [ONNXTensor], shape: [Int]) throws -> Subject {
        let kernel = ONNXTensor(
            name: "kernel",
            shape: [3, 2, 1, 1],
            floats: kernel.flatMap { [Float($0.0), Float($0.1)] }
        )
        let graph = ONNXGraph(
            name: "test",
            nodes: nodes,
            initializers: [kernel] + weights,
            inputs: [ONNXValueInfo(name: "x", elementType: .float32, shape: (0..<4).map { _ in .unknown })],
            outputs: [ONNXValueInfo(name: "scores", elementType: .float32, shape: nil)]
        )
        let model = try Model(
            ONNXModel(source: "test.onnx", irVersion: 8, producer: "", opsets: ["": 17], metadata: [:], graph: graph)
        )
        let values = (0..<shape.reduce(1, *)).map { index -> Float in
            let step = (index * 7 + 3) % 11
            return Float(step) / 5 - 1
        }
        return try Subject(
            Classifier(model),
            input: Tensor(shape: shape, values: values),
            target: 0,
            layer: "maps"
        )
    }
}
#endif
