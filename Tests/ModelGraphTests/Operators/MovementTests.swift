#if NativeLibraries
import ONNXFormat
import Testing

@Suite struct MovementTests {
    static let shapes: [OperatorCase] = [
        OperatorCase("Reshape", [.variable([2, 3, 4]), .integers([4, 6])]),
        OperatorCase("Reshape", [.variable([2, 3, 4]), .integers([0, -1])]),
        OperatorCase("Reshape", [.variable([2, 3, 4]), .integers([-1])]),
        OperatorCase("Reshape", [.variable([1, 1]), .integers([], [0])]),
        OperatorCase("Reshape", [.variable([2, 3]), .integers([3, 2])], ["allowzero": .int(1)]),
        OperatorCase("Flatten", [.variable([2, 3, 4])]),
        OperatorCase("Flatten", [.variable([2, 3, 4])], ["axis": .int(0)]),
        OperatorCase("Flatten", [.variable([2, 3, 4])], ["axis": .int(3)]),
        OperatorCase("Flatten", [.variable([2, 3, 4])], ["axis": .int(-1)]),
        OperatorCase("Squeeze", [.variable([1, 3, 1])]),
        OperatorCase("Squeeze", [.variable([1, 3, 1])], ["axes": .ints([2])], opset: 11),
        OperatorCase("Squeeze", [.variable([1, 3, 1]), .integers([-3])]),
        OperatorCase("Unsqueeze", [.variable([3, 2])], ["axes": .ints([0, 2])], opset: 11),
        OperatorCase("Unsqueeze", [.variable([3, 2]), .integers([-1, 1])]),
    ]

    static let orders: [OperatorCase] = [
        OperatorCase("Transpose", [.variable([2, 3, 4])]),
        OperatorCase("Transpose", [.variable([2, 3, 4])], ["perm": .ints([1, 0, 2])]),
        OperatorCase("Transpose", [.variable([2, 3, 4, 5])], ["perm": .ints([0, 2, 3, 1])]),
        OperatorCase("Transpose", [.variable([2, 3, 4, 5])], ["perm": .ints([3, 1, 0, 2])]),
        OperatorCase("Transpose", [.variable([19, 34])]),
        OperatorCase("Transpose", [.variable([2, 17, 3, 18])], ["perm": .ints([0, 3, 2, 1])]),
        OperatorCase("Transpose", [.variable([2, 1, 3, 2, 2, 2])], ["perm": .ints([0, 3, 5, 1, 2, 4])]),
        OperatorCase("DepthToSpace", [.variable([2, 8, 2, 3])], ["blocksize": .int(2)]),
        OperatorCase("DepthToSpace", [.variable([1, 12, 2, 3])], ["blocksize": .int(2), "mode": .string("CRD")]),
        OperatorCase("DepthToSpace", [.variable([1, 9, 2, 2])], ["blocksize": .int(3), "mode": .string("DCR")]),
        OperatorCase("SpaceToDepth", [.variable([2, 3, 4, 6])], ["blocksize": .int(2)]),
    ]

    static let joins: [OperatorCase] = [
        OperatorCase(
            "Concat",
            [.variable([2, 3, 4]), .variable([2, 1, 4]), .variable([2, 2, 4])],
            ["axis": .int(1)]
        ),
        OperatorCase("Concat", [.variable([2, 3]), .weights([2, 2]), .variable([2, 1])], ["axis": .int(-1)]),
        OperatorCase("Concat", [.variable([2, 3])], ["axis": .int(0)]),
        OperatorCase("Concat", [.variable([1, 16, 2, 2]), .variable([1, 8, 2, 2])], ["axis": .int(1)]),
        OperatorCase("Split", [.variable([6, 2])], outputs: 3),
        OperatorCase("Split", [.variable([2, 7])], ["axis": .int(1), "split": .ints([3, 4])], opset: 11, outputs: 2),
        OperatorCase("Split", [.variable([2, 7]), .integers([1, 2, 4])], ["axis": .int(-1)], outputs: 3),
        OperatorCase("Split", [.variable([2, 7])], ["axis": .int(1), "num_outputs": .int(3)], opset: 18, outputs: 3),
        OperatorCase("Split", [.variable([1, 32, 2, 2])], ["axis": .int(1)], outputs: 2),
        OperatorCase("Tile", [.variable([2, 3]), .integers([2, 3])]),
        OperatorCase("Tile", [.variable([2, 1, 3]), .integers([1, 2, 1])]),
        OperatorCase("Expand", [.variable([3, 1]), .integers([2, 1, 4])]),
        OperatorCase("Expand", [.variable([3, 4]), .integers([1, 1])]),
        OperatorCase("Expand", [.variable([]), .integers([2, 2])]),
    ]

    static let slices: [OperatorCase] = [
        slice([6, 7], [1, 2], [5, 6]),
        slice([6, 7], [1], [4], axes: [1]),
        slice([6, 7], [-4], [-1], axes: [-1], steps: [2]),
        slice([6, 7], [5, -1], [0, Int.min + 1], axes: [0, 1], steps: [-1, -1]),
        slice([6, 7], [100], [-100], axes: [1], steps: [-3]),
        slice([6, 7], [2], [Int.max], axes: [0]),
        slice([6, 7], [-1], [-4], axes: [1], steps: [-2]),
        slice([2, 16, 3, 3], [0], [8], axes: [1]),
        slice([2, 32, 3, 3], [16], [32], axes: [1]),
        slice([1, 8, 8], [1, 0], [8, 8], axes: [1, 2], steps: [2, 3]),
        OperatorCase(
            "Slice",
            [.variable([4, 5])],
            ["starts": .ints([0, 1]), "ends": .ints([-1, 1000]), "axes": .ints([0, 1])],
            opset: 9
        ),
    ]

    static let gathers: [OperatorCase] = [
        OperatorCase("Gather", [.variable([5, 3]), .integers([4, 0, 4, -2])]),
        OperatorCase("Gather", [.variable([2, 5, 3]), .integers([3, 1, 1, 0], [2, 2])], ["axis": .int(1)]),
        OperatorCase("Gather", [.variable([2, 5, 3]), .integers([2], [])], ["axis": .int(-1)]),
        OperatorCase("Gather", [.variable([2, 5]), .integers([1, 2, 3])], ["axis": .int(1)]),
        OperatorCase("GatherND", [.variable([3, 4, 2]), .integers([2, 1, 0, -1, 2, 1], [3, 2])]),
        OperatorCase("GatherND", [.variable([3, 4, 2]), .integers([2, 0, 2], [3, 1])]),
        OperatorCase("GatherND", [.variable([2, 2]), .integers([0, 1, 1, 0], [2, 1, 2])]),
        OperatorCase("ScatterND", [.variable([4, 3]), .integers([2, 0], [2, 1]), .variable([2, 3])]),
        OperatorCase("ScatterND", [.variable([4, 3]), .integers([2, 0, 0, -1], [2, 2]), .variable([2])]),
        OperatorCase("ScatterND", [.weights([4, 3]), .integers([2, 3], [2, 1]), .variable([2, 3])]),
    ]

    static let pads: [OperatorCase] = [
        OperatorCase("Pad", [.variable([2, 3])], ["pads": .ints([1, 0, 0, 2]), "value": .float(0.5)], opset: 9),
        OperatorCase("Pad", [.variable([2, 3]), .integers([1, 0, 0, 2]), .floats([-1.5], [])]),
        OperatorCase("Pad", [.variable([4, 5]), .integers([-1, 2, 1, -2])]),
        OperatorCase("Pad", [.variable([4, 5]), .integers([1, -2]), .none, .integers([-1])], opset: 18),
        OperatorCase("Pad", [.variable([4, 5]), .integers([1, 3, 3, 2])], ["mode": .string("reflect")]),
        OperatorCase("Pad", [.variable([4, 5]), .integers([2, 1, 3, 0])], ["mode": .string("edge")]),
        OperatorCase("Pad", [.variable([4, 5]), .integers([2, 1, 3, 0])], ["mode": .string("wrap")], opset: 19),
        OperatorCase("Pad", [.variable([4, 5]), .integers([-1, 2, 0, -1])], ["mode": .string("reflect")]),
        OperatorCase("Pad", [.variable([1, 2, 3, 3]), .integers([0, 0, 1, 1, 0, 0, 2, 0])]),
        OperatorCase("Pad", [.variable([1, 2, 3, 3]), .integers([0, 0, 0, 0, 0, 0, 0, 0])]),
    ]

    @Test(arguments: shapes + orders + joins + slices + gathers + pads)
    func whatOnlyMovesElementsMovesThemAsTheReferenceDoes(_ test: OperatorCase) async throws {
        try await test.check(ReferenceCheck(outputBound: 0))
    }

    private static func slice(
        _ shape: [Int],
        _ starts: [Int],
        _ ends: [Int],
        axes: [Int]? = nil,
        steps: [Int]? = nil
    ) -> OperatorCase {
        let last: [OperatorCase.Operand] = steps.map { [.integers($0)] } ?? []
        let middle: [OperatorCase.Operand] = axes.map { [.integers($0)] } ?? []
        return OperatorCase("Slice", [.variable(shape), .integers(starts), .integers(ends)] + middle + last)
    }
}
#endif
