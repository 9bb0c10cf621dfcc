#if NativeLibraries
import Attribution
import ONNXFormat
import Tensor
import Testing

/// Relevance and contributions that sum up to the score.
@Suite struct ConservationTests {
    /// Convolution, ReLU, overlapping max-pooling, convolution, ReLU, linear; without bias, so that nothing is absorbed.
    private static func network(bias: Float = 0) throws -> Subject {
        func spread(_ count: Int, _ step: Int) -> [Float] {
            (0..<count).map { Float(($0 * step + 5) % 23) / 11.5 - 0.93 }
        }
        return try SmallNetwork.subject(
            [
                SmallNetwork.node("Conv", "x k b", "c", ["pads": .ints([1, 1, 1, 1])]),
                SmallNetwork.node("Relu", "c", "r"),
                SmallNetwork.node(
                    "MaxPool",
                    "r",
                    "m",
                    ["kernel_shape": .ints([3, 3]), "strides": .ints([2, 2]), "pads": .ints([1, 1, 0, 0])]
                ),
                SmallNetwork.node("Conv", "m l", "d"), SmallNetwork.node("Relu", "d", "s"),
                SmallNetwork.node("GlobalAveragePool", "s", "p"), SmallNetwork.node("Flatten", "p", "f"),
                SmallNetwork.node("MatMul", "f w", "y"),
            ],
            [
                ONNXTensor(name: "k", shape: [5, 2, 3, 3], floats: spread(90, 7)),
                ONNXTensor(name: "b", shape: [5], floats: [bias, -bias, bias, 0, bias]),
                ONNXTensor(name: "l", shape: [6, 5, 3, 3], floats: spread(270, 11)),
                ONNXTensor(name: "w", shape: [6, 3], floats: spread(18, 5)),
            ],
            input: Tensor(shape: [2, 11, 9], values: (0..<198).map { Float(($0 * 37 + 11) % 53) / 26 - 0.9 }),
            target: 1
        )
    }

    @Test(arguments: ["epsilon-plus", "epsilon-alpha2-beta1", "epsilon-gamma-box", "epsilon", "gamma", "alpha1-beta0"])
    func relevanceIsConserved(_ composite: String) async throws {
        let found = try await explain("lrp", Self.network(), ["composite": composite])
        let delta = try #require(found.convergenceDelta)
        #expect(delta < 1e-3, "\(composite)")
    }

    @Test func theRulesWithoutStabilizerAreGradientTimesInput() async throws {
        let subject = try Self.network()
        let relevance = try await explain("lrp", subject, ["composite": "epsilon", "epsilon": "0"]).attribution.values
        let product = try await explain("input-x-gradient", subject).attribution.values
        let top = product.reduce(0) { max($0, abs($1)) }
        for (a, b) in zip(relevance, product) { #expect(abs(a - b) <= 1e-5 * top) }
    }

    @Test func aLargeEpsilonAbsorbsRelevance() async throws {
        let subject = try Self.network()
        let few = try await explain("lrp", subject, ["composite": "epsilon"]).attribution.values
        let many = try await explain("lrp", subject, ["composite": "epsilon", "epsilon": "1"]).attribution.values
        #expect(abs(many.reduce(0, +)) < 0.9 * abs(few.reduce(0, +)))
    }

    @Test func theBoxIsOfTheInputWhereNoneIsGiven() async throws {
        let subject = try Self.network()
        let (low, high) = (subject.input.values.min() ?? 0, subject.input.values.max() ?? 0)
        let own = try await explain("lrp", subject, ["first-layer": "z-box"])
        let given = try await explain(
            "lrp",
            subject,
            ["first-layer": "z-box", "box-low": "\(low)", "box-high": "\(high)"]
        )
        #expect(own.attribution == given.attribution)
        let delta = try #require(own.convergenceDelta)
        #expect(delta < 1e-3)
        let error = await #expect(throws: AttributionError.self) {
            _ = try await explain("lrp", subject, ["box-low": "1", "box-high": "0"])
        }
        #expect(error?.code == .invalidParameter)
    }

    /// x · 0 has no positive contributions.
    @Test func relevanceWithoutContributionsIsAnError() async throws {
        let subject = try SmallNetwork.subject(
            [
                SmallNetwork.node("Conv", "x k b", "c"), SmallNetwork.node("Flatten", "c", "f"),
                SmallNetwork.node("MatMul", "f w", "y"),
            ],
            [
                ONNXTensor(name: "k", shape: [1, 1, 1, 1], floats: [-1]),
                ONNXTensor(name: "b", shape: [1], floats: [0]),
                ONNXTensor(name: "w", shape: [2, 1], floats: [1, 1]),
            ],
            input: Tensor(shape: [1, 1, 2], values: [1, 2])
        )
        let error = await #expect(throws: AttributionError.self) {
            _ = try await explain("lrp", subject, ["epsilon": "0"])
        }
        #expect(error?.code == .undefined)
        let found = try await explain("lrp", subject)
        #expect(found.attribution.values == [0, 0])
    }

    @Test func contributionsSumUpWhereAllWindowsCount() async throws {
        let subject = try Self.network(bias: 0.1)
        // Behind a baseline that is not 0 activations differ at the edges.
        let baseline = ["baseline": "value", "baseline-value": "0.4"]
        let summed = try await explain("deep-lift", subject, baseline.merging(["pooling": "sum"]) { $1 })
        let last = try await explain("deep-lift", subject, baseline)
        let (all, few) = (try #require(summed.convergenceDelta), try #require(last.convergenceDelta))
        #expect(all < 1e-4)
        #expect(few > 1e-3)
    }

    /// Squeeze and excitation multiplies two things that depend on the picture, and so does attention.
    @Test(
        arguments: [
            "mobile-block--torchscript11", "mobile-block--dynamo20", "vision-transformer--torchscript14",
            "vision-transformer--dynamo20", "cosine-windows--dynamo20", "probabilities--torchscript15",
        ]
    )
    func contributionsOfProductsSumUp(_ file: String) async throws {
        let found = try await explain("deep-lift", SmallNetwork.subject(file))
        let delta = try #require(found.convergenceDelta)
        #expect(delta < 1e-4)
    }

    /// Rules see batch norm within the convolution, and functions whole, however they were exported.
    @Test(
        arguments: [
            ("residual-cnn--torchscript13", "residual-cnn--unfused9"),
            ("mobile-block--torchscript11", "mobile-block--dynamo20"),
            ("mobile-block--torchscript14", "mobile-block--dynamo20"),
            ("vision-transformer--torchscript14", "vision-transformer--dynamo20"),
        ],
        ["lrp", "deep-lift", "guided-backprop"]
    )
    func exportsHaveOneMap(_ files: (String, String), _ method: String) async throws {
        let first = try await explain(method, SmallNetwork.subject(files.0)).attribution
        let second = try await explain(method, SmallNetwork.subject(files.1)).attribution
        expectAgreement(first, second, "\(method) of \(files)")
    }

    @Test func aTransformerHasRelevance() async throws {
        let found = try await explain("lrp", SmallNetwork.subject("vision-transformer--dynamo20"))
        #expect(found.attribution.values.allSatisfy { $0.isFinite })
        #expect(found.attribution.values.contains { $0 != 0 })
    }
}
#endif
