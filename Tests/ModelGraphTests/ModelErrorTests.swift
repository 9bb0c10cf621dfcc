#if NativeLibraries
import ModelGraph
import ONNXFormat
import Tensor
import Testing

/// What each kind of refusal says.
@Suite struct ModelErrorTests {
    private static let x = Tensor(shape: [1, 3, 6, 6], values: [Float](repeating: 0.5, count: 108))

    private func refusal(of nodes: [ONNXNode], opset: Int = 17, outputs: [String] = ["y"]) throws -> ModelError? {
        #expect(throws: ModelError.self) {
            _ = try TestGraph(nodes, opset: opset, inputs: ["x": Self.x], outputs: outputs).model()
        }
    }

    @Test func everyUnsupportedNodeIsListed() throws {
        let nodes = [
            ONNXNode(name: "first", operatorType: "GRU", inputs: ["x"], outputs: ["a"]),
            ONNXNode("Relu", "a", "b"),
            ONNXNode(operatorType: "Fancy", domain: "com.example", inputs: ["b"], outputs: ["c"]),
            ONNXNode(
                name: "branch",
                operatorType: "Relu",
                inputs: ["c"],
                outputs: ["d"],
                attributes: ["then": .unsupported("a graph")]
            ),
            ONNXNode("LSTM", "d", "y"),
        ]
        let error = try refusal(of: nodes)
        #expect(error?.code == .unsupported)
        #expect(
            error?.message == """
                test.onnx has 4 nodes that cannot be run:
                  first: GRU
                  c: com.example.Fancy
                  branch: Relu with then (a graph)
                  y: LSTM
                Export the model without them, in eval mode.
                """
        )
    }

    @Test(arguments: [6, 25])
    func versionsOfOperatorsOutOfRangeAreNamed(_ opset: Int) throws {
        let error = try refusal(of: [ONNXNode("Relu", "x", "y")], opset: opset)
        #expect(error?.code == .unsupported)
        #expect(
            error?.message
                == "test.onnx uses version \(opset) of ONNX's operators; 7 to 24 are supported. Export it anew."
        )
    }

    @Test func unsupportedAttributesAreNamed() async throws {
        let node = ONNXNode("GatherND", "x i", "y", ["batch_dims": .int(1)])
        let model = try TestGraph(
            [node],
            inputs: ["x": Self.x],
            initializers: [ONNXTensor(name: "i", shape: [1, 1], integers: [0])]
        )
        .model()
        let error = await #expect(throws: ModelError.self) { _ = try await model.run(["x": Self.x]) }
        #expect(error?.code == .unsupported)
        #expect(error?.message == "Node y (GatherND): its batch_dims is not supported. Export the model without it.")
    }

    @Test func cyclesAreNamed() throws {
        let own = try refusal(of: [ONNXNode("Add", "x y", "y")])
        #expect(own?.code == .invalidGraph)
        #expect(own?.message == "test.onnx: node y (Add) depends on its own output.")
        let ring = try refusal(of: [
            ONNXNode("Add", "x c", "a"), ONNXNode("Relu", "a", "c"), ONNXNode("Relu", "c", "y"),
        ])
        #expect(ring?.code == .invalidGraph)
        #expect(ring?.message == "test.onnx: node c (Relu) depends on its own output.")
    }

    @Test func missingTensorsAreNamed() throws {
        let missing = try refusal(of: [ONNXNode("Conv", "x weights", "y")])
        #expect(missing?.code == .invalidGraph)
        #expect(missing?.message == "test.onnx: node y (Conv) needs weights, which nothing computes or stores.")
        let output = try refusal(of: [ONNXNode("Relu", "x", "y")], outputs: ["y", "z"])
        #expect(output?.message == "test.onnx: nothing computes its output z.")
        let none = try refusal(of: [ONNXNode("Relu", "x", "y")], outputs: [])
        #expect(none?.message == "test.onnx has no outputs.")
    }

    @Test func nodesOutOfOrderAreNoError() async throws {
        let nodes = [ONNXNode("Neg", "a", "y"), ONNXNode("Relu", "x", "a")]
        let graph = TestGraph(nodes, inputs: ["x": Self.x], outputs: ["y"])
        #expect(try await graph.model().value(of: "y", at: ["x": Self.x]).values.allSatisfy { $0 == -0.5 })
    }

    @Test func shapesThatDoNotFitNameTheNode() async throws {
        let nodes = [ONNXNode(name: "joint", operatorType: "Add", inputs: ["x", "c"], outputs: ["y"])]
        let model = try TestGraph(nodes, inputs: ["x": Self.x], initializers: [.init("c", [5])]).model()
        let error = await #expect(throws: ModelError.self) { _ = try await model.run(["x": Self.x]) }
        #expect(error?.code == .invalidGraph)
        #expect(
            error?.message == "Node joint (Add) cannot be run: its inputs of shapes [1, 3, 6, 6] and [5] do not fit."
        )
    }

    @Test func unknownTensorsAreAnsweredWithTheNearest() async throws {
        let test = TestGraph(
            [ONNXNode("Relu", "x", "features"), ONNXNode("Neg", "features", "scores")],
            inputs: ["x": Self.x]
        )
        let model = try test.model()
        let fetched = await #expect(throws: ModelError.self) {
            _ = try await model.run(["x": Self.x], fetching: ["scroes"])
        }
        #expect(fetched?.code == .unknownTensor)
        #expect(fetched?.message == "test.onnx has no tensor scroes. Did you mean scores, features, x?")
        let given = await #expect(throws: ModelError.self) { _ = try await model.run(["feature": Self.x]) }
        #expect(given?.message == "test.onnx has no tensor feature. Did you mean features, scores, x?")
        let target = await #expect(throws: ModelError.self) {
            _ = try await model.gradients(["x": Self.x], classes: [0], with: ["zzzzzzzz"])
        }
        #expect(
            target?.code == .unknownTensor && target?.message.hasPrefix("test.onnx has no tensor zzzzzzzz.") == true
        )
    }

    @Test func inputsOfTheWrongShapeAreAnsweredWithWhatIsExpected() async throws {
        let fixture = try #require(Fixture.all.first { $0.file == "residual-cnn--dynamo18" })
        let model = try fixture.model()
        for shape in [[2, 3, 16, 15], [2, 1, 16, 16], [3, 16, 16], [0, 3, 16, 16]] {
            let input = Tensor(shape: shape, values: [Float](repeating: 0, count: shape.reduce(1, *)))
            let error = await #expect(throws: ModelError.self) { _ = try await model.run(["input": input]) }
            #expect(error?.code == .shapeMismatch)
            #expect(error?.message == "\(fixture.path) takes input of shape [N, 3, 16, 16], not \(shape).")
        }
        let none = await #expect(throws: ModelError.self) { _ = try await model.run([:]) }
        #expect(none?.code == .shapeMismatch)
        #expect(none?.message.contains("input was not given") == true, "\(none?.message ?? "")")
    }

    @Test func severalInputsAreNamed() throws {
        let test = TestGraph([ONNXNode("Add", "x z", "y")], inputs: ["x": Self.x, "z": Self.x])
        let model = try test.model()
        let error = #expect(throws: ModelError.self) { _ = try model.inputName() }
        #expect(error?.code == .shapeMismatch)
        #expect(error?.message == "test.onnx has 2 inputs (x, z); a classifier of pictures has one.")
    }

    @Test func classesOutOfRangeAreAnsweredWithTheRange() async throws {
        let fixture = try #require(Fixture.all.first { $0.file == "residual-cnn--dynamo18" })
        let model = try fixture.model()
        let input = ["input": try fixture.golden("input")]
        for index in [6, -1, .max] {
            let error = await #expect(throws: ModelError.self) {
                _ = try await model.gradients(input, classes: [1, index], with: ["input"])
            }
            #expect(error?.code == .classOutOfRange)
            #expect(error?.message == "\(fixture.path) has no class \(index); its classes are 0 to 5.")
        }
        let few = await #expect(throws: ModelError.self) {
            _ = try await model.gradients(input, classes: [1], with: ["input"])
        }
        #expect(few?.code == .classOutOfRange && few?.message == "1 classes were given for more images.")
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func whatIsNotFiniteIsNamed(_ number: Float) async throws {
        let test = ConvolutionChain("Exp").graph(width: 5)
        let x = try #require(test.inputs["x"])
        let model = try test.model()
        let bad = Tensor(shape: x.shape, values: [number] + x.values.dropFirst())
        let input = await #expect(throws: ModelError.self) { _ = try await model.run(["x": bad]) }
        #expect(input?.code == .notFinite && input?.message == "The input x has NaN or infinite values.")
        let large = Tensor(shape: x.shape, values: x.values.map { $0 * 1000 })
        let node = await #expect(throws: ModelError.self) { _ = try await model.run(["x": large]) }
        #expect(node?.code == .notFinite)
        #expect(node?.message.hasPrefix("Node b (Exp) is the first with NaN or infinite values.") == true)
    }

    @Test func slopesThatAreNotFiniteAreNamed() async throws {
        let x = Tensor(shape: [1, 2], values: [0, 1])
        let model = try TestGraph([ONNXNode("Sqrt", "x", "y")], inputs: ["x": x]).model()
        let error = await #expect(throws: ModelError.self) {
            _ = try await model.gradient(of: "y", with: "x", at: ["x": x])
        }
        #expect(error?.code == .notFinite && error?.message.hasPrefix("The gradient of y by x") == true)
    }

    @Test func whatCannotBeDifferentiatedIsNamed() async throws {
        let nodes = [ONNXNode("Relu", "x", "a"), ONNXNode("Neg", "z", "y"), ONNXNode("Conv", "x a", "c")]
        let graph = TestGraph(nodes, inputs: ["x": Self.x, "z": Self.x], outputs: ["y", "a", "c"])
        let model = try graph.model()
        let apart = await #expect(throws: ModelError.self) {
            _ = try await model.gradient(of: "y", with: "x", at: graph.inputs)
        }
        #expect(apart?.code == .notDifferentiable && apart?.message == "y does not depend on x.")
        let weights = await #expect(throws: ModelError.self) {
            _ = try await model.gradient(of: "c", with: "x", at: graph.inputs)
        }
        #expect(weights?.code == .notDifferentiable)
        #expect(weights?.message.hasPrefix("The weights of a convolution depend on the picture") == true)
    }
}
#endif
