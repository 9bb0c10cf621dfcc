#if NativeLibraries
import ONNXFormat
import Testing

@Suite struct PoolingTests {
    private static let shapes: [[Int]] = [[2, 3, 6, 7], [1, 16, 5, 5]]

    private static let geometries: [[String: ONNXAttribute]] = [
        ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2])],
        ["kernel_shape": .ints([3, 3]), "strides": .ints([2, 2]), "pads": .ints([1, 1, 1, 1])],
        ["kernel_shape": .ints([3, 2]), "strides": .ints([2, 3]), "pads": .ints([0, 1, 1, 0])],
        ["kernel_shape": .ints([3, 3])],
        ["kernel_shape": .ints([3, 2]), "strides": .ints([2, 2]), "auto_pad": .string("SAME_UPPER")],
        ["kernel_shape": .ints([2, 3]), "strides": .ints([2, 2]), "auto_pad": .string("SAME_LOWER")],
        ["kernel_shape": .ints([2, 3]), "auto_pad": .string("VALID")],
    ]

    private static func cases(_ type: String, _ settings: [[String: ONNXAttribute]]) -> [OperatorCase] {
        shapes.flatMap { shape in
            geometries.flatMap { geometry in
                settings.map { OperatorCase(type, [.variable(shape)], geometry.merging($0) { own, _ in own }) }
            }
        }
    }

    static let maxima = cases("MaxPool", [[:], ["ceil_mode": .int(1)]])

    static let averages = cases(
        "AveragePool",
        [
            [:], ["ceil_mode": .int(1)], ["count_include_pad": .int(1)],
            ["ceil_mode": .int(1), "count_include_pad": .int(1)],
        ]
    )

    /// With gaps in windows, and along lines.
    static let others: [OperatorCase] = [
        OperatorCase(
            "MaxPool",
            [.variable([1, 2, 7, 8])],
            ["kernel_shape": .ints([3, 2]), "dilations": .ints([2, 3])]
        ),
        OperatorCase(
            "MaxPool",
            [.variable([1, 2, 7, 8])],
            [
                "kernel_shape": .ints([2, 2]), "dilations": .ints([2, 2]), "strides": .ints([2, 2]),
                "pads": .ints([1, 1, 1, 1]), "ceil_mode": .int(1),
            ]
        ),
        OperatorCase(
            "AveragePool",
            [.variable([1, 2, 7, 8])],
            ["kernel_shape": .ints([2, 3]), "dilations": .ints([2, 2]), "pads": .ints([1, 1, 1, 1])],
            opset: 19
        ),
        OperatorCase(
            "AveragePool",
            [.variable([1, 2, 7, 8])],
            [
                "kernel_shape": .ints([2, 3]), "dilations": .ints([2, 2]), "pads": .ints([1, 1, 1, 1]),
                "strides": .ints([2, 2]), "count_include_pad": .int(1), "ceil_mode": .int(1),
            ],
            opset: 19
        ),
        OperatorCase("MaxPool", [.variable([2, 3, 9])], ["kernel_shape": .ints([3]), "strides": .ints([2])]),
        OperatorCase(
            "MaxPool",
            [.variable([2, 3, 9])],
            ["kernel_shape": .ints([4]), "strides": .ints([3]), "pads": .ints([1, 2]), "ceil_mode": .int(1)]
        ),
        OperatorCase(
            "AveragePool",
            [.variable([2, 3, 9])],
            ["kernel_shape": .ints([4]), "strides": .ints([3]), "pads": .ints([1, 2]), "count_include_pad": .int(1)]
        ),
    ]

    @Test(arguments: maxima)
    func maximaOfWindowsAreThoseOfTheReference(_ test: OperatorCase) async throws {
        try await test.check()
    }

    @Test(arguments: averages)
    func averagesOfWindowsAreThoseOfTheReference(_ test: OperatorCase) async throws {
        try await test.check()
    }

    @Test(arguments: others)
    func windowsWithGapsAndAlongLinesAreThoseOfTheReference(_ test: OperatorCase) async throws {
        try await test.check()
    }

    @Test(
        arguments: ["GlobalAveragePool", "GlobalMaxPool"].flatMap { type in
            [[2, 3, 4, 5], [1, 16, 3, 3], [2, 3, 5], [1, 2, 2, 3, 2]].map { OperatorCase(type, [.variable($0)]) }
        }
    )
    func poolingOfWholePlanesIsThatOfTheReference(_ test: OperatorCase) async throws {
        try await test.check()
    }
}
#endif
