#if NativeLibraries
import ONNXFormat
import Testing

@Suite struct NormalizationTests {
    static let batches: [OperatorCase] = [
        ([2, 3, 4, 5], 17), ([1, 16, 3, 3], 14), ([2, 3, 7], 9), ([4, 5], 15), ([1, 2, 2, 3, 2], 7),
    ].flatMap { (shape: [Int], opset: Int) in
        [[:], ["epsilon": .float(0.01)]].map { (attributes: [String: ONNXAttribute]) in
            let channels = [shape[1]]
            return OperatorCase(
                "BatchNormalization",
                [
                    .variable(shape), .weights(channels), .weights(channels), .weights(channels),
                    .weights(channels, 0.1...2),
                ],
                attributes,
                opset: opset
            )
        }
    }

    static let layers: [OperatorCase] = [
        OperatorCase("LayerNormalization", [.variable([2, 3, 8]), .weights([8]), .weights([8])]),
        OperatorCase("LayerNormalization", [.variable([2, 3, 19]), .weights([19])], ["epsilon": .float(0.1)]),
        OperatorCase(
            "LayerNormalization",
            [.variable([2, 3, 4]), .weights([3, 4]), .weights([3, 4])],
            ["axis": .int(1)]
        ),
        OperatorCase("LayerNormalization", [.variable([2, 3, 4]), .weights([3, 4])], ["axis": .int(-2)]),
        OperatorCase("LayerNormalization", [.variable([2, 3, 4]), .variable([4]), .variable([4])]),
        OperatorCase("LayerNormalization", [.variable([2, 3, 4]), .weights([2, 3, 4])], ["axis": .int(0)]),
        OperatorCase("RMSNormalization", [.variable([2, 3, 8]), .weights([8])], opset: 23),
        OperatorCase("RMSNormalization", [.variable([2, 3, 5]), .variable([3, 5])], ["axis": .int(1)], opset: 23),
    ]

    static let groups: [OperatorCase] = [
        OperatorCase("InstanceNormalization", [.variable([2, 3, 4, 5]), .weights([3]), .weights([3])]),
        OperatorCase(
            "InstanceNormalization",
            [.variable([2, 16, 9]), .weights([16]), .weights([16])],
            ["epsilon": .float(0.02)]
        ),
        group([2, 6, 3, 3], 3, parameters: 3, opset: 18),
        group([2, 6, 3, 3], 3, parameters: 6, opset: 21),
        group([2, 4, 5], 4, parameters: 4, opset: 18),
        group([1, 4, 5], 1, parameters: 4, opset: 21),
        group([2, 4, 2, 2], 2, parameters: 2, opset: 18),
    ]

    static let others: [OperatorCase] = [
        OperatorCase("LpNormalization", [.variable([3, 5])]),
        OperatorCase("LpNormalization", [.variable([3, 5])], ["p": .int(1)]),
        OperatorCase("LpNormalization", [.variable([2, 3, 4])], ["axis": .int(1), "p": .int(2)]),
        OperatorCase("LRN", [.variable([2, 5, 3, 2])], ["size": .int(3)]),
        OperatorCase(
            "LRN",
            [.variable([2, 5, 3, 2])],
            ["size": .int(4), "alpha": .float(0.6), "beta": .float(0.5), "bias": .float(1.5)]
        ),
        OperatorCase("LRN", [.variable([1, 16, 2, 2])], ["size": .int(5), "alpha": .float(1)]),
        OperatorCase("LRN", [.variable([1, 3, 4])], ["size": .int(9), "alpha": .float(0.5)]),
    ]

    static let softmaxes: [OperatorCase] = ["Softmax", "LogSoftmax"].flatMap { type in
        [
            OperatorCase(type, [.variable([3, 5])]),
            OperatorCase(type, [.variable([2, 3, 4])]),
            OperatorCase(type, [.variable([2, 3, 4])], ["axis": .int(1)]),
            OperatorCase(type, [.variable([2, 3, 4])], ["axis": .int(0)]),
            OperatorCase(type, [.variable([2, 3, 2, 2])], ["axis": .int(-3)]),
            OperatorCase(type, [.variable([2, 3, 4])], opset: 11),
            OperatorCase(type, [.variable([2, 3, 4])], ["axis": .int(2)], opset: 11),
            OperatorCase(type, [.variable([2, 3, 4])], ["axis": .int(-1)], opset: 11),
            OperatorCase(type, [.variable([2, 3])], ["axis": .int(0)], opset: 9),
        ]
    }

    @Test(arguments: batches + layers + groups + others + softmaxes)
    func aNormalizationIsThatOfTheReference(_ test: OperatorCase) async throws {
        try await test.check()
    }

    private static func group(_ shape: [Int], _ groups: Int, parameters: Int, opset: Int) -> OperatorCase {
        OperatorCase(
            "GroupNormalization",
            [.variable(shape), .weights([parameters]), .weights([parameters])],
            ["num_groups": .int(groups)],
            opset: opset
        )
    }
}
#endif
