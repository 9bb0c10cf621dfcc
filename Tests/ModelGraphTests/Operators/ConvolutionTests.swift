#if NativeLibraries
import ONNXFormat
import Testing

@Suite struct ConvolutionTests {
    /// Channels that fill blocks of vector registers and that do not, in all geometries of ONNX.
    static let convolutions: [OperatorCase] = [
        conv([2, 3, 6, 5], [4, 3, 3, 3]),
        conv([2, 3, 6, 5], [4, 3, 3, 3], ["pads": .ints([1, 1, 1, 1])], bias: true),
        conv([1, 3, 7, 6], [5, 3, 3, 2], ["pads": .ints([0, 1, 2, 1]), "strides": .ints([2, 3])], bias: true),
        conv([1, 2, 8, 7], [3, 2, 3, 3], ["dilations": .ints([2, 2]), "pads": .ints([2, 1, 0, 3])]),
        conv([1, 2, 8, 7], [3, 2, 2, 3], ["dilations": .ints([3, 2]), "strides": .ints([2, 1])]),
        conv([2, 6, 5, 5], [4, 3, 3, 3], ["group": .int(2)], bias: true),
        conv([1, 6, 5, 5], [6, 1, 3, 3], ["group": .int(6), "pads": .ints([1, 1, 1, 1])], bias: true),
        conv([1, 4, 5, 5], [8, 1, 3, 3], ["group": .int(4), "strides": .ints([2, 2])]),
        conv([1, 16, 5, 6], [16, 1, 3, 3], ["group": .int(16), "pads": .ints([1, 1, 1, 1])], bias: true),
        conv([1, 20, 4, 4], [20, 1, 3, 3], ["group": .int(20), "pads": .ints([1, 1, 1, 1])]),
        conv([2, 16, 4, 5], [32, 16, 1, 1], bias: true),
        conv([1, 16, 5, 5], [16, 16, 3, 3], ["pads": .ints([1, 1, 1, 1])]),
        conv([1, 32, 4, 4], [16, 16, 3, 3], ["pads": .ints([1, 1, 1, 1]), "group": .int(2)]),
        conv([1, 17, 4, 4], [19, 17, 3, 3], ["pads": .ints([1, 1, 1, 1])], bias: true),
        conv([1, 16, 14, 14], [16, 16, 3, 3], ["pads": .ints([1, 1, 1, 1])], bias: true),
        conv([1, 3, 9, 9], [8, 3, 7, 7], ["pads": .ints([3, 3, 3, 3]), "strides": .ints([2, 2])]),
        conv([2, 3, 6, 7], [2, 3, 3, 3], ["auto_pad": .string("SAME_UPPER"), "strides": .ints([2, 2])]),
        conv([2, 3, 6, 7], [2, 3, 3, 3], ["auto_pad": .string("SAME_LOWER"), "strides": .ints([2, 2])]),
        conv([1, 3, 6, 7], [2, 3, 2, 4], ["auto_pad": .string("SAME_LOWER")]),
        conv([1, 2, 7, 7], [2, 2, 2, 3], ["auto_pad": .string("SAME_UPPER"), "dilations": .ints([2, 1])]),
        conv([1, 3, 6, 7], [2, 3, 2, 3], ["auto_pad": .string("VALID"), "strides": .ints([1, 2])]),
        conv([2, 3, 11], [4, 3, 3], ["strides": .ints([2]), "pads": .ints([2, 1])], bias: true),
        conv([2, 3, 11], [4, 3, 3], ["dilations": .ints([2]), "auto_pad": .string("SAME_LOWER")]),
        conv([1, 1, 5, 5], [1, 1, 5, 5]),
        conv([1, 3, 6, 6], [2, 3, 1, 1], ["strides": .ints([2, 2])]),
        conv([2, 3, 23, 21], [16, 3, 11, 11], ["strides": .ints([4, 4]), "pads": .ints([2, 2, 2, 2])], bias: true),
        conv([1, 3, 16, 16], [32, 3, 8, 8], ["strides": .ints([8, 8])]),
        conv([2, 3, 12, 13], [16, 3, 7, 5], ["strides": .ints([2, 3]), "pads": .ints([3, 1, 2, 2])]),
        conv([1, 2, 7, 7], [16, 2, 2, 2], ["strides": .ints([1, 1]), "pads": .ints([0, 0, 3, 3])]),
        conv([1, 1, 10, 10], [8, 1, 3, 3], ["strides": .ints([4, 4]), "pads": .ints([1, 1, 1, 1])]),
        conv([1, 2, 5, 5], [2, 2, 2, 2], ["strides": .ints([3, 3])]),
    ]

    static let transpositions: [OperatorCase] = [
        transposed([2, 3, 4, 5], [3, 4, 3, 3]),
        transposed(
            [2, 3, 4, 5],
            [3, 4, 3, 3],
            ["strides": .ints([2, 2]), "pads": .ints([1, 1, 1, 1])],
            bias: true
        ),
        transposed(
            [1, 3, 4, 3],
            [3, 2, 3, 3],
            ["strides": .ints([2, 3]), "pads": .ints([1, 0, 1, 1]), "output_padding": .ints([1, 2])],
            bias: true
        ),
        transposed([1, 4, 3, 3], [4, 3, 2, 2], ["group": .int(2), "strides": .ints([2, 2])], bias: true),
        transposed(
            [1, 6, 3, 3],
            [6, 1, 3, 3],
            ["group": .int(6), "strides": .ints([2, 2]), "pads": .ints([1, 1, 1, 1])]
        ),
        transposed([1, 2, 3, 4], [2, 2, 3, 2], ["dilations": .ints([2, 2]), "pads": .ints([1, 2, 0, 1])]),
        transposed([1, 16, 3, 3], [16, 16, 2, 2], ["strides": .ints([2, 2])], bias: true),
        transposed([1, 2, 3, 3], [2, 3, 1, 1], ["strides": .ints([2, 2]), "output_padding": .ints([1, 1])]),
        transposed(
            [2, 3, 5],
            [3, 2, 4],
            ["strides": .ints([2]), "pads": .ints([1, 0]), "output_padding": .ints([1])]
        ),
    ]

    @Test(arguments: convolutions)
    func aConvolutionIsThatOfTheReference(_ test: OperatorCase) async throws {
        try await test.check()
    }

    @Test(arguments: transpositions)
    func aTransposedConvolutionIsThatOfTheReference(_ test: OperatorCase) async throws {
        try await test.check()
    }

    private static func conv(
        _ x: [Int],
        _ weights: [Int],
        _ attributes: [String: ONNXAttribute] = [:],
        bias: Bool = false
    ) -> OperatorCase {
        OperatorCase("Conv", [.variable(x), .weights(weights)] + (bias ? [.weights([weights[0]])] : []), attributes)
    }

    private static func transposed(
        _ x: [Int],
        _ weights: [Int],
        _ attributes: [String: ONNXAttribute] = [:],
        bias: Bool = false
    ) -> OperatorCase {
        var groups = 1
        if case .int(let value)? = attributes["group"] { groups = value }
        let extra: [OperatorCase.Operand] = bias ? [.weights([weights[1] * groups])] : []
        return OperatorCase("ConvTranspose", [.variable(x), .weights(weights)] + extra, attributes)
    }
}
#endif
