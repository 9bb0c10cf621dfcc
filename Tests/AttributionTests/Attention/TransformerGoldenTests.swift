#if NativeLibraries
import Attribution
import ModelGraph
import Tensor
import Testing

/// Against PyTorch's autograd and the papers' formulas in float64: see `Golden/make_attention.py`.
@Suite struct TransformerGoldenTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let golden: String
        let method: String
        var parameters: [String: String] = [:]
        var testDescription: String { golden }
    }

    static let cases = [
        Case(golden: "raw-attention", method: "raw-attention"),
        Case(golden: "raw-attention-block1-head2", method: "raw-attention", parameters: ["block": "1", "head": "2"]),
        Case(golden: "attention-rollout", method: "attention-rollout"),
        Case(
            golden: "attention-rollout-max-discard0.4",
            method: "attention-rollout",
            parameters: ["head-fusion": "max", "discard-ratio": "0.4"]
        ),
        Case(golden: "attention-rollout-min", method: "attention-rollout", parameters: ["head-fusion": "min"]),
        Case(golden: "chefer", method: "chefer"),
        Case(golden: "transformer-attribution", method: "transformer-attribution"),
        Case(golden: "legrad", method: "legrad"),
        Case(golden: "legrad-network-blocks1", method: "legrad", parameters: ["pooling": "network", "blocks": "1"]),
    ]

    @Test(arguments: AttentionNetworks.transformers, cases)
    func mapsAreThoseOfTheFormulas(_ file: String, _ test: Case) async throws {
        let golden = try AttentionNetworks.golden("attention--\(test.golden)")
        for image in 0..<2 {
            let subject = try AttentionNetworks.fixture(file, image: image)
            let type = try ExplainerCatalog.explainer(named: test.method)
            let explainer = try type.init(ParameterValues(parsing: test.parameters, for: type.traits))
            let found = try await explainer.explain(subject)
            #expect(found.attribution.shape == [4, 4])
            expectAgreement(found.attribution, AttentionNetworks.image(image, of: golden), "\(test.golden) of \(file)")
            #expect(try await explainer.passes(for: subject) == subject.log.count)
        }
    }
}
#endif
