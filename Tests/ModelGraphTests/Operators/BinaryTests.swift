#if NativeLibraries
import ONNXFormat
import Testing

@Suite struct BinaryTests {
    typealias Operand = OperatorCase.Operand

    private static let shapes: [([Int], [Int])] = [
        ([2, 3, 4], [2, 3, 4]), ([2, 3, 4], [4]), ([3, 1], [2, 1, 4]), ([2, 3, 4], [1]), ([], [2, 3]),
        ([2, 16, 3, 3], [16, 1, 1]), ([2, 1, 3, 3], [2, 5, 1, 3]), ([1, 3], [3, 1]),
    ]

    static let arithmetic: [OperatorCase] = ["Add", "Sub", "Mul", "Div"].flatMap { type in
        shapes.map { OperatorCase(type, [.variable($0.0, 0.3...2), .variable($0.1, -2.3 ... -0.4)]) }
    }

    /// Both sides in turn are stored, which takes other ways through the planner.
    static let stored: [OperatorCase] = ["Add", "Sub", "Mul", "Div", "Pow"].flatMap { type in
        [[2, 3, 4], [3, 1], [1], [], [1, 1, 1, 1]].flatMap { shape in
            [
                OperatorCase(type, [.variable([2, 3, 4], 0.3...2), .weights(shape, 0.4...2)]),
                OperatorCase(type, [.weights(shape, 0.4...2), .variable([2, 3, 4], 0.3...2)]),
            ]
        }
    }

    static let others: [OperatorCase] = [
        OperatorCase("Pow", [.variable([3, 4], 0.3...2), .variable([4], -2...2)]),
        OperatorCase("Pow", [.variable([3, 4]), .floats([2], [])]),
        OperatorCase("Pow", [.variable([3, 4]), .floats([3], [])]),
        OperatorCase("Pow", [.variable([3, 4]), .floats([0], [])], isDifferentiable: false),
        OperatorCase("Pow", [.variable([3, 4], 0.2...3), .floats([0.5, -1.5, 2, 1])]),
        OperatorCase("PRelu", [.variable([2, 3, 2, 2]), .variable([3, 1, 1], 0.1...0.4)]),
        OperatorCase("PRelu", [.variable([2, 3]), .weights([1], 0.1...0.4)]),
        OperatorCase("PRelu", [.variable([2, 16, 2, 2]), .weights([16, 1, 1], -0.3...0.4)]),
        OperatorCase("Mod", [.variable([3, 5], -4...4), .variable([5], 0.8...1.7)], ["fmod": .int(1)]),
        OperatorCase("Mod", [.variable([3, 5], -4...4), .variable([5], -1.7 ... -0.8)]),
    ]

    static let many: [OperatorCase] = ["Sum", "Mean", "Min", "Max"].flatMap { type in
        [
            OperatorCase(type, [.variable([2, 3, 4]), .variable([2, 3, 4], -1.9...2.05)]),
            OperatorCase(type, [.variable([2, 3, 4]), .variable([3, 1], -1.9...2.05), .variable([4], -1...1.03)]),
            OperatorCase(type, [.variable([2, 3, 4])]),
            OperatorCase(type, [.variable([2, 3, 4]), .floats([0.3], [])]),
        ]
    }

    static let comparisons: [OperatorCase] = [
        "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "And", "Or", "Xor",
    ].flatMap { type in
        [
            OperatorCase(type, [.flags([2, 3, 4]), .flags([3, 4])], isDifferentiable: false),
            OperatorCase(type, [.flags([2, 3, 1]), .floats([1], [])], isDifferentiable: false),
        ]
    }

    static let choices: [OperatorCase] = [
        OperatorCase("Where", [.flags([2, 3, 4]), .variable([2, 3, 4]), .variable([2, 3, 4])]),
        OperatorCase("Where", [.flags([3, 1]), .variable([2, 1, 4]), .variable([])]),
        OperatorCase("Where", [.flags([1, 3, 4]), .variable([2, 3, 4]), .floats([-3], [])]),
        OperatorCase("Where", [.integers([1, 0, 1, 1]), .variable([4]), .variable([3, 4])]),
    ]

    @Test(arguments: arithmetic + stored + others + many + comparisons + choices)
    func aFunctionOfSeveralInputsIsThatOfTheReference(_ test: OperatorCase) async throws {
        try await test.check()
    }
}
#endif
