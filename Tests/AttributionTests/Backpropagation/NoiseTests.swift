#if NativeLibraries
import Attribution
import Tensor
import Testing

/// Methods that draw random numbers, against what is expected of them.
@Suite struct NoiseTests {
    private static let file = "residual-cnn--torchscript13"

    @Test func withoutNoiseSmoothGradIsItsMethod() async throws {
        let subject = try SmallNetwork.subject(Self.file)
        let found = try await explain("smoothgrad", subject, ["samples": "2", "sigma": "0"])
        let plain = try await explain("saliency", subject)
        #expect(found.attribution == plain.attribution)
        #expect(found.notes == ["The noise is 0: all samples are the same."])
        let variance = try await explain("vargrad", subject, ["samples": "3", "sigma": "0"])
        #expect(variance.attribution.values.allSatisfy { $0 == 0 })
    }

    /// mean(g²) = mean(g)² + variance, of one and the same samples.
    @Test func momentsFitEachOther() async throws {
        let subject = try SmallNetwork.subject(Self.file, seed: 5)
        let mean = try await explain("smoothgrad", subject, ["samples": "12"]).attribution.values
        let square = try await explain("smoothgrad-squared", subject, ["samples": "12"]).attribution.values
        let variance = try await explain("vargrad", subject, ["samples": "12"]).attribution.values
        let top = square.reduce(0, max)
        for index in mean.indices {
            #expect(abs(square[index] - mean[index] * mean[index] - variance[index]) <= 1e-5 * top)
        }
    }

    /// captum's means are over 20 000 samples.
    @Test func expectationsAreCaptums() async throws {
        let subject = try SmallNetwork.subject(Self.file, seed: 21)
        let noise = ["samples": "3000", "sigma": "0.3", "absolute-sigma": "true"]
        let variance = try SmallNetwork.golden("residual-cnn--vargrad")
        let smooth = try await explain("smoothgrad", subject, noise).attribution
        Self.expectMean(smooth, of: 3000, try SmallNetwork.golden("residual-cnn--smoothgrad"), of: 20_000, variance)
        let own = try await explain("vargrad", subject, noise).attribution
        let ratio = zip(own.values, variance.values).reduce(0) { $0 + Double($1.0 / $1.1) } / Double(own.values.count)
        #expect(abs(ratio - 1) < 0.02)
        let shap = try await explain("gradient-shap", subject, ["samples": "3000", "sigma": "0.1"]).attribution
        let variances = try SmallNetwork.golden("residual-cnn--gradient-shap-variance")
        Self.expectMean(shap, of: 3000, try SmallNetwork.golden("residual-cnn--gradient-shap"), of: 20_000, variances)
    }

    /// Differences of two means are normal: their mean square in units of their variance is 1, and none is very large.
    private static func expectMean(_ a: Tensor, of m: Float, _ b: Tensor, of n: Float, _ variance: Tensor) {
        let scores = a.values.indices.map { index -> Double in
            let gap = a.values[index] - b.values[index]
            return Double(gap * gap / (variance.values[index] * (1 / m + 1 / n)))
        }
        #expect((scores.max() ?? 0) < 36)
        #expect(scores.reduce(0, +) / Double(scores.count) < 1.5)
    }

    /// x ⊙ w of a linear model with noise: its mean is x ⊙ w, its variance σ² w².
    @Test func noiseHasItsMeanAndVariance() async throws {
        let subject = try LinearModel.subject()
        let samples = 4000
        let parameters = [
            "around": "input-x-gradient", "samples": "\(samples)", "sigma": "0.3", "absolute-sigma": "true",
        ]
        let mean = try await explain("smoothgrad", subject, parameters).attribution.values
        let variance = try await explain("vargrad", subject, parameters).attribution.values
        for (index, weight) in LinearModel.weights.enumerated() {
            let deviation = 0.3 * abs(weight)
            #expect(
                abs(mean[index] - weight * subject.input.values[index]) <= 4.5 * deviation / Float(samples).squareRoot()
            )
            // The variance of a sample variance is 2 σ⁴ / n.
            let error = 4.5 * deviation * deviation * (2 / Float(samples)).squareRoot()
            #expect(abs(variance[index] - deviation * deviation) <= error + 1e-6)
        }
    }

    @Test func relativeNoiseIsAShareOfTheRange() async throws {
        let subject = try LinearModel.subject()
        let range = Double(subject.input.values.max() ?? 0) - Double(subject.input.values.min() ?? 0)
        let relative = try await explain(
            "vargrad",
            subject,
            ["around": "input-x-gradient", "samples": "5", "sigma": "0.2"]
        )
        let absolute = try await explain(
            "vargrad",
            subject,
            ["around": "input-x-gradient", "samples": "5", "sigma": "\(0.2 * range)", "absolute-sigma": "true"]
        )
        for (a, b) in zip(relative.attribution.values, absolute.attribution.values) { #expect(abs(a - b) < 1e-5) }
    }

    @Test func smoothGradGoesAroundOtherMethods() async throws {
        let subject = try SmallNetwork.subject(Self.file)
        let coarse = try await explain("smoothgrad", subject, ["around": "grad-cam", "samples": "3"])
        #expect(coarse.attribution.shape == [8, 8])
        for (text, code) in [
            ("nothing", AttributionError.Code.unknownMethod), ("integrated-gradients steps", .invalidParameter),
            ("integrated-gradients steps=0", .invalidParameter), ("", .unknownMethod),
        ] {
            let error = await #expect(throws: AttributionError.self) {
                _ = try await explain("smoothgrad", subject, ["around": text])
            }
            #expect(error?.code == code, "\(text)")
        }
    }

    /// Expected gradients from a baseline of 0 are a Monte-Carlo estimate of integrated gradients.
    @Test func expectedGradientsApproachTheIntegral() async throws {
        let subject = try SmallNetwork.subject(Self.file, seed: 11)
        let wanted = try await explain("integrated-gradients", subject, ["steps": "300"]).attribution.values
        let samples = 2000
        let found = try await explain("gradient-shap", subject, ["samples": "\(samples)"])
        let few = try await explain("gradient-shap", subject, ["samples": "50"])
        let delta = try #require(found.convergenceDelta)
        #expect(delta < 0.05)
        func error(_ values: [Float]) -> Double {
            zip(values, wanted).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }.squareRoot()
        }
        // The error falls with the root of the samples, by 6.3 from 50 to 2000.
        #expect(error(found.attribution.values) < 0.4 * error(few.attribution.values))
        let norm = wanted.reduce(0) { $0 + Double($1 * $1) }.squareRoot()
        #expect(error(found.attribution.values) < 0.1 * norm)
    }

    /// Of a linear model the expectation over baselines is w ⊙ (x − mean baseline).
    @Test func baselinesAreAveragedOver() async throws {
        var subject = try LinearModel.subject()
        subject.baselines = Tensor(shape: [2, 3, 2, 4], values: (0..<48).map { $0 < 24 ? 0.5 : -0.1 })
        let found = try await explain("gradient-shap", subject, ["samples": "4000"]).attribution.values
        for (index, weight) in LinearModel.weights.enumerated() {
            // Baselines are 0.5 or −0.1: a deviation of 0.3.
            let error = 4.5 * 0.3 * abs(weight) / Float(4000).squareRoot()
            #expect(abs(found[index] - weight * (subject.input.values[index] - 0.2)) <= error + 1e-6)
        }
        subject.baselines = Tensor(shape: [1, 3, 2, 2], values: [Float](repeating: 0, count: 12))
        let unfit = subject
        let error = await #expect(throws: AttributionError.self) { _ = try await explain("gradient-shap", unfit) }
        #expect(error?.code == .invalidSubject)
    }
}
#endif
