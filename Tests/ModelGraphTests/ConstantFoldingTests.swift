#if NativeLibraries
import ModelGraph
import ONNXFormat
import Tensor
import Testing

/// Arithmetic on shapes as exporters leave it in graphs, computed before anything runs.
@Suite struct ConstantFoldingTests {
    private static let constants: [ONNXTensor] = [
        .init("zero", integers: [0]), .init("one", integers: [1]), .init("two", integers: [2]),
        .init("last", integers: [-1]),
        .init("three", integers: [3]), ONNXTensor(name: "second", shape: [], integers: [1]),
        .init("half", number: 0.5), .init("unit", number: 1), .init("nothing", number: 0), .init("five", number: 5),
    ]

    /// A chain from `x` `[2,3,4]` to `y`, and the shape that it is to have.
    struct Chain: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let nodes: [ONNXNode]
        let shape: [Int]
        var opset = 17
    }

    static let chains: [Chain] = [
        Chain(
            testDescription: "Flattening by hand",
            nodes: [
                ONNXNode("Shape", "x", "s"), ONNXNode("Gather", "s second", "c", ["axis": .int(0)]),
                ONNXNode("Unsqueeze", "c zero", "u"), ONNXNode("Mul", "u two", "d"),
                ONNXNode("Concat", "d last", "t", ["axis": .int(0)]),
                ONNXNode("Reshape", "x t", "y"),
            ],
            shape: [6, 4]
        ),
        Chain(
            testDescription: "Slices of a shape",
            nodes: [
                ONNXNode("Shape", "x", "s"), ONNXNode("Slice", "s one three zero", "rest"),
                ONNXNode("ReduceProd", "rest", "p"),
                ONNXNode("Shape", "x", "n", ["end": .int(1)]), ONNXNode("Concat", "n p", "t", ["axis": .int(0)]),
                ONNXNode("Reshape", "x t", "y"),
            ],
            shape: [2, 12]
        ),
        Chain(
            testDescription: "Numbers that are cut",
            nodes: [
                ONNXNode("Shape", "x", "s", ["start": .int(-1)]), ONNXNode("Cast", "s", "f", ["to": .int(1)]),
                ONNXNode("Mul", "f half", "h"), ONNXNode("Floor", "h", "g"),
                ONNXNode("Cast", "g", "i", ["to": .int(7)]),
                ONNXNode("Concat", "i last", "t", ["axis": .int(0)]), ONNXNode("Reshape", "x t", "y"),
            ],
            shape: [2, 12]
        ),
        Chain(
            testDescription: "Division and remainder of integers",
            nodes: [
                ONNXNode("Size", "x", "n"), ONNXNode("Unsqueeze", "n zero", "u"), ONNXNode("Sub", "u one", "l"),
                ONNXNode("Div", "l three", "q"), ONNXNode("Mod", "l two", "r"), ONNXNode("Add", "q r", "e"),
                ONNXNode("Concat", "last e", "t", ["axis": .int(0)]), ONNXNode("Reshape", "x t", "y"),
            ],
            shape: [3, 8]
        ),
        Chain(
            testDescription: "A choice between shapes",
            nodes: [
                ONNXNode("Shape", "x", "s"), ONNXNode("Split", "s", "a b c"), ONNXNode("Equal", "b three", "is"),
                ONNXNode("Where", "is a b", "w"), ONNXNode("Max", "w one", "m"),
                ONNXNode("Concat", "m last", "t", ["axis": .int(0)]),
                ONNXNode("Reshape", "x t", "y"),
            ],
            shape: [2, 12]
        ),
        Chain(
            testDescription: "A grid of positions",
            nodes: [
                ONNXNode("Range", "nothing five unit", "r"), ONNXNode("Cast", "r", "i", ["to": .int(7)]),
                ONNXNode("Slice", "i one three zero", "k"), ONNXNode("Gather", "x k", "y", ["axis": .int(2)]),
            ],
            shape: [2, 3, 2]
        ),
        Chain(
            testDescription: "Filled, tiled, transposed and scattered",
            nodes: [
                ONNXNode("Shape", "x", "s"), ONNXNode("ConstantOfShape", "s", "f"), ONNXNode("Add", "f half", "g"),
                ONNXNode("Transpose", "g", "h", ["perm": .ints([0, 2, 1])]),
                ONNXNode("Transpose", "x", "xt", ["perm": .ints([0, 2, 1])]),
                ONNXNode("Mul", "xt h", "y"),
            ],
            shape: [2, 4, 3]
        ),
        Chain(
            testDescription: "A mask of a triangle",
            nodes: [
                ONNXNode("Shape", "x", "s", ["start": .int(1)]), ONNXNode("ConstantOfShape", "s", "f"),
                ONNXNode("Add", "f unit", "g"),
                ONNXNode("Trilu", "g", "t", ["upper": .int(0)]), ONNXNode("Cast", "t", "m", ["to": .int(9)]),
                ONNXNode("Where", "m x nothing", "y"),
            ],
            shape: [2, 3, 4]
        ),
        Chain(
            testDescription: "Places of what is not zero",
            nodes: [
                ONNXNode("Shape", "x", "s"), ONNXNode("Greater", "s two", "g"), ONNXNode("NonZero", "g", "n"),
                ONNXNode("Squeeze", "n zero", "k"), ONNXNode("Gather", "x k", "y", ["axis": .int(1)]),
            ],
            shape: [2, 2, 4]
        ),
    ]

    @Test(arguments: chains)
    func shapesAreComputedBeforeAnythingRuns(_ chain: Chain) async throws {
        var generator = SeededGenerator(state: 5)
        let x = Tensor(shape: [2, 3, 4], values: generator.spread(24, over: -1...1))
        let graph = TestGraph(chain.nodes, opset: chain.opset, inputs: ["x": x], initializers: Self.constants)
        let model = try graph.model()
        let y = try await model.value(of: "y", at: ["x": x])
        #expect(y.shape == chain.shape)
        let values = x.values
        switch chain.testDescription {
        case "A grid of positions":
            let rows = (0..<6).map { Array(values[4 * $0 + 1...4 * $0 + 2]) }
            #expect(y.values == Array(rows.joined()))
        case "Filled, tiled, transposed and scattered":
            #expect(y.values[1] == values[4] / 2)
        case "A mask of a triangle":
            let kept = values.indices.map { index in index % 4 > index / 4 % 3 ? 0 : values[index] }
            #expect(y.values == kept)
        case "Places of what is not zero":
            let rows = [1, 2, 4, 5].map { Array(values[4 * $0..<4 * $0 + 4]) }
            #expect(y.values == Array(rows.joined()))
        default: #expect(y.values == x.values)
        }
    }

    /// Another batch makes another plan.
    @Test func shapesFollowTheBatch() async throws {
        let nodes = [
            ONNXNode("Shape", "x", "s"), ONNXNode("Gather", "s zero", "n"),
            ONNXNode("Concat", "n last", "t", ["axis": .int(0)]),
            ONNXNode("Reshape", "x t", "y"),
        ]
        let x = Tensor(shape: [1, 2, 2], values: [1, 2, 3, 4])
        let model = try TestGraph(nodes, inputs: ["x": x], initializers: Self.constants).model()
        for count in [1, 3, 1, 2] {
            let values = (0..<count).flatMap { _ in x.values }
            let y = try await model.value(of: "y", at: ["x": Tensor(shape: [count, 2, 2], values: values)])
            #expect(y == Tensor(shape: [count, 4], values: values))
        }
    }

    @Test func foldedConstantsCanBeFetched() async throws {
        let nodes = [ONNXNode("Shape", "x", "s"), ONNXNode("Mul", "s two", "d"), ONNXNode("Relu", "x", "y")]
        let x = Tensor(shape: [1, 2], values: [1, -2])
        let graph = TestGraph(nodes, inputs: ["x": x], initializers: Self.constants, outputs: ["y"])
        let values = try await graph.model().run(["x": x], fetching: ["d", "y", "two"])
        #expect(values["d"] == Tensor(shape: [2], values: [2, 4]))
        #expect(values["two"] == Tensor(shape: [1], values: [2]))
        #expect(values["y"] == Tensor(shape: [1, 2], values: [1, 0]))
    }

    @Test func integersDividedByZeroAreAnError() async throws {
        let nodes = [ONNXNode("Shape", "x", "s"), ONNXNode("Div", "s zero", "d"), ONNXNode("Reshape", "x d", "y")]
        let x = Tensor(shape: [2], values: [1, 2])
        let model = try TestGraph(nodes, inputs: ["x": x], initializers: Self.constants).model()
        let error = await #expect(throws: ModelError.self) { _ = try await model.run(["x": x]) }
        #expect(error?.message == "Node d (Div) cannot be run: it divides integers by 0.")
    }

    /// Large constants of nodes are told apart though exporters name all of them "value".
    @Test func constantsOfOneNameAreTwo() async throws {
        let count = 1 << 20 | 1
        func constant(_ number: Float, _ output: String) -> ONNXNode {
            let tensor = ONNXTensor(name: "value", shape: [count], floats: [Float](repeating: number, count: count))
            return ONNXNode("Constant", "", output, ["value": .tensor(tensor)])
        }
        let nodes = [constant(2, "a"), constant(3, "b"), ONNXNode("Mul", "x a", "p"), ONNXNode("Add", "p b", "y")]
        let x = Tensor(shape: [1, count], values: [Float](repeating: 10, count: count))
        let y = try await TestGraph(nodes, inputs: ["x": x]).model().value(of: "y", at: ["x": x])
        #expect(y.values.allSatisfy { $0 == 23 })
    }

    /// The biases merged into a convolution are those of its own plan, wherever plans begin.
    @Test func mergedConstantsAreToldApartByPlan() async throws {
        let chain = ConvolutionChain(
            "Shifts",
            [ONNXNode("Add", "a u", "s"), ONNXNode("Add", "s v", "b")],
            constants: [.init("u", [8, 1, 1]), .init("v", [1, 8, 1, 1], 2...3)]
        )
        let graph = chain.graph(width: 8)
        let early = [ONNXNode("Neg", "x0", "n"), ONNXNode("Neg", "n", "x")]
        let x = try #require(graph.inputs["x"])
        let longer = TestGraph(
            early + graph.graph.nodes,
            opset: 18,
            inputs: ["x0": x],
            initializers: graph.graph.initializers
        )
        let model = try longer.model()
        let wanted = try Reference.values(longer.graph, opset: 18, given: ["x0": Array64(x)])
        for (given, name) in [
            ("x0", "b"), ("x", "s"), ("x0", "s"), ("x", "b"), ("n", "s"), ("n", "b"), ("x0", "y"), ("x", "y"),
        ] {
            let value = Tensor(shape: x.shape, values: x.values.map { given == "n" ? -$0 : $0 })
            let found = try await model.value(of: name, at: [given: value])
            #expect(difference(found.values, try #require(wanted[name]).values) <= 1e-5, "\(given) → \(name)")
        }
    }

    @Test func mergedFactorsAreToldApartByBranch() async throws {
        let chain = ConvolutionChain(
            "Branches",
            [ONNXNode("Mul", "a u", "s"), ONNXNode("Mul", "a v", "t"), ONNXNode("Add", "s t", "b")],
            constants: [.init("u", [8, 1, 1]), .init("v", [1, 8, 1, 1], 2...3)]
        )
        let graph = chain.graph(width: 8)
        let model = try graph.model()
        let wanted = try Reference.values(graph.graph, opset: 18, given: graph.inputs.mapValues { Array64($0) })
        for name in ["s", "t", "s", "b", "y"] {
            let found = try await model.value(of: name, at: graph.inputs)
            #expect(difference(found.values, try #require(wanted[name]).values) <= 1e-5, "\(name)")
        }
    }

    @Test(arguments: [0, 1], [0, 1])
    func sumsRunEitherWay(_ exclusive: Int, _ reverse: Int) async throws {
        let attributes: [String: ONNXAttribute] = ["exclusive": .int(exclusive), "reverse": .int(reverse)]
        let sums: [[Float]] = [[2, 5, 9], [0, 2, 5], [9, 7, 4], [7, 4, 0]]
        let nodes = [
            ONNXNode("Shape", "x", "s"), ONNXNode("CumSum", "s zero", "c", attributes), ONNXNode("Relu", "x", "y"),
        ]
        let x = Tensor(shape: [2, 3, 4], values: [Float](repeating: 1, count: 24))
        let graph = TestGraph(nodes, inputs: ["x": x], initializers: Self.constants)
        #expect(try await graph.model().value(of: "c", at: ["x": x]).values == sums[2 * reverse + exclusive])
    }
}
#endif
