#if NativeLibraries
import ModelGraph
import ONNXFormat
import Tensor
import Testing

@Suite struct InspectionTests {
    /// The last tensor with positions, or the tokens that go into the last block, of each network.
    private static let layers: [String: (shape: [Int], grid: [Int]?, specialTokens: Int)?] = [
        "residual-cnn": ([2, 12, 8, 8], nil, 0), "mobile-block": ([2, 8, 8, 8], nil, 0),
        "vision-transformer": ([2, 17, 16], [4, 4], 1), "shifted-windows": ([2, 16, 4, 4], nil, 0),
        "cosine-windows": ([2, 12, 8, 8], nil, 0), "shuffled-groups": ([2, 12, 2, 4], nil, 0),
        "probabilities": ([2, 4, 4, 4], nil, 0), "mixture": ([2, 8, 3, 3], nil, 0), "legacy": ([2, 8, 5, 5], nil, 0),
    ]

    @Test(arguments: Fixture.all)
    func theLayerOfAnActivationMapIsFound(_ fixture: Fixture) async throws {
        let model = try fixture.model()
        let layer = try await model.activationLayer([model.inputName(): [2, 3, 16, 16]])
        guard let wanted = Self.layers[fixture.name] else { return }
        #expect(layer?.shape == wanted?.shape && layer?.grid == wanted?.grid)
        #expect(layer?.specialTokens == wanted?.specialTokens)
    }

    @Test(arguments: Fixture.all)
    func scoresStandBeforeAFinalSoftmax(_ fixture: Fixture) throws {
        let model = try fixture.model()
        #expect(model.endsInSoftmax() == (fixture.name == "probabilities"))
        #expect((model.scoreName() == model.outputNames[0]) == (fixture.name != "probabilities"))
    }

    @Test func exportersLeaveIdentitiesBehindASoftmax() throws {
        let x = Tensor(shape: [1, 2], values: [1, 2])
        func model(_ nodes: [ONNXNode]) throws -> Model { try TestGraph(nodes, inputs: ["x": x]).model() }
        let plain = try model([
            ONNXNode("Relu", "x", "s"), ONNXNode("Softmax", "s", "p"), ONNXNode("Identity", "p", "i"),
            ONNXNode("Flatten", "i", "y"),
        ])
        #expect(plain.scoreName() == "s" && plain.endsInSoftmax())
        let logarithm = try model([ONNXNode("Relu", "x", "s"), ONNXNode("LogSoftmax", "s", "y")])
        #expect(logarithm.scoreName() == "s" && !logarithm.endsInSoftmax())
        let inner = try model([ONNXNode("Softmax", "x", "p"), ONNXNode("Relu", "p", "y")])
        #expect(inner.scoreName() == "y" && !inner.endsInSoftmax())
    }

    @Test func operationsAreCountedByHand() async throws {
        let nodes = [
            ONNXNode("Conv", "x w b", "c", ["pads": .ints([1, 1, 1, 1])]),
            ONNXNode("Conv", "c d", "e", ["group": .int(4), "strides": .ints([2, 2])]),
            ONNXNode("ConvTranspose", "e t", "f", ["strides": .ints([2, 2])]), ONNXNode("Flatten", "f", "g"),
            ONNXNode("Gemm", "g m", "h", ["transB": .int(1)]), ONNXNode("MatMul", "h n", "y"),
        ]
        let x = Tensor(shape: [1, 3, 6, 6], values: [Float](repeating: 1, count: 108))
        let graph = TestGraph(
            nodes,
            inputs: ["x": x],
            initializers: [
                .init("w", [4, 3, 3, 3]), .init("b", [4]), .init("d", [4, 1, 2, 2]), .init("t", [4, 2, 2, 2]),
                .init("m", [5, 72]), .init("n", [5, 7]), .init("unused", integers: [1, 2]),
            ]
        )
        let model = try graph.model()
        let convolutions = 2 * (4 * 36 * 27) + 2 * (4 * 9 * 4) + 2 * (4 * 9 * 2 * 4)
        let products = 2 * (5 * 72) + 2 * (7 * 5)
        #expect(try await model.operationCount(["x": [1, 3, 6, 6]]) == convolutions + products)
        #expect(try await model.operationCount(["x": [3, 3, 6, 6]]) == 3 * (convolutions + products))
        #expect(model.parameterCount == 108 + 4 + 16 + 32 + 360 + 35)
    }

    @Test func tensorsAreListedInOrder() async throws {
        let test = ConvolutionChain("Relu").graph(width: 5)
        let tensors = try await test.model().tensors(["x": [1, 3, 4, 4]])
        #expect(tensors.map(\.name) == ["x", "a", "b", "y"])
        #expect(tensors.map(\.shape) == [[1, 3, 4, 4], [1, 5, 4, 4], [1, 5, 4, 4], [1, 4, 4, 4]])
        #expect(tensors.map(\.operatorType) == [nil, "Conv", "Relu", "Conv"])
    }

    @Test func onlyWhatIsNeededRuns() async throws {
        // The other branch could not be run for this input.
        let nodes = [ONNXNode("Relu", "x", "y"), ONNXNode("Reshape", "x five", "z")]
        let x = Tensor(shape: [1, 2], values: [1, -2])
        let model = try TestGraph(
            nodes,
            inputs: ["x": x],
            initializers: [.init("five", integers: [5])],
            outputs: ["y", "z"]
        ).model()
        #expect(try await model.value(of: "y", at: ["x": x]).values == [1, 0])
        await #expect(throws: ModelError.self) { _ = try await model.value(of: "z", at: ["x": x]) }
    }
}
#endif
