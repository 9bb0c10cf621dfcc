#if NativeLibraries
import ModelGraph
import ONNXFormat
import Tensor
import Testing

/// Models that were exported for batches of one size.
@Suite struct FixedBatchTests {
    private static let model = ONNXGraph(
        name: "fixed",
        nodes: [
            ONNXNode("Reshape", "x shape", "r"), ONNXNode("MatMul", "r w", "y"), ONNXNode("ReduceSum", "y", "sum"),
        ],
        initializers: [.init("shape", integers: [2, 4]), .init("w", [4, 3])],
        inputs: [ONNXValueInfo(name: "x", elementType: .float32, shape: [.fixed(2), .fixed(2), .fixed(2)])],
        outputs: [ONNXValueInfo(name: "y", elementType: .float32, shape: nil)]
    )

    private static func input(_ count: Int) -> Tensor {
        var generator = SeededGenerator(state: 3)
        return Tensor(shape: [count, 2, 2], values: Array(generator.spread(64, over: -1...1)[..<(4 * count)]))
    }

    @Test(arguments: [2, 4, 6])
    func largerBatchesAreRunInParts(_ count: Int) async throws {
        let model = try Model(Self.model.model())
        let x = Self.input(count)
        let values = try await model.run(["x": x], fetching: ["y", "r"])
        let wanted = try Reference.values(
            ONNXGraph(
                name: "open",
                nodes: [ONNXNode("Flatten", "x", "r"), ONNXNode("MatMul", "r w", "y")],
                initializers: Self.model.initializers,
                inputs: [],
                outputs: []
            ),
            opset: 17,
            given: ["x": Array64(x)]
        )
        for name in ["y", "r"] {
            let (found, reference) = (try #require(values[name]), try #require(wanted[name]))
            #expect(found.shape == reference.shape && difference(found.values, reference.values) <= 1e-6)
        }
    }

    @Test func classesFollowTheParts() async throws {
        let model = try Model(Self.model.model())
        let classes = [0, 2, 1, 1]
        let result = try await model.gradients(["x": Self.input(4)], classes: classes, with: ["x"], fetching: ["y"])
        let weights = try Self.model.initializers[1].floats()
        let wanted = classes.flatMap { label in (0..<4).map { weights[3 * $0 + label] } }
        #expect(result.gradients["x"] == Tensor(shape: [4, 2, 2], values: wanted))
        #expect(result.values["y"]?.shape == [4, 3])
    }

    @Test func batchesThatAreNoMultipleAreAnError() async throws {
        let model = try Model(Self.model.model())
        let error = await #expect(throws: ModelError.self) { _ = try await model.run(["x": Self.input(3)]) }
        #expect(error?.code == .shapeMismatch)
        #expect(
            error?.message
                == "test.onnx takes batches of 2; 3 images do not make whole ones. Export it with a dynamic batch."
        )
    }

    @Test func whatHasNoBatchCannotBeJoined() async throws {
        let graph = ONNXGraph(
            name: "sum",
            nodes: [ONNXNode("ReduceSum", "x", "sum", ["keepdims": .int(0)])],
            initializers: [],
            inputs: Self.model.inputs,
            outputs: [ONNXValueInfo(name: "sum", elementType: .float32, shape: nil)]
        )
        let model = try Model(graph.model())
        let error = await #expect(throws: ModelError.self) { _ = try await model.run(["x": Self.input(4)]) }
        #expect(error?.message == "sum has no batch; run one image at a time.")
        #expect(try await model.value(of: "sum", at: ["x": Self.input(2)]).shape == [])
    }
}
#endif
