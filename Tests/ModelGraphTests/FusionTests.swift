#if NativeLibraries
import ModelGraph
import ONNXFormat
import Testing

/// Steps that are merged into one: their results are those of the steps one by one.
@Suite struct FusionTests {
    static let chains: [ConvolutionChain] = [
        ConvolutionChain("Swish", [ONNXNode("Sigmoid", "a", "s"), ONNXNode("Mul", "a s", "b")]),
        ConvolutionChain("Swish, turned", [ONNXNode("Sigmoid", "a", "s"), ONNXNode("Mul", "s a", "b")]),
        ConvolutionChain(
            "Gate",
            [ONNXNode("Sigmoid", "a", "s"), ONNXNode("Tanh", "a", "t"), ONNXNode("Mul", "t s", "b")]
        ),
        gelu("GELU", "a g", "p"), gelu("GELU, turned", "g a", "p"),
        ConvolutionChain("ReLU", [ONNXNode("Relu", "a", "r"), ONNXNode("Relu", "r", "b")]),
        ConvolutionChain("Batch norm", [batch("a", "b")], constants: parameters),
        ConvolutionChain("Batch norm and ReLU", [batch("a", "n"), ONNXNode("Relu", "n", "b")], constants: parameters),
        ConvolutionChain(
            "Batch norm behind ReLU",
            [ONNXNode("Relu", "a", "r"), batch("r", "b")],
            constants: parameters
        ),
        ConvolutionChain("Two batch norms", [batch("a", "n"), batch("n", "b")], constants: parameters),
        ConvolutionChain(
            "Shifts",
            [
                ONNXNode("Add", "a u", "s"), ONNXNode("Add", "v s", "t"), ONNXNode("Mul", "t u", "r"),
                ONNXNode("Add", "r v", "b"),
            ],
            constants: [.init("u", [16, 1, 1]), .init("v", [1, 16, 1, 1])]
        ),
        ConvolutionChain(
            "Shift of a row",
            [ONNXNode("Add", "a u", "b")],
            constants: [.init("u", [16, 1, 6])]
        ),
        ConvolutionChain(
            "Residual",
            [conv("a", "c"), ONNXNode("Add", "c a", "s"), ONNXNode("Relu", "s", "b")],
            constants: [.init("w", [16, 16, 3, 3], -0.2...0.2)]
        ),
        ConvolutionChain(
            "Residual, turned",
            [conv("a", "c"), ONNXNode("Add", "a c", "s"), ONNXNode("Relu", "s", "t"), ONNXNode("Add", "t c", "b")],
            constants: [.init("w", [16, 16, 3, 3], -0.2...0.2)]
        ),
        ConvolutionChain(
            "Both ways",
            [
                conv("a", "c"), ONNXNode("Relu", "a", "r"), conv("r", "d"), ONNXNode("Add", "c d", "s"),
                ONNXNode("Sigmoid", "s", "b"),
            ],
            constants: [.init("w", [16, 16, 3, 3], -0.2...0.2)]
        ),
        ConvolutionChain(
            "Doubled",
            [conv("a", "c"), ONNXNode("Add", "c c", "s"), ONNXNode("Relu", "s", "b")],
            constants: [.init("w", [16, 16, 3, 3], -0.2...0.2)]
        ),
        ConvolutionChain(
            "Added to the input",
            [
                ONNXNode("Conv", "x v", "c"), ONNXNode("Add", "c x", "s"), ONNXNode("Conv", "s u", "t"),
                ONNXNode("Add", "t a", "b"),
            ],
            constants: [.init("v", [3, 3, 1, 1]), .init("u", [16, 3, 1, 1])]
        ),
        ConvolutionChain(
            "Linear layers",
            [
                ONNXNode("Transpose", "a", "t", ["perm": .ints([0, 2, 3, 1])]),
                ONNXNode("MatMul", "t m", "p"), ONNXNode("Add", "n p", "q"), ONNXNode("Gelu", "q", "g"),
                ONNXNode("MatMul", "g m", "r"), ONNXNode("Add", "r n", "s"), ONNXNode("Add", "t s", "u"),
                ONNXNode("Relu", "u", "v"), ONNXNode("Transpose", "v", "b", ["perm": .ints([0, 3, 1, 2])]),
            ],
            constants: [.init("m", [16, 16], -0.4...0.4), .init("n", [16])]
        ),
    ]

    @Test(arguments: chains)
    func mergedStepsAreThoseOfTheReference(_ chain: ConvolutionChain) async throws {
        let graph = chain.graph(width: 16)
        try await ReferenceCheck(sampleCount: 24).expectEqual(graph, chain.name)
    }

    @Test(arguments: chains)
    func whatIsFetchedBesidesChangesNoResult(_ chain: ConvolutionChain) async throws {
        let graph = chain.graph(width: 16)
        let model = try graph.model()
        let inner = graph.graph.nodes.flatMap(\.outputs)
        let alone = try await model.value(of: "y", at: graph.inputs)
        let all = try await model.run(graph.inputs, fetching: inner)
        #expect(all.count == Set(inner).count)
        #expect(difference(try #require(all["y"]), alone) <= 1e-6, "\(chain.name)")
        for name in inner {
            let one = try await model.value(of: name, at: graph.inputs)
            #expect(difference(one, try #require(all[name])) <= 1e-6, "\(chain.name): \(name)")
        }
    }

    @Test(arguments: chains)
    func aPrefixAndItsSuffixMakeTheWhole(_ chain: ConvolutionChain) async throws {
        let graph = chain.graph(width: 16)
        let model = try graph.model()
        let whole = try await model.value(of: "y", at: graph.inputs)
        for name in Set(graph.graph.nodes.flatMap(\.outputs)).subtracting(["y"]).sorted() {
            var given = graph.inputs
            given[name] = try await model.value(of: name, at: graph.inputs)
            let found = try await model.value(of: "y", at: given)
            #expect(difference(found, whole) <= 1e-6, "\(chain.name): \(name)")
        }
        let cut = try await model.run(graph.inputs, fetching: ["b"])
        #expect(difference(try await model.value(of: "y", at: cut), whole) <= 1e-6, "\(chain.name)")
    }

    private static let parameters: [ONNXTensor] = [
        .init("scale", [16], 0.4...1.4), .init("shift", [16]), .init("mean", [16]), .init("variance", [16], 0.3...2),
    ]

    private static func batch(_ input: String, _ output: String) -> ONNXNode {
        ONNXNode("BatchNormalization", "\(input) scale shift mean variance", output)
    }

    private static func conv(_ input: String, _ output: String) -> ONNXNode {
        ONNXNode("Conv", "\(input) w", output, ["pads": .ints([1, 1, 1, 1])])
    }

    private static func gelu(_ name: String, _ factors: String, _ product: String) -> ConvolutionChain {
        ConvolutionChain(
            name,
            [
                ONNXNode("Div", "a root", "q"), ONNXNode("Erf", "q", "e"), ONNXNode("Add", "e one", "g"),
                ONNXNode("Mul", factors, product), ONNXNode("Mul", "\(product) half", "b"),
            ],
            constants: [
                .init("root", number: Float(2).squareRoot()), .init("one", number: 1), .init("half", number: 0.5),
            ]
        )
    }
}
#endif
