#if NativeLibraries
import Attribution
import AttributionMetrics
import Foundation
import Tensor
import Testing

@Suite("Maps of networks with random weights, and of other classes")
struct RandomizationTests {
    /// Maps that explain a network change with its weights: Adebayo and others 2018, arXiv:1810.03292.
    ///
    /// One stage replaces all of them.
    @Test(arguments: [
        ("saliency", true), ("grad-cam", true), ("input-x-gradient", true), ("integrated-gradients", true),
        ("sobel", false),
    ])
    func mapsChangeWithTheWeights(_ method: String, _ changes: Bool) async throws {
        // With these random weights Grad-CAM has positive evidence somewhere; with others its map can be all zeros.
        let evaluation = try await ShapesModel.evaluation(method, ShapesModel.subject(seed: 1))
        for id in ["randomization-spearman", "randomization-ssim", "randomization-hog"] {
            let found = try #require(try await score(id, evaluation, ["stages": "1"]).value)
            #expect(changes ? found < 0.7 : abs(found - 1) < 1e-9, "\(id) of \(method): \(found)")
        }
    }

    @Test("The number is the mean over the steps of the cascade")
    func stages() async throws {
        let evaluation = try await ShapesModel.evaluation("saliency")
        let found = try await score("randomization-spearman", evaluation, ["stages": "3"])
        #expect(found.details.count == 3)
        let mean = found.details.values.reduce(0, +) / 3
        #expect(abs(try #require(found.value) - mean) < 1e-12)
    }

    @Test("A control that does not ask for the class is the same for another")
    func otherClass() async throws {
        let control = try await score("random-logit", ShapesModel.evaluation("sobel"))
        #expect(abs(try #require(control.value) - 1) < 1e-9)
        let map = try await score("random-logit", ShapesModel.evaluation("saliency"))
        #expect(try #require(map.value) < 0.95)
        #expect(map.details["otherClass"] != 2)
    }

    @Test(
        "A map of another size than the method's own is compared at the finer one",
        arguments: ["random-logit", "randomization-ssim", "randomization-spearman", "randomization-hog"]
    )
    func otherSize(_ id: String) async throws {
        let made = try await ShapesModel.evaluation("saliency")
        for shape in [[40, 40], [120, 50]] {
            let values = (0..<shape[0] * shape[1]).map { Float($0 * 37 % 101) }
            let evaluation = try Evaluation(
                Tensor(shape: shape, values: values),
                of: made.picture,
                method: made.method,
                file: made.file
            )
            let settings = id == "random-logit" ? [:] : ["stages": "1"]
            let found = try #require(try await score(id, evaluation, settings).value)
            #expect((-1...1).contains(found))
        }
    }

    @Test("Histograms of oriented gradients do not depend on the scale of maps", arguments: [1e-7, 1e-3, 1e5])
    func scale(_ factor: Float) throws {
        func map(_ phase: Double, _ factor: Float) -> Tensor {
            let values = (0..<96 * 80).map { index -> Float in
                let (row, column) = (Double(index / 80), Double(index % 80))
                let value = sin(0.11 * row + phase) * cos(0.07 * column * (1 + phase))
                return factor * Float(value)
            }
            return Tensor(shape: [96, 80], values: values)
        }
        let plain = try #require(OrientedGradients.correlation(map(0, 1), map(0.6, 1)))
        let scaled = try #require(OrientedGradients.correlation(map(0, factor), map(0.6, factor)))
        #expect(abs(plain - scaled) < 1e-4, "\(scaled), not \(plain)")
        #expect(OrientedGradients.correlation(map(0, 0), map(0.6, 1)) == nil)
    }

    @Test("A map whose method is not known cannot be made again")
    func unknownMethod() async throws {
        let evaluation = try Evaluation(ReferenceTests.s4, of: PictureScores(ToyNetwork.subject()))
        await #expect(throws: MetricError.self) { try await score("random-logit", evaluation) }
        await #expect(throws: MetricError.self) { try await score("max-sensitivity", evaluation) }
        await #expect(throws: MetricError.self) { try await score("randomization-ssim", evaluation) }
    }
}
#endif
