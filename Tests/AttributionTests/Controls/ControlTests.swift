#if NativeLibraries
import Attribution
import ModelGraph
import Tensor
import Testing

@Suite struct ControlTests {
    private static func subject(target: Int = 1) throws -> Subject {
        try AttentionNetworks.fixture("residual-cnn--torchscript13", target: target)
    }

    @Test(arguments: ["random", "gaussian", "sobel", "other-class", "mean-activation", "top-feature-map"])
    func passesAreAsAnnounced(_ control: String) async throws {
        let subject = try Self.subject()
        let type = try ExplainerCatalog.explainer(named: control)
        let explainer = try type.init(ParameterValues([:], for: type.traits))
        let found = try await explainer.explain(subject)
        #expect(try await explainer.passes(for: subject) == subject.log.count)
        #expect(found.attribution.values.allSatisfy { $0.isFinite })
        #expect(type.traits.family == .control)
    }

    // Random

    @Test func aSeedGivesOneMap() async throws {
        var subject = try Self.subject()
        let first = try await explain("random", subject).attribution
        let again = try await explain("random", subject).attribution
        #expect(first.shape == [16, 16] && first == again)
        subject.seed = 1
        #expect(try await explain("random", subject).attribution != first)
    }

    @Test func randomMapsAreEven() async throws {
        let input = Tensor(shape: [1, 100, 120], values: [Float](repeating: 0, count: 12000))
        let subject = try Subject(Self.subject().classifier, input: input, target: 0)
        let values = try await explain("random", subject).attribution.values.map(Double.init)
        let mean = values.reduce(0, +) / 12000
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 12000
        // Four standard errors.
        #expect(abs(mean - 0.5) < 0.0106 && abs(variance - 1 / 12.0) < 0.0028)
        #expect(values.allSatisfy { (0..<1).contains($0) })
        let blobs = try await explain("random", subject, ["cells": "5"]).attribution
        #expect(blobs.shape == [100, 120] && blobs.values.allSatisfy { (0...1).contains($0) })
        func steps(_ values: [Double]) -> Double { zip(values, values.dropFirst()).reduce(0) { $0 + abs($1.0 - $1.1) } }
        #expect(steps(blobs.values.map(Double.init)) < steps(values) / 10)
    }

    // Gaussian

    @Test func theBellIsCentredAndSymmetric() async throws {
        let input = Tensor(shape: [1, 5, 8], values: [Float](repeating: 0, count: 40))
        let subject = try Subject(Self.subject().classifier, input: input, target: 0)
        let map = try await explain("gaussian", subject, ["sigma": "0.5"]).attribution
        #expect(map.shape == [5, 8])
        for row in 0..<5 {
            for column in 0..<8 {
                #expect(map.values[row * 8 + column] == map.values[(4 - row) * 8 + 7 - column])
            }
        }
        // exp(−(½·8⁻¹)² / (2·½²)) beside the middle of the middle row.
        #expect(abs(map.values[2 * 8 + 3] - 0.992_218) < 1e-5)
        #expect(map.values.max() == map.values[2 * 8 + 3])
    }

    // Sobel

    /// Against scikit-image: see `Golden/make_attention.py`.
    @Test func edgesAreThoseOfThePeer() async throws {
        let picture = try AttentionNetworks.golden("sobel-picture")
        let subject = try Subject(Self.subject().classifier, input: picture, target: 0, picture: picture)
        expectAgreement(try await explain("sobel", subject).attribution, try AttentionNetworks.golden("sobel"), "sobel")
    }

    @Test func aPlainPictureHasNoEdges() async throws {
        let plain = Tensor(shape: [3, 4, 4], values: [Float](repeating: 0.5, count: 48))
        let subject = try Subject(Self.subject().classifier, input: plain, target: 0, picture: plain)
        #expect(try await explain("sobel", subject).attribution.values.allSatisfy { $0 == 0 })
    }

    // Maps in a wrong place

    @Test(arguments: ["grad-cam", "saliency"])
    func anotherClassHasItsOwnMap(_ method: String) async throws {
        let steps = try ExplainerCatalog.explainer(named: method).traits.map
        let own = try await explain(method, Self.subject(target: 3))
        let found = try await explain("other-class", Self.subject(), ["class": "3", "method": method])
        #expect(found.attribution == steps.map(of: own.attribution, height: 16, width: 16))
        #expect(found.notes.first == "The map of class 3 in place of 1.")
    }

    @Test func theOtherClassIsTheMostProbableOne() async throws {
        let subject = try Self.subject()
        let batch = Tensor(shape: [1] + subject.input.shape, values: subject.input.values)
        let scores = try await subject.classifier.allScores(batch, PassLog()).values
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        let note = try await explain("other-class", Self.subject(target: order[0])).notes[0]
        #expect(note == "The map of class \(order[1]) in place of \(order[0]).")
        let other = try await explain("other-class", Self.subject(target: order[2])).notes[0]
        #expect(other == "The map of class \(order[0]) in place of \(order[2]).")
    }

    @Test func controlsOfOtherClassesNeedMethodsThatTellThemApart() async throws {
        let subject = try Self.subject()
        await expectError(.invalidParameter, "same map for every class") {
            _ = try await explain("other-class", subject, ["method": "attention-rollout"])
        }
        await expectError(.invalidParameter, "explained class itself") {
            _ = try await explain("other-class", subject, ["class": "1"])
        }
        await expectError(.unknownMethod, "grad-cam") {
            _ = try await explain("other-class", subject, ["method": "gradcam"])
        }
        await #expect(throws: ModelError.self) { _ = try await explain("other-class", subject, ["class": "99"]) }
    }

    @Test func anotherImageHasItsOwnMap() async throws {
        let other = try AttentionNetworks.fixture("residual-cnn--torchscript13", image: 1)
        var subject = try Self.subject()
        await expectError(.invalidSubject, "another image") { _ = try await explain("other-image", subject) }
        subject.otherInput = other.input
        let found = try await explain("other-image", subject, ["target": "same"]).attribution
        let steps = try ExplainerCatalog.explainer(named: "grad-cam").traits.map
        let own = try await explain("grad-cam", other).attribution
        #expect(found == steps.map(of: own, height: 16, width: 16))
        #expect(subject.log.count == PassCount(forward: 1, backward: 1))
        let predicted = try await explain("other-image", subject)
        #expect(predicted.notes[0].hasPrefix("The map of another image, for class "))
        #expect(subject.log.count == PassCount(forward: 3, backward: 2))
        subject.otherInput = Tensor(shape: [3, 8, 8], values: [Float](repeating: 0, count: 192))
        await expectError(.invalidSubject, "[3, 8, 8]") { _ = try await explain("other-image", subject) }
    }

    // Activations

    @Test func activationsAreThoseOfTheLayer() async throws {
        let subject = try Self.subject()
        let layer = try await subject.activationLayer()
        let batch = Tensor(shape: [1] + subject.input.shape, values: subject.input.values)
        let value = try #require(
            try await subject.classifier.model.run([subject.classifier.inputName: batch], fetching: [layer.name])[
                layer.name
            ]
        )
        let plane = layer.height * layer.width
        let maps = (0..<layer.channels).map { Array(value.values[$0 * plane..<($0 + 1) * plane]) }
        let mean = try await explain("mean-activation", subject).attribution.values
        for place in 0..<plane {
            let wanted = maps.reduce(0) { $0 + Double($1[place]) } / Double(maps.count)
            #expect(abs(Double(mean[place]) - wanted) <= 1e-6 * abs(wanted))
        }
        let top = try await explain("top-feature-map", subject)
        #expect(top.attribution.values == maps.max { $0.reduce(0, +) < $1.reduce(0, +) })
        #expect(top.notes[0].hasPrefix("Channel ") && top.notes[0].contains(layer.name))
        let peak = try await explain("top-feature-map", subject, ["by": "maximum"]).attribution.values
        #expect(peak == maps.max { ($0.max() ?? 0) < ($1.max() ?? 0) })
    }
}
#endif
