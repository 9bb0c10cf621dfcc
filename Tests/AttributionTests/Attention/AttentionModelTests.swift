#if NativeLibraries
import Attribution
import ModelGraph
import ONNXFormat
import Tensor
import Testing

@Suite struct AttentionModelTests {
    private static let input = Tensor(
        shape: [2, 3, 4],
        values: (0..<24).map { Float($0 * 5 % 13) / 13 - 0.3 }
    )

    private static func node(
        _ type: String,
        _ inputs: String,
        _ output: String,
        _ attributes: [String: ONNXAttribute] = [:]
    ) -> ONNXNode { AttentionNetworks.node(type, inputs, output, attributes) }

    /// Features, an attention branch on them, and its map times features, pooled.
    private static func branch(outputs: [String]) throws -> Subject {
        try AttentionNetworks.subject(
            [
                node("Conv", "x kernel", "features"), node("Conv", "features gate", "raw"),
                node("Sigmoid", "raw", "map"), node("Mul", "features map", "gated"),
                node("GlobalAveragePool", "gated", "pooled"), node("Flatten", "pooled", "flat"),
                node("MatMul", "flat head", "scores"),
            ],
            [
                ONNXTensor(name: "kernel", shape: [3, 2, 1, 1], floats: [1, -1, 0.5, 2, -1, 1]),
                ONNXTensor(name: "gate", shape: [1, 3, 1, 1], floats: [1, 0.5, -2]),
                ONNXTensor(name: "head", shape: [3, 2], floats: [1, 0, -1, 1, 0.5, 0.5]),
            ],
            input: input,
            outputs: outputs
        )
    }

    private static func value(_ name: String, _ subject: Subject) async throws -> Tensor {
        let batch = Tensor(shape: [1] + subject.input.shape, values: subject.input.values)
        return try #require(try await subject.classifier.model.run(["x": batch], fetching: [name])[name])
    }

    @Test(arguments: [["scores", "map"], ["scores"]])
    func attentionBranchesAreFound(_ outputs: [String]) async throws {
        let subject = try Self.branch(outputs: outputs)
        let found = try await explain("attention-branch", subject)
        #expect(found.attribution.shape == [3, 4])
        #expect(try await Self.value("map", subject).values == found.attribution.values)
        #expect(found.notes == ["The map is the tensor map."])
        #expect(subject.log.count == PassCount(forward: 1))
        let named = try await explain("attention-branch", subject, ["name": "raw"])
        #expect(try await Self.value("raw", subject).values == named.attribution.values)
        #expect(named.notes.isEmpty)
        await expectError(.invalidParameter, "3 channels") {
            _ = try await explain("attention-branch", subject, ["name": "features"])
        }
    }

    @Test func networksWithoutAnAttentionBranchAreRefused() async throws {
        let subject = try AttentionNetworks.fixture("residual-cnn--torchscript13")
        await expectError(.notApplicable, "no attention branch") { _ = try await explain("attention-branch", subject) }
    }

    /// A network as its authors export it: weights of two groups, softmax over places, beside the features.
    @Test func outputsOfAttentionAreTakenWhereThereAreSome() async throws {
        let subject = try AttentionNetworks.subject(
            [
                Self.node("Conv", "x kernel", "features"), Self.node("Conv", "features parts", "raw"),
                Self.node("Reshape", "raw lines", "flat"), Self.node("Softmax", "flat", "weights", ["axis": .int(-1)]),
                Self.node("Reshape", "weights planes", "attention"), Self.node("Reshape", "features wide", "vectors"),
                Self.node("Transpose", "weights", "turned", ["perm": .ints([0, 2, 1])]),
                Self.node("MatMul", "vectors turned", "groups"), Self.node("Flatten", "groups", "scores"),
            ],
            [
                ONNXTensor(name: "kernel", shape: [3, 2, 1, 1], floats: [1, -1, 0.5, 2, -1, 1]),
                ONNXTensor(name: "parts", shape: [2, 3, 1, 1], floats: [1, 0.5, -2, 0.25, 1, 1]),
                ONNXTensor(name: "lines", shape: [3], integers: [1, 2, 12]),
                ONNXTensor(name: "planes", shape: [4], integers: [1, 2, 3, 4]),
                ONNXTensor(name: "wide", shape: [3], integers: [1, 3, 12]),
            ],
            input: Self.input,
            outputs: ["scores", "attention"],
            layer: "features"
        )
        let found = try await explain("br-npa", subject)
        #expect(found.notes == ["The attention is the output attention."])
        let weights = try await Self.value("attention", subject).values
        let norms = try await explain("activation-norm", subject).attribution.values
        for place in 0..<12 {
            let wanted = norms[place] * (weights[place] + weights[12 + place]) / 2
            #expect(abs(found.attribution.values[place] - wanted) < 1e-6)
        }
        let second = try await explain("br-npa", subject, ["map": "2"]).attribution.values
        for place in 0..<12 { #expect(abs(second[place] - norms[place] * weights[12 + place]) < 1e-6) }
    }

    @Test func attentionMayBeAddedToOne() async throws {
        let subject = try AttentionNetworks.subject(
            [
                Self.node("Conv", "x gate", "raw"), Self.node("Sigmoid", "raw", "map"),
                Self.node("Add", "map one", "more"),
                Self.node("Mul", "more x", "gated"), Self.node("GlobalAveragePool", "gated", "pooled"),
                Self.node("Flatten", "pooled", "scores"),
            ],
            [
                ONNXTensor(name: "gate", shape: [1, 2, 1, 1], floats: [1, 0.5]),
                ONNXTensor(name: "one", shape: [], floats: [1]),
            ],
            input: Self.input
        )
        #expect(try await explain("attention-branch", subject).notes == ["The map is the tensor map."])
    }

    @Test func gatesOfChannelsAreNoMaps() async throws {
        let subject = try AttentionNetworks.subject(
            [
                Self.node("GlobalAveragePool", "x", "squeezed"), Self.node("Sigmoid", "squeezed", "gate"),
                Self.node("Mul", "x gate", "gated"), Self.node("GlobalAveragePool", "gated", "pooled"),
                Self.node("Flatten", "pooled", "scores"),
            ],
            [],
            input: Self.input
        )
        await expectError(.notApplicable, "no attention branch") { _ = try await explain("attention-branch", subject) }
    }

    @Test func oneOfSeveralAttentionMapsIsToBeChosen() async throws {
        let subject = try AttentionNetworks.subject(
            [
                Self.node("Conv", "x gate", "raw"), Self.node("Sigmoid", "raw", "map"),
                Self.node("Mul", "x map", "once"),
                Self.node("Conv", "once gate", "raw2"), Self.node("Sigmoid", "raw2", "map2"),
                Self.node("Mul", "once map2", "twice"), Self.node("GlobalAveragePool", "twice", "pooled"),
                Self.node("Flatten", "pooled", "scores"),
            ],
            [ONNXTensor(name: "gate", shape: [1, 2, 1, 1], floats: [1, 0.5])],
            input: Self.input
        )
        await expectError(.invalidParameter, "has 2 attention maps. Choose one with name=: map, map2.") {
            _ = try await explain("attention-branch", subject)
        }
        let second = try await explain("attention-branch", subject, ["name": "map2"]).attribution
        #expect(try await Self.value("map2", subject).values == second.values)
    }

    @Test func networksWithChannelsLastHaveTheSameMaps() async throws {
        let first = try Self.branch(outputs: ["scores"])
        let last = try AttentionNetworks.subject(
            [
                Self.node("Transpose", "x", "turned", ["perm": .ints([0, 3, 1, 2])]),
                Self.node("Conv", "turned kernel", "features"), Self.node("Conv", "features gate", "raw"),
                Self.node("Sigmoid", "raw", "gates"),
                Self.node("Transpose", "gates", "map", ["perm": .ints([0, 2, 3, 1])]),
                Self.node("Transpose", "features", "back", ["perm": .ints([0, 2, 3, 1])]),
                Self.node("Mul", "features gates", "gated"), Self.node("GlobalAveragePool", "gated", "pooled"),
                Self.node("Flatten", "pooled", "flat"), Self.node("MatMul", "flat head", "scores"),
            ],
            [
                ONNXTensor(name: "kernel", shape: [3, 2, 1, 1], floats: [1, -1, 0.5, 2, -1, 1]),
                ONNXTensor(name: "gate", shape: [1, 3, 1, 1], floats: [1, 0.5, -2]),
                ONNXTensor(name: "head", shape: [3, 2], floats: [1, 0, -1, 1, 0.5, 0.5]),
            ],
            input: Self.input,
            outputs: ["scores", "map", "back"],
            isChannelsLast: true
        )
        for (method, ours, theirs) in [
            ("tensor", ["name": "map"], ["name": "map"]), ("attention-branch", [:], [:]), ("activation-norm", [:], [:]),
        ] {
            var (first, last) = (first, last)
            (first.layer, last.layer) = ("features", "back")
            let wanted = try await explain(method, first, ours).attribution
            #expect(try await explain(method, last, theirs).attribution == wanted, "\(method)")
        }
    }

    @Test func tensorsAreMapsWhereTheyHavePlaces() async throws {
        let subject = try Self.branch(outputs: ["scores"])
        let map = try await explain("tensor", subject, ["name": "map"]).attribution
        #expect(try await Self.value("map", subject).values == map.values && map.shape == [3, 4])
        let features = try await Self.value("features", subject)
        let second = try await explain("tensor", subject, ["name": "features", "channel": "1"]).attribution
        #expect(second.values == Array(features.values[12..<24]))
        await expectError(.invalidParameter, "channel=0 to 2") {
            _ = try await explain("tensor", subject, ["name": "features"])
        }
        await expectError(.invalidParameter, "no channel 3") {
            _ = try await explain("tensor", subject, ["name": "features", "channel": "3"])
        }
        await expectError(.notApplicable, "no map") { _ = try await explain("tensor", subject, ["name": "scores"]) }
        await expectError(.notApplicable, "no map") { _ = try await explain("tensor", subject, ["name": "pooled"]) }
        await expectError(.invalidParameter, "needs the parameter name") { _ = try await explain("tensor", subject) }
        await #expect(throws: ModelError.self) { _ = try await explain("tensor", subject, ["name": "mapp"]) }
    }

    @Test func tokensAreMapsToo() async throws {
        let subject = try AttentionNetworks.subject(
            [
                Self.node("Conv", "x kernel", "features"), Self.node("Reshape", "features line", "flattened"),
                Self.node("GlobalAveragePool", "features", "pooled"), Self.node("Flatten", "pooled", "scores"),
            ],
            [
                ONNXTensor(name: "kernel", shape: [1, 2, 1, 1], floats: [1, -1]),
                ONNXTensor(name: "line", shape: [2], integers: [1, 12]),
            ],
            input: Self.input,
            outputs: ["scores", "flattened"]
        )
        let found = try await explain("tensor", subject, ["name": "flattened"]).attribution
        #expect(found.shape == [3, 4])
        #expect(try await Self.value("features", subject).values == found.values)
    }

    @Test func activationNormsAreThoseOfTheFeatures() async throws {
        var subject = try Self.branch(outputs: ["scores"])
        subject.layer = "features"
        let features = try await Self.value("features", subject).values
        let norms = try await explain("activation-norm", subject).attribution
        let means = try await explain("activation-norm", subject, ["over-channels": "mean"]).attribution
        for place in 0..<12 {
            let own = [features[place], features[12 + place], features[24 + place]]
            #expect(abs(norms.values[place] - own.reduce(0) { $0 + $1 * $1 }.squareRoot()) < 1e-6)
            #expect(abs(means.values[place] - own.reduce(0, +) / 3) < 1e-6)
        }
        #expect(subject.log.count == PassCount(forward: 2))
    }

    @Test(arguments: ["torchscript13", "dynamo18"])
    func nonParametricAttentionIsThatOfTheFormulas(_ variant: String) async throws {
        let golden = try AttentionNetworks.golden("br-npa")
        for image in 0..<2 {
            let subject = try AttentionNetworks.fixture("residual-cnn--\(variant)", image: image)
            let found = try await explain("br-npa", subject)
            expectAgreement(found.attribution, AttentionNetworks.image(image, of: golden), "br-npa")
            #expect(subject.log.count == PassCount(forward: 1))
        }
    }

    /// Two places with one feature, two with another, orthogonal and weaker: the groups are these.
    @Test func nonParametricAttentionGroupsWhatIsAlike() async throws {
        let subject = try AttentionNetworks.subject(
            [
                Self.node("Relu", "x", "features"), Self.node("GlobalAveragePool", "features", "pooled"),
                Self.node("Flatten", "pooled", "scores"),
            ],
            [],
            input: Tensor(shape: [2, 2, 2], values: [3, 0, 0, 6, 0, 2, 4, 0]),
            layer: "features"
        )
        let first = try await explain("br-npa", subject, ["vectors": "2", "map": "1"]).attribution.values
        let second = try await explain("br-npa", subject, ["vectors": "2", "map": "2"]).attribution.values
        for (found, wanted) in zip(first + second, [1.5, 0, 0, 3, 0, 1, 2, 0]) {
            #expect(abs(Double(found) - wanted) < 1e-4)
        }
        await expectError(.invalidParameter, "no map 3") {
            _ = try await explain("br-npa", subject, ["vectors": "2", "map": "3"])
        }
    }

    @Test func featuresOfZeroHaveNoGroups() async throws {
        let subject = try AttentionNetworks.subject(
            [
                Self.node("Relu", "x", "features"), Self.node("GlobalAveragePool", "features", "pooled"),
                Self.node("Flatten", "pooled", "scores"),
            ],
            [],
            input: Tensor(shape: [2, 2, 2], values: [Float](repeating: -1, count: 8)),
            layer: "features"
        )
        await expectError(.undefined, "all 0") { _ = try await explain("br-npa", subject) }
    }

    @Test func mapsThatTheNetworkGivesAreWeightedByNorm() async throws {
        var subject = try Self.branch(outputs: ["scores"])
        subject.layer = "features"
        let found = try await explain("br-npa", subject, ["name": "map"]).attribution
        let norms = try await explain("activation-norm", subject).attribution
        let map = try await Self.value("map", subject)
        for place in 0..<12 { #expect(abs(found.values[place] - norms.values[place] * map.values[place]) < 1e-6) }
    }
}
#endif
