#if NativeLibraries
import ONNXFormat
import Testing

@Suite struct ElementwiseTests {
    private static let everywhere = [
        "Relu", "Sigmoid", "Tanh", "Erf", "Exp", "Abs", "Neg", "Sin", "Cos", "Atan", "Softplus", "Softsign",
        "HardSwish", "Mish", "Identity", "Dropout", "Floor", "Ceil", "Round", "Sign",
    ]

    static let plain =
        everywhere.map { OperatorCase($0, [.variable([2, 3, 7], -5...5)]) }
        + ["Log", "Sqrt", "Reciprocal"].map { OperatorCase($0, [.variable([2, 3, 7], 0.2...4)]) }
        + [
            OperatorCase("Reciprocal", [.variable([20], -4 ... -0.3)]),
            OperatorCase("Tan", [.variable([20], -1.2...1.2)]),
            OperatorCase("Not", [.flags([3, 4])], isDifferentiable: false),
            OperatorCase("Relu", [.variable([])]),
            OperatorCase("Exp", [.variable([1, 1, 33])]),
        ]

    static let parametric: [OperatorCase] = [
        ("Gelu", [:]), ("Gelu", ["approximate": .string("tanh")]),
        ("LeakyRelu", [:]), ("LeakyRelu", ["alpha": .float(0.3)]), ("LeakyRelu", ["alpha": .float(-0.2)]),
        ("Elu", [:]), ("Elu", ["alpha": .float(0.6)]), ("Selu", [:]),
        ("Selu", ["alpha": .float(1.2), "gamma": .float(0.8)]), ("Celu", [:]), ("Celu", ["alpha": .float(0.7)]),
        ("HardSigmoid", [:]), ("HardSigmoid", ["alpha": .float(0.3), "beta": .float(0.4)]),
        ("ThresholdedRelu", [:]), ("ThresholdedRelu", ["alpha": .float(-0.5)]),
        ("Shrink", [:]), ("Shrink", ["bias": .float(0.4), "lambd": .float(1.1)]), ("Swish", [:]),
    ].map { OperatorCase($0.0, [.variable([2, 5, 4], -4...4)], $0.1, opset: 22) }

    static let clips: [OperatorCase] = [
        OperatorCase("Clip", [.variable([3, 7])], ["min": .float(-0.5), "max": .float(1.1)], opset: 7),
        OperatorCase("Clip", [.variable([3, 7])], ["max": .float(1.1)], opset: 7),
        OperatorCase("Clip", [.variable([3, 7])], ["min": .float(0)], opset: 7),
        OperatorCase("Clip", [.variable([3, 7]), .floats([-1.01], []), .floats([0.5], [])]),
        OperatorCase("Clip", [.variable([3, 7]), .none, .floats([0.5], [])]),
        OperatorCase("Clip", [.variable([3, 7]), .floats([0], [])]),
        OperatorCase("Clip", [.variable([3, 7]), .floats([0], []), .floats([6], [])]),
        OperatorCase("Clip", [.variable([3, 7])]),
    ]

    static let casts = [1, 6, 7, 9, 10, 11, 16].map { type in
        OperatorCase("Cast", [.variable([3, 7], -3...3)], ["to": .int(type)])
    }

    @Test(arguments: plain + parametric + clips + casts)
    func aFunctionOfOneNumberIsThatOfTheReference(_ test: OperatorCase) async throws {
        try await test.check()
    }
}
#endif
