#if NativeLibraries
import ModelGraph
import ONNXFormat
import Tensor
import Testing

/// Steps in another order: their results are those of the steps one by one.
@Suite struct StepOrderTests {
    private static let maxPool = ONNXNode(
        "MaxPool",
        "j",
        "p",
        ["kernel_shape": .ints([3, 3]), "strides": .ints([2, 2]), "pads": .ints([1, 1, 1, 1])]
    )
    private static let averagePool = ONNXNode(
        "AveragePool",
        "j",
        "p",
        ["kernel_shape": .ints([2, 2]), "strides": .ints([1, 1]), "pads": .ints([1, 1, 0, 0])]
    )

    /// As SqueezeNet's modules: two convolutions of one input are joined and convolved.
    private static func fire(_ name: String, _ pool: ONNXNode?, parts: Int = 2) -> ConvolutionChain {
        let expansions = (0..<parts).flatMap { part in
            [
                ONNXNode("Conv", "a w\(part) u", "c\(part)", ["pads": .ints([1, 1, 1, 1])]),
                ONNXNode("Relu", "c\(part)", "r\(part)"),
            ]
        }
        let join = ONNXNode(
            "Concat",
            (0..<parts).map { "r\($0)" }.joined(separator: " "),
            "j",
            ["axis": .int(1)]
        )
        let end = [ONNXNode("Conv", "\(pool == nil ? "j" : "p") s t", "q"), ONNXNode("Relu", "q", "b")]
        return ConvolutionChain(
            name,
            expansions + [join] + (pool.map { [$0] } ?? []) + end,
            constants: (0..<parts).map { .init("w\($0)", [32, 32, 3, 3], -0.2...0.2) } + [
                .init("u", [32]), .init("s", [16, 32 * parts, 1, 1], -0.3...0.3), .init("t", [16]),
            ],
            channels: { _ in 16 }
        )
    }

    static let chains: [ConvolutionChain] = [
        fire("Fire", nil), fire("Fire with maxima", maxPool), fire("Fire with means", averagePool),
        fire("Three parts", nil, parts: 3), fire("Three parts with maxima", maxPool, parts: 3),
        ConvolutionChain(
            "ReLU before maxima",
            [
                ONNXNode("Relu", "a", "r"),
                ONNXNode("MaxPool", "r", "b", ["kernel_shape": .ints([3, 3]), "strides": .ints([1, 1])]),
            ]
        ),
        ConvolutionChain(
            "ReLU before maxima and elsewhere",
            [
                ONNXNode("Relu", "a", "r"),
                ONNXNode(
                    "MaxPool",
                    "r",
                    "m",
                    ["kernel_shape": .ints([3, 3]), "strides": .ints([1, 1]), "pads": .ints([1, 1, 1, 1])]
                ), ONNXNode("Add", "m r", "b"),
            ]
        ),
    ]

    @Test(arguments: chains)
    func resultsAreThoseOfTheReference(_ chain: ConvolutionChain) async throws {
        try await ReferenceCheck(sampleCount: 8).expectEqual(chain.graph(width: 32, side: 9), chain.name)
    }

    @Test(arguments: chains)
    func whatIsFetchedBesidesChangesNoResult(_ chain: ConvolutionChain) async throws {
        let graph = chain.graph(width: 32, side: 9)
        let model = try graph.model()
        let alone = try await model.value(of: "y", at: graph.inputs)
        let all = try await model.run(graph.inputs, fetching: graph.graph.nodes.flatMap(\.outputs))
        #expect(difference(try #require(all["y"]), alone) <= 2e-6, "\(chain.name)")
    }

    /// A convolution that classifies: the gradient of one class comes from one channel alone.
    @Test(arguments: [0, 17, 299])
    func theGradientOfAClassIsWhatItAddsToThatOfOthers(_ index: Int) async throws {
        let classes = 300
        let chain = ConvolutionChain("a", [])
        let body = chain.graph(width: 32, side: 9)
        let graph = TestGraph(
            [
                body.graph.nodes[0], ONNXNode("Relu", "a", "r"), ONNXNode("Conv", "r head", "h"),
                ONNXNode("Relu", "h", "k"), ONNXNode("GlobalAveragePool", "k", "g"), ONNXNode("Flatten", "g", "y"),
            ],
            inputs: body.inputs,
            initializers: Array(body.graph.initializers.prefix(2)) + [.init("head", [classes, 32, 1, 1], -0.4...0.4)]
        )
        let model = try graph.model()
        func gradient(_ weight: @escaping @Sendable (Int) -> Float) async throws -> Tensor {
            let result = try await model.gradients(graph.inputs, of: "y", with: ["x"]) { scores, _ in
                Tensor(shape: scores.shape, values: scores.values.indices.map { weight($0 % classes) })
            }
            return try #require(result.gradients["x"])
        }
        let one = try await gradient { $0 == index ? 1 : 0 }
        let all = try await gradient { $0 == index ? 1.5 : Float($0 % 7) / 6 }
        let others = try await gradient { $0 == index ? 0.5 : Float($0 % 7) / 6 }
        let scale = try #require(all.values.map(abs).max())
        for position in one.values.indices {
            let added = all.values[position] - others.values[position]
            #expect(abs(one.values[position] - added) <= 1e-5 * scale)
        }
        #expect(one.values.contains { $0 != 0 })
    }
}
#endif
