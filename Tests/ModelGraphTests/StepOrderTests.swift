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

    /// The output of a first convolution that is too large for a cache is pooled image by image.
    @Test func imagesPooledOneByOneAreThoseOfABatch() async throws {
        let side = 128
        var generator = SeededGenerator(state: 5)
        let images = Tensor(shape: [5, 3, side, side], values: generator.spread(15 * side * side, over: -2...2))
        let graph = TestGraph(
            [
                ONNXNode("Conv", "x w u", "c", ["pads": .ints([1, 1, 1, 1])]), ONNXNode("Relu", "c", "r"),
                ONNXNode("MaxPool", "r", "y", ["kernel_shape": .ints([3, 3]), "strides": .ints([2, 2])]),
            ],
            inputs: ["x": images],
            initializers: [.init("w", [64, 3, 3, 3]), .init("u", [64])]
        )
        let model = try graph.model()
        let all = try await model.value(of: "y", at: graph.inputs)
        let inner = try await model.run(graph.inputs, fetching: ["r", "y"])
        #expect(inner["y"]?.values == all.values)
        let (width, size) = (images.values.count / 5, all.values.count / 5)
        for image in 0..<5 {
            let one = Tensor(
                shape: [1, 3, side, side],
                values: Array(images.values[image * width..<(image + 1) * width])
            )
            let alone = try await model.value(of: "y", at: ["x": one])
            #expect(alone.values == Array(all.values[image * size..<(image + 1) * size]))
        }
    }

    static let heads: [(name: String, nodes: [ONNXNode], weights: [ONNXTensor])] = [
        (
            "convolution",
            [
                ONNXNode("Conv", "r w u", "h"), ONNXNode("Relu", "h", "k"), ONNXNode("GlobalAveragePool", "k", "g"),
                ONNXNode("Flatten", "g", "y"),
            ],
            [.init("w", [40, 32, 1, 1], -0.4...0.4), .init("u", [40])]
        ),
        (
            "linear",
            [
                ONNXNode("GlobalAveragePool", "r", "g"), ONNXNode("Flatten", "g", "f"),
                ONNXNode("Gemm", "f w u", "y", ["transB": .int(1)]),
            ],
            [.init("w", [40, 32], -0.4...0.4), .init("u", [40])]
        ),
        (
            "linear, by columns",
            [
                ONNXNode("GlobalAveragePool", "r", "g"), ONNXNode("Flatten", "g", "f"), ONNXNode("MatMul", "f w", "m"),
                ONNXNode("Add", "m u", "y"),
            ],
            [.init("w", [32, 40], -0.4...0.4), .init("u", [40])]
        ),
        (
            "normalized",
            [
                ONNXNode("GlobalAveragePool", "r", "g"), ONNXNode("Flatten", "g", "f"), ONNXNode("MatMul", "f w", "m"),
                ONNXNode("Softmax", "m", "s"), ONNXNode("Log", "s", "n"), ONNXNode("Add", "n u", "y"),
            ],
            [.init("w", [32, 40], -0.4...0.4), .init("u", [40])]
        ),
    ]

    /// What some classes need is what is left of what all need.
    @Test(arguments: heads.indices)
    func scoresOfSomeClassesAreThoseOfAll(_ index: Int) async throws {
        let head = Self.heads[index]
        let body = ConvolutionChain("a", []).graph(width: 32, side: 9)
        let graph = TestGraph(
            [body.graph.nodes[0], ONNXNode("Relu", "a", "r")] + head.nodes,
            inputs: body.inputs,
            initializers: Array(body.graph.initializers.prefix(2)) + head.weights
        )
        let model = try graph.model()
        let all = try await model.value(of: "y", at: graph.inputs)
        for classes in [[7], [39, 0, 7, 7], Array(0..<40)] {
            let some = try await model.scores(graph.inputs, classes: classes)
            #expect(some.shape == [2, classes.count])
            let wanted = (0..<2).flatMap { image in classes.map { Double(all.values[image * 40 + $0]) } }
            #expect(difference(some.values, wanted) <= 1e-6, "\(head.name) \(classes)")
        }
        let seeded = try await model.gradients(graph.inputs, of: "y", with: ["x"]) { scores, _ in
            Tensor(shape: scores.shape, values: scores.values.indices.map { [7, 40 + 39].contains($0) ? 1 : 0 })
        }
        let chosen = try await model.gradients(graph.inputs, classes: [7, 39], with: ["x"])
        #expect(difference(try #require(chosen.gradients["x"]), try #require(seeded.gradients["x"])) <= 1e-6)
        let error = await #expect(throws: ModelError.self) { _ = try await model.scores(graph.inputs, classes: [40]) }
        #expect(error?.message.contains("no class 40; its classes are 0 to 39") == true)
        let wrong = await #expect(throws: ModelError.self) {
            _ = try await model.gradients(graph.inputs, classes: [40, 1], with: ["x"])
        }
        #expect(wrong?.message.contains("no class 40; its classes are 0 to 39") == true)
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
