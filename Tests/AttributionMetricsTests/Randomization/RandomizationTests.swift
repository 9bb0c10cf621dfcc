#if NativeLibraries
import Attribution
import AttributionMetrics
import Testing

@Suite("Maps of networks with random weights, and of other classes")
struct RandomizationTests {
    /// Maps that explain a network change with its weights: Adebayo and others 2018, arXiv:1810.03292.
    @Test(arguments: [("saliency", true), ("input-x-gradient", true), ("integrated-gradients", true), ("sobel", false)])
    func mapsChangeWithTheWeights(_ method: String, _ changes: Bool) async throws {
        let evaluation = try await ShapesModel.evaluation(method)
        for id in ["randomization-spearman", "randomization-ssim", "randomization-hog"] {
            let found = try #require(try await score(id, evaluation, ["stages": "1"]).value)
            #expect(changes ? found < 0.9 : abs(found - 1) < 1e-9, "\(id) of \(method): \(found)")
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

    @Test("A map whose method is not known cannot be made again")
    func unknownMethod() async throws {
        let evaluation = try Evaluation(ReferenceTests.s4, of: PictureScores(ToyNetwork.subject()))
        await #expect(throws: MetricError.self) { try await score("random-logit", evaluation) }
        await #expect(throws: MetricError.self) { try await score("max-sensitivity", evaluation) }
        await #expect(throws: MetricError.self) { try await score("randomization-ssim", evaluation) }
    }
}
#endif
