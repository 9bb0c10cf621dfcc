#if NativeLibraries
import Attribution
import Foundation
import ModelGraph
import ONNXFormat
import Tensor
import Testing

/// Two prototypes, three classes: score = Σ_p weight · largest similarity.
@Suite struct PrototypeTests {
    private static let weights: [Float] = [1.5, -0.5, 0, -0.5, 1, 2]

    private static func subject(_ nodes: [ONNXNode], target: Int) throws -> Subject {
        try AttentionNetworks.subject(
            nodes + [
                AttentionNetworks.node("Flatten", "top", "flat"),
                AttentionNetworks.node("MatMul", "flat head", "scores"),
            ],
            [
                ONNXTensor(name: "kernel", shape: [2, 2, 1, 1], floats: [1, -0.5, 0.25, 1]),
                ONNXTensor(name: "head", shape: [2, 3], floats: weights),
                ONNXTensor(name: "one", shape: [], floats: [1]),
                ONNXTensor(name: "epsilon", shape: [], floats: [1e-4]),
            ],
            input: Tensor(shape: [2, 2, 3], values: [0.3, 0.9, 0.1, 0.5, 0.2, 0.8, 0.7, 0.4, 0.6, 0.15, 0.35, 0.95]),
            target: target
        )
    }

    private static let similarities = [
        AttentionNetworks.node("Conv", "x kernel", "maps"), AttentionNetworks.node("GlobalMaxPool", "maps", "top"),
    ]

    /// As ProtoPNet computes them: the smallest distance is the largest of the negative ones.
    private static let distances = [
        AttentionNetworks.node("Conv", "x kernel", "cross"), AttentionNetworks.node("Mul", "cross cross", "maps"),
        AttentionNetworks.node("Neg", "maps", "negative"),
        AttentionNetworks.node("MaxPool", "negative", "largest", ["kernel_shape": .ints([2, 3])]),
        AttentionNetworks.node("Neg", "largest", "least"), AttentionNetworks.node("Add", "least one", "above"),
        AttentionNetworks.node("Add", "least epsilon", "below"), AttentionNetworks.node("Div", "above below", "ratio"),
        AttentionNetworks.node("Log", "ratio", "top"),
    ]

    private static func maps(_ subject: Subject) async throws -> [Float] {
        let batch = Tensor(shape: [1] + subject.input.shape, values: subject.input.values)
        return try #require(try await subject.classifier.model.run(["x": batch], fetching: ["maps"])["maps"]).values
    }

    @Test(arguments: 0..<3)
    func similaritiesAreWeightedByTheLastLayer(_ target: Int) async throws {
        let subject = try Self.subject(Self.similarities, target: target)
        let maps = try await Self.maps(subject)
        let found = try await explain("prototype", subject)
        #expect(found.attribution.shape == [2, 3])
        for place in 0..<6 {
            let wanted = Self.weights[target] * maps[place] + Self.weights[3 + target] * maps[6 + place]
            #expect(abs(found.attribution.values[place] - wanted) < 1e-5)
        }
        #expect(subject.log.count == PassCount(forward: 1, backward: 1))
        #expect(found.notes.first == "The similarities are those of the tensor maps.")
    }

    @Test(arguments: [(0, 0), (2, 1)])
    func theTopPrototypeIsShownAsItIs(_ target: Int, _ prototype: Int) async throws {
        let subject = try Self.subject(Self.similarities, target: target)
        let maps = try await Self.maps(subject)
        let found = try await explain("prototype", subject, ["prototypes": "top"]).attribution.values
        for place in 0..<6 { #expect(abs(found[place] - maps[prototype * 6 + place]) < 1e-6) }
    }

    @Test(arguments: 0..<3, [[:], ["name": "maps", "values": "distance"]])
    func distancesBecomeSimilarities(_ target: Int, _ parameters: [String: String]) async throws {
        let subject = try Self.subject(Self.distances, target: target)
        let maps = try await Self.maps(subject).map(Double.init)
        let found = try await explain("prototype", subject, parameters).attribution.values
        let similarities = maps.map { log(($0 + 1) / ($0 + 1e-4)) }
        for place in 0..<6 {
            let first = Double(Self.weights[target]) * similarities[place]
            let wanted = first + Double(Self.weights[3 + target]) * similarities[6 + place]
            #expect(abs(Double(found[place]) - wanted) < 1e-3)
        }
    }

    @Test func networksWithoutPrototypesAreRefused() async throws {
        let subject = try AttentionNetworks.fixture("residual-cnn--torchscript13")
        await expectError(.notApplicable, "no prototypes") { _ = try await explain("prototype", subject) }
        await expectError(.notApplicable, "[1,prototypes,h,w]") {
            let subject = try AttentionNetworks.withoutClassToken()
            _ = try await explain("prototype", subject, ["name": "after"])
        }
    }
}
#endif
