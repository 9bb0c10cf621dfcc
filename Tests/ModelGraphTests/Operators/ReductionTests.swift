#if NativeLibraries
import ModelGraph
import ONNXFormat
import Tensor
import Testing

@Suite struct ReductionTests {
    private static let types = [
        "ReduceSum", "ReduceMean", "ReduceProd", "ReduceMax", "ReduceMin", "ReduceL1", "ReduceL2", "ReduceSumSquare",
        "ReduceLogSum", "ReduceLogSumExp",
    ]

    private static let settings: [([Int], [Int]?, keeps: Int?)] = [
        ([2, 3, 4], nil, nil), ([2, 3, 4], nil, 0), ([2, 3, 4], [1], nil), ([2, 3, 4], [-1], 0),
        ([2, 3, 4], [0, 2], 0),
        ([2, 3, 4], [0, 1], 1), ([2, 3, 2, 2], [2, 3], 0), ([2, 3, 2, 2], [-1, -3], 1), ([1, 16, 3, 3], [2, 3], 1),
    ]

    /// Positive numbers, since logarithms of sums are among them; axes as attributes and as inputs.
    static let cases: [OperatorCase] = types.flatMap { type in
        settings.flatMap { shape, axes, keeps -> [OperatorCase] in
            let attributes = keeps.map { ["keepdims": ONNXAttribute.int($0)] } ?? [:]
            let range: ClosedRange<Float> = type == "ReduceLogSum" || type == "ReduceProd" ? 0.3...1.5 : -2...2
            let early = axes.map { attributes.merging(["axes": .ints($0)]) { own, _ in own } } ?? attributes
            let late: [OperatorCase.Operand] = axes.map { [.integers($0)] } ?? []
            return [
                OperatorCase(type, [.variable(shape, range)], early, opset: 11),
                OperatorCase(type, [.variable(shape, range)] + late, attributes, opset: 18),
            ]
        }
    }

    @Test(arguments: cases)
    func aReductionIsThatOfTheReference(_ test: OperatorCase) async throws {
        try await test.check()
    }

    @Test(arguments: [1, 0])
    func emptyAxesAreAllOrNoneAsTheNodeSays(_ none: Int) async throws {
        let attributes: [String: ONNXAttribute] = ["noop_with_empty_axes": .int(none)]
        try await OperatorCase("ReduceSum", [.variable([2, 3]), .integers([])], attributes, opset: 18).check()
    }

    @Test func theGradientOfAProductOfWhichAFactorIs0IsThatOfTheOthers() async throws {
        let x = Tensor(shape: [2, 3], values: [2, 0, 5, 0, 0, 3])
        let node = ONNXNode(
            operatorType: "ReduceProd",
            inputs: ["x"],
            outputs: ["y"],
            attributes: ["axes": .ints([1]), "keepdims": .int(0)]
        )
        let model = try TestGraph([node], inputs: ["x": x]).model()
        let result = try await model.gradients(["x": x], of: "y", with: ["x"]) { y, _ in
            Tensor(shape: y.shape, values: y.values.map { _ in 1 })
        }
        #expect(result.gradients["x"]?.values == [0, 10, 0, 0, 0, 0])
    }
}
#endif
