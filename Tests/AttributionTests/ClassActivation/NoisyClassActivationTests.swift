#if NativeLibraries
import Attribution
import Tensor
import Testing

/// Methods that draw random numbers, against those that they average.
@Suite struct NoisyClassActivationTests {
    static let file = "residual-cnn--torchscript13"

    static func same(_ a: Tensor, _ b: Tensor, _ tolerance: Float = 1e-5) -> Bool {
        let top = b.values.reduce(0) { max($0, abs($1)) }
        return a.shape == b.shape && zip(a.values, b.values).allSatisfy { abs($0 - $1) <= tolerance * top }
    }

    @Test func withoutNoiseTheyAreWhatTheyAverage() async throws {
        let subject = try ActivationFixtures.subject(Self.file)
        let score = try await explain("score-cam", subject, ["alignment": "cells", "normalization": "before"])
        for noise in ["mask", "input"] {
            let smoothed = try await explain("ss-cam", subject, ["sigma": "0", "samples": "2", "noise": noise])
            #expect(Self.same(smoothed.attribution, score.attribution))
        }
        let single = try await explain("is-cam", subject, ["samples": "1"])
        #expect(Self.same(single.attribution, score.attribution))
        let plus = try await explain("grad-cam++", subject)
        let smooth = try await explain("smooth-grad-cam++", subject, ["sigma": "0", "samples": "3"])
        #expect(Self.same(smooth.attribution, plus.attribution))
    }

    @Test(arguments: ["ss-cam", "smooth-grad-cam++"])
    func aSeedIsAMap(_ method: String) async throws {
        // Behind pooling and a linear layer, gradients are the same whatever the input.
        let file = "vision-transformer--torchscript17"
        let first = try await explain(method, ActivationFixtures.subject(file, seed: 7), ["samples": "3"])
        let again = try await explain(method, ActivationFixtures.subject(file, seed: 7), ["samples": "3"])
        let other = try await explain(method, ActivationFixtures.subject(file, seed: 8), ["samples": "3"])
        #expect(first.attribution == again.attribution)
        #expect(first.attribution != other.attribution)
    }

    /// In a network without ReLU the noise averages out of the scores: SS-CAM tends to Score-CAM.
    @Test func smoothedScoresTendToTheirExpectation() async throws {
        let subject = try HandMadeNetwork.linear()
        let masks = ["alignment": "cells", "normalization": "before"]
        let exact = try await explain("score-cam", subject, masks).attribution
        let found = try await explain("ss-cam", subject, ["samples": "1500", "sigma": "0.5"]).attribution
        let far = try await explain("ss-cam", subject, ["samples": "1", "sigma": "0.5"]).attribution
        #expect(Self.same(found, exact, 0.05))
        #expect(!Self.same(far, exact, 0.05))
    }
}
#endif
