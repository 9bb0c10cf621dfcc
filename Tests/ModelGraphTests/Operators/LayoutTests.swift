#if NativeLibraries
import ONNXFormat
import Testing

/// Operators between convolutions: inputs and gradients in blocks of channels, full ones and such that are filled up.
@Suite struct LayoutTests {
    static let functions: [ConvolutionChain] =
        [
            "Relu", "Sigmoid", "Tanh", "Erf", "Exp", "Abs", "Neg", "Sin", "Cos", "Softplus", "HardSwish", "Mish",
            "Gelu",
            "LeakyRelu", "Elu", "Selu", "HardSigmoid", "Identity",
        ].map { ConvolutionChain($0) }
        + ["Log", "Sqrt", "Reciprocal"].map { ConvolutionChain($0, isPositive: true) }
        + [
            ConvolutionChain(
                "Clip",
                inputs: ["a", "low", "high"],
                constants: [.init("low", number: 0), .init("high", number: 0.6)]
            ),
            ConvolutionChain(
                "Clip",
                inputs: ["a", "low", "high"],
                constants: [.init("low", number: 0.1), .init("high", number: 0.6)]
            ),
            ConvolutionChain("Pow", inputs: ["a", "e"], constants: [.init("e", number: 0.5)], isPositive: true),
            ConvolutionChain("Pow", inputs: ["a", "e"], constants: [.init("e", number: 2)]),
        ]

    static let pairs: [ConvolutionChain] = ["Add", "Sub", "Mul", "Div"].flatMap { type -> [ConvolutionChain] in
        let other = ONNXNode("Conv", "x w", "c", ["pads": .ints([1, 1, 1, 1])])
        let twin: [ONNXTensor] = [.init("s", [1, 1, 1, 1], 0.5...2)]
        return [
            ConvolutionChain(type, inputs: ["a", "s"], constants: twin, isPositive: true),
            ConvolutionChain(
                "\(type) of a plane",
                [ONNXNode(type, "a p", "b")],
                constants: [.init("p", [6, 6], 1...2)]
            ),
            ConvolutionChain(
                "\(type) of itself",
                [ONNXNode("Exp", "a", "e"), ONNXNode(type, "e a", "b")],
                isPositive: true
            ),
            ConvolutionChain(
                "\(type) of one channel",
                [other, ONNXNode("Exp", "c", "e"), ONNXNode(type, "a e", "b")],
                constants: [.init("w", [1, 3, 3, 3], -0.3...0.3)]
            ),
        ]
    }

    static let windows: [ConvolutionChain] = [
        ConvolutionChain(
            "MaxPool",
            ["kernel_shape": .ints([3, 3]), "strides": .ints([2, 2]), "pads": .ints([1, 1, 1, 1])]
        ),
        ConvolutionChain("AveragePool", ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2])]),
        ConvolutionChain("GlobalAveragePool"),
        ConvolutionChain("GlobalMaxPool"),
        ConvolutionChain("ReduceMean", inputs: ["a", "planes"], constants: [.init("planes", integers: [2, 3])]),
        ConvolutionChain("ReduceMax", inputs: ["a", "planes"], constants: [.init("planes", integers: [2, 3])]),
        ConvolutionChain("LRN", ["size": .int(3), "alpha": .float(0.5)]),
        ConvolutionChain(
            "Resize",
            ["mode": .string("linear")],
            inputs: ["a", "", "f"],
            constants: [.init(name: "f", shape: [4], floats: [1, 1, 1.5, 0.5])]
        ),
    ]

    static let movements: [ConvolutionChain] = [
        ConvolutionChain("Concat", ["axis": .int(1)], inputs: ["a", "a"], channels: { 2 * $0 }),
        ConvolutionChain("Concat", ["axis": .int(1)], inputs: ["x", "a"], channels: { $0 + 3 }),
        ConvolutionChain("Concat", ["axis": .int(2)], inputs: ["a", "a"]),
        ConvolutionChain("Softmax", ["axis": .int(1)]),
        ConvolutionChain(
            "Pad",
            inputs: ["a", "p"],
            constants: [.init("p", integers: [0, 1, 1, 0, 0, 0, 0, -1])],
            channels: { $0 + 1 }
        ),
        ConvolutionChain(
            "Slice",
            inputs: ["a", "from", "to", "on"],
            constants: [.init("from", integers: [1]), .init("to", integers: [5]), .init("on", integers: [1])],
            channels: { _ in 4 }
        ),
        ConvolutionChain(
            "Layer norm of channels",
            [
                ONNXNode("Transpose", "a", "t", ["perm": .ints([0, 2, 3, 1])]),
                ONNXNode("ReduceMean", "t final", "m"), ONNXNode("Sub", "t m", "d"),
                ONNXNode("Transpose", "d", "b", ["perm": .ints([0, 3, 1, 2])]),
            ],
            constants: [.init("final", integers: [-1])]
        ),
        ConvolutionChain(
            "Squeeze and excitation",
            [ONNXNode("GlobalAveragePool", "a", "g"), ONNXNode("Sigmoid", "g", "s"), ONNXNode("Mul", "a s", "b")]
        ),
        ConvolutionChain(
            "Choice",
            [ONNXNode("Greater", "a zero", "c"), ONNXNode("Exp", "a", "e"), ONNXNode("Where", "c e a", "b")],
            constants: [.init("zero", number: 0.05)]
        ),
    ]

    @Test(arguments: functions + pairs + windows + movements, [5, 16, 20])
    func whatLiesBetweenConvolutionsIsThatOfTheReference(_ chain: ConvolutionChain, _ width: Int) async throws {
        try await ReferenceCheck(sampleCount: 16).expectEqual(chain.graph(width: width), "\(chain.name), \(width)")
    }
}
#endif
