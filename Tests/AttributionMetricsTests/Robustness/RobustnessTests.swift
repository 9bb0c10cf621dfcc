#if NativeLibraries
import Attribution
import AttributionMetrics
import Tensor
import Testing

@Suite("How far maps move with the input")
struct RobustnessTests {
    private static func evaluation(_ subject: Subject) async throws -> Evaluation {
        let type = try ExplainerCatalog.explainer(named: "input-x-gradient")
        let explainer = try type.init(ParameterValues([:], for: type.traits))
        let map = type.traits.map.plane(of: try await explainer.explain(subject).attribution)
        return try Evaluation(map, of: PictureScores(subject), method: (explainer, type.traits.map))
    }

    @Test("Input × gradient of a linear network moves by no more than its largest weight")
    func bound() async throws {
        let found = try #require(try await score("local-lipschitz", Self.evaluation(ToyNetwork.subject())).value)
        #expect(found > 0.05 && found <= 0.15)
    }

    @Test("Changes that the input's precision swallows leave no estimate, and no division by 0")
    func tinyRadius() async throws {
        // The next number after 1 is 1.2e-7 away.
        let ones = Tensor(shape: [3, 8, 8], values: [Float](repeating: 1, count: 192))
        let weights = (0..<192).map { Float($0 % 7) / 7 }
        let subject = try ToyNetwork.subject(weights: weights, classes: 1, input: ones)
        let found = try await score("local-lipschitz", Self.evaluation(subject), ["radius": "1e-9"])
        #expect(found.value == nil)
        #expect(found.undefinedReason == "the radius is below the precision of the input")
    }
}
#endif
