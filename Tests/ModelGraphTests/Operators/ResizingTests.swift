#if NativeLibraries
import ONNXFormat
import Testing

@Suite struct ResizingTests {
    private static let modes: [[String: ONNXAttribute]] =
        ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"].map {
            ["mode": .string("nearest"), "nearest_mode": .string($0)]
        }
        + [
            ["mode": .string("linear")], ["mode": .string("cubic")],
            ["mode": .string("cubic"), "cubic_coeff_a": .float(-0.5), "exclude_outside": .int(1)],
        ]

    private static let transformations = [
        "half_pixel", "pytorch_half_pixel", "asymmetric", "align_corners", "half_pixel_symmetric",
    ]

    static let sizes: [OperatorCase] = modes.flatMap { mode in
        transformations.flatMap { transformation in
            [[1, 2, 9, 4], [1, 2, 3, 11], [1, 2, 1, 5]].map { size in
                OperatorCase(
                    "Resize",
                    [.variable([1, 2, 5, 6]), .none, .none, .integers(size)],
                    mode.merging(["coordinate_transformation_mode": .string(transformation)]) { own, _ in own },
                    opset: 19
                )
            }
        }
    }

    static let scales: [OperatorCase] = modes.flatMap { mode in
        transformations.flatMap { transformation in
            [[1, 1, 2, 2], [1, 1, 0.6, 1.7], [1, 1, 1.5, 0.4]].map { (factors: [Float]) in
                OperatorCase(
                    "Resize",
                    [.variable([1, 2, 4, 6]), .floats([], [0]), .floats(factors)],
                    mode.merging(["coordinate_transformation_mode": .string(transformation)]) { own, _ in own },
                    opset: 19
                )
            }
        }
    }

    static let early: [OperatorCase] = ["nearest", "linear"].flatMap { mode in
        let settings: [String: ONNXAttribute] = ["mode": .string(mode)]
        return [
            OperatorCase(
                "Upsample",
                [.variable([2, 3, 2, 4])],
                settings.merging(["scales": .floats([1, 1, 2, 3])]) { own, _ in own },
                opset: 7
            ),
            OperatorCase("Upsample", [.variable([2, 3, 2, 4]), .floats([1, 1, 2, 1.5])], settings, opset: 9),
            OperatorCase("Resize", [.variable([2, 3, 2, 4]), .floats([1, 1, 2, 1.5])], settings, opset: 10),
            OperatorCase(
                "Resize",
                [.variable([2, 3, 4]), .floats([], [0]), .floats([1, 2, 3])],
                settings,
                opset: 11
            ),
        ]
    }

    @Test(arguments: sizes + scales + early)
    func resizingIsThatOfTheReference(_ test: OperatorCase) async throws {
        // Weights are single numbers here; positions computed in single precision would differ by more.
        try await test.check()
    }
}
#endif
