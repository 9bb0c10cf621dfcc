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
        try subject(pooledNodes, pooledWeights(head, bias), shape: [2, 4, 5])
    }

    private static let pooledNodes = [
        node("Conv", ["x", "kernel"], "c"), node("Relu", ["c"], "maps"),
        node("GlobalAveragePool", ["maps"], "mean"), node("Flatten", ["mean"], "flat"),
        node("Gemm", ["flat", "head", "bias"], "scores"),
    ]

    private static func pooledWeights(_ head: [Float], _ bias: Float) -> [ONNXTensor] {
        [
            ONNXTensor(name: "head", shape: [3, 2], floats: head.flatMap { [$0, 1 - $0] }),
            ONNXTensor(name: "bias", shape: [2], floats: [bias, -0.5]),
        ]
    }

    /// x `[2,4,5]` → relu(conv) → mean over positions → perceptron: not linear behind the maps.
    ///
    /// It is written for batches of one, as the shape in it says.
    static func perceptron() throws -> Subject {
        try subject(
            [
                node("Conv", ["x", "kernel"], "c"), node("Relu", ["c"], "maps"),
                node("GlobalAveragePool", ["maps"], "mean"), node("Reshape", ["mean", "one"], "flat"),
                node("MatMul", ["flat", "first"], "hidden"), node("Relu", ["hidden"], "active"),
                node("MatMul", ["active", "second"], "scores"),
            ],
            [
                ONNXTensor(name: "one", shape: [2], integers: [1, 3]),
                ONNXTensor(name: "first", shape: [3, 4], floats: [1, -1, 0.5, 2, -2, 1, 1, -1, 0.5, 3, -3, 1]),
                ONNXTensor(name: "second", shape: [4, 2], floats: [1, 0, 0.5, 1, -1, 2, 0.25, -1]),
            ],
            shape: [2, 4, 5],
            batch: .fixed(1)
        )
    }

    /// The pooled network behind a transposition, so that it takes `[N,h,w,C]`.
    static func channelsLast(_ head: [Float]) throws -> Subject {
        let transposition = ONNXNode(
            operatorType: "Transpose",
            inputs: ["pixels"],
            outputs: ["x"],
            attributes: ["perm": .ints([0, 3, 1, 2])]
        )
        return try subject(
            [transposition] + pooledNodes,
            pooledWeights(head, 0.25),
            shape: [2, 4, 5],
            input: "pixels",
            isChannelsLast: true
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

    private static func subject(
        _ nodes: [ONNXNode],
        _ weights: [ONNXTensor],
        shape: [Int],
        input: String = "x",
        batch: ONNXDimension = .unknown,
        isChannelsLast: Bool = false
    ) throws -> Subject {
        let kernel = ONNXTensor(
            name: "kernel",
            shape: [3, 2, 1, 1],
            floats: kernel.flatMap { [Float($0.0), Float($0.1)] }
        )
        let graph = ONNXGraph(
            name: "test",
            nodes: nodes,
            initializers: [kernel] + weights,
            inputs: [
                ONNXValueInfo(name: input, elementType: .float32, shape: [batch, .unknown, .unknown, .unknown])
            ],
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
            Classifier(model, isChannelsLast: isChannelsLast),
            input: Tensor(shape: shape, values: values),
            target: 0,
            layer: "maps"
        )
    }
}
#endif
