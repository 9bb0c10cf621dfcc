#if NativeLibraries
import Attribution
import AttributionMetrics
import Foundation
import Tensor
import Testing

@Suite("What must hold of faithfulness")
struct FaithfulnessPropertyTests {
    /// Weights of a linear network whose class 0 is explained, and its exact attribution input × weight at each position.
    private static func linear(substituteIsZero: Bool = true) throws -> (subject: Subject, map: Tensor) {
        let input = Tensor(
            shape: [1, 8, 8],
            values: (0..<64).map { index -> Float in 0.5 + Float(29 * index % 64) / 64 }
        )
        let weights = (0..<64).map { index -> Float in 0.05 + Float(17 * index % 64) / 200 }
        let subject = try ToyNetwork.subject(
            weights: weights.flatMap { [$0, 0] },
            classes: 2,
            input: input
        )
        return (subject, Tensor(shape: [8, 8], values: zip(input.values, weights).map { $0 * $1 }))
    }

    @Test("The exact map of a linear network has the best value")
    func perfectMap() async throws {
        let (subject, map) = try Self.linear()
        let evaluation = try Evaluation(map, of: PictureScores(subject))
        // Scores are linear in what is hidden, so that sums of saliency tell losses exactly.
        let linear = ["score": "logit", "substitute": "zero"]
        for id in ["sensitivity-n", "faithfulness-correlation"] {
            let found = try #require(try await score(id, evaluation, linear).value)
            #expect(abs(found - 1) < 1e-4, "\(id): \(found)")
        }
        let fidelity = try #require(
            try await score("mu-fidelity", evaluation, linear.merging(["cells": "8"]) { $1 }).value
        )
        #expect(fidelity > 0.999)
        // The deletion curve of the exact order lies below those of other orders.
        let best = try #require(try await score("dauc", evaluation).value)
        for shift in 1..<6 {
            let other = Tensor(
                shape: [8, 8],
                values: (0..<64).map { index -> Float in map.values[(index * 5 + shift * 7) % 64] }
            )
            let found = try await score("dauc", Evaluation(other, of: PictureScores(subject))).value
            #expect(try #require(found) >= best)
        }
    }

    @Test("The gradient of a linear network has no infidelity")
    func infidelity() async throws {
        let weights = (0..<64).map { index -> Float in 0.05 + Float(17 * index % 64) / 200 }
        let (subject, _) = try Self.linear()
        let evaluation = try Evaluation(Tensor(shape: [8, 8], values: weights), of: PictureScores(subject))
        for perturbation in ["noise", "square"] {
            let found = try await score("infidelity", evaluation, ["perturbation": perturbation, "samples": "50"]).value
            #expect(try #require(found) < 1e-9)
        }
        let wrong = try Evaluation(Tensor(shape: [8, 8], values: weights.map { 2 * $0 }), of: PictureScores(subject))
        #expect(try #require(try await score("infidelity", wrong, ["samples": "50"]).value) > 1e-4)
        let scaled = try await score("infidelity", wrong, ["samples": "50", "normalize": "true"])
        #expect(try #require(scaled.value) < 1e-9)
        #expect(abs(try #require(scaled.details["scale"]) - 0.5) < 1e-4)
    }

    @Test("DAUC and IAUC rest on the order alone, DC and IC do not")
    func monotoneTransformations() async throws {
        let picture = PictureScores(try ToyNetwork.subject())
        let map = ReferenceTests.s4
        let evaluation = try Evaluation(map, of: picture)
        let cubed = Tensor(shape: [4, 4], values: map.values.map { exp(3 * $0) })
        let other = try Evaluation(cubed, of: picture)
        for id in ["dauc", "iauc", "aopc-morf", "aopc-lerf", "validity-rate", "road"] {
            #expect(try await score(id, evaluation).value == score(id, other).value, "\(id)")
        }
        for id in ["dc", "ic"] {
            let (one, two) = (try await score(id, evaluation).value, try await score(id, other).value)
            #expect(abs(try #require(one) - (try #require(two))) > 1e-4, "\(id)")
        }
    }

    @Test("Deleting from the picture is inserting into the substitute, backwards")
    func exchange() async throws {
        let subject = try ToyNetwork.subject()
        let zero = Tensor(shape: subject.input.shape, values: [Float](repeating: 0, count: 192))
        var exchanged = try subject.replacing(input: zero)
        exchanged.otherInput = subject.input
        let map = ReferenceTests.s4
        let deletion = try await score("dauc", Evaluation(map, of: PictureScores(subject))).value
        let insertion = try await score(
            "iauc",
            Evaluation(map, of: PictureScores(exchanged)),
            ["substitute": "image"]
        ).value
        #expect(abs(try #require(deletion) - (try #require(insertion))) < 1e-9)
    }

    @Test("What is computed for one metric is not computed again for another")
    func sharing() async throws {
        let evaluation = try Evaluation(ReferenceTests.s4, of: PictureScores(ToyNetwork.subject()))
        _ = try await score("dauc", evaluation)
        let before = evaluation.passes.forward
        #expect(before == 17)
        for id in ["dc", "aopc-morf", "validity-rate"] { _ = try await score(id, evaluation) }
        #expect(evaluation.passes.forward == before)
        _ = try await score("ad", evaluation)
        #expect(evaluation.passes.forward == before + 1)
        for id in ["iic", "average-gain"] { _ = try await score(id, evaluation) }
        #expect(evaluation.passes.forward == before + 1)
    }

    @Test("Every substitute gives a number; black needs to be known, an image to be given")
    func substitutes() async throws {
        let subject = try ToyNetwork.subject(seed: 4)
        let evaluation = try Evaluation(ReferenceTests.s4, of: PictureScores(subject))
        for substitute in ["zero", "mean", "blur", "gaussian", "noise", "road"] {
            for id in ["dauc", "iauc", "ad"] {
                let found = try await score(id, evaluation, ["substitute": substitute])
                #expect(found.value != nil, "\(substitute) \(id)")
            }
        }
        for substitute in ["black", "image"] {
            await #expect(throws: AttributionError.self) {
                try await score("dauc", evaluation, ["substitute": substitute])
            }
        }
    }

    @Test("Trap 26: the blur's first values are the survey's")
    func blur() async throws {
        // The mean of what the blur leaves shows in the probability of the substitute, checked in the golden table; here
        // a picture of ones is darker at its corner by the share of the window beyond the edges.
        let ones = Tensor(shape: [1, 20, 20], values: [Float](repeating: 1, count: 400))
        let weights = (0..<400).flatMap { index -> [Float] in [index == 0 ? 1 : 0, index == 210 ? 1 : 0] }
        let subject = try ToyNetwork.subject(weights: weights, classes: 2, input: ones)
        let evaluation = try Evaluation(ReferenceTests.s2, of: PictureScores(subject))
        let curve = try #require(try await score("iauc", evaluation).curve)
        // Side 9: 5 × 5 of 81 at the corner, all at the middle.
        let logit = 25.0 / 81.0 - 1
        #expect(abs(curve.probabilities[0] - 1 / (1 + exp(-logit))) < 1e-6)
    }

    @Test("Noisy linear imputation of a plane gives the plane back")
    func imputation() async throws {
        // A network that reads one pixel tells what it is filled with.
        let slope = Tensor(
            shape: [1, 12, 12],
            values: (0..<144).map { index -> Float in Float(index / 12) / 12 + Float(index % 12) / 24 }
        )
        let place = 5 * 12 + 6
        let weights = (0..<144).flatMap { index -> [Float] in [index == place ? 1 : 0, 0] }
        let subject = try ToyNetwork.subject(weights: weights, classes: 2, input: slope)
        var map = [Float](repeating: 0, count: 144)
        map[place] = 1
        let evaluation = try Evaluation(Tensor(shape: [12, 12], values: map), of: PictureScores(subject))
        let curve = try await score("dauc", evaluation, ["substitute": "road", "step-pixels": "1"]).curve
        let probabilities = try #require(curve).probabilities
        #expect(abs(probabilities[0] - probabilities[1]) < 0.01)
    }
}
#endif
