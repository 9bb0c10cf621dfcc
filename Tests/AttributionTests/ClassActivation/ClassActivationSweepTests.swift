#if NativeLibraries
import Attribution
import Tensor
import Testing

/// Every class activation method on every small network: a finite map, or an error that says why there is none.
@Suite struct ClassActivationSweepTests {
    static let files = [
        "arithmetic--dynamo18", "cosine-windows--torchscript17", "legacy--opset7", "mixture--torchscript14",
        "mobile-block--torchscript14", "probabilities--torchscript15", "residual-cnn--float16",
        "shifted-windows--dynamo18", "shuffled-groups--dynamo21", "vision-transformer--torchscript14",
    ]

    @Test(arguments: files, ClassActivationGoldenTests.all)
    func mapsAreFinite(_ file: String, _ method: String) async throws {
        let traits = try ExplainerCatalog.explainer(named: method).traits
        let parameters = traits.parameters.contains { $0.name == "samples" } ? ["samples": "2"] : [:]
        do {
            let found = try await explain(method, ActivationFixtures.subject(file), parameters)
            #expect(found.attribution.values.allSatisfy { $0.isFinite })
            #expect(found.convergenceDelta?.isFinite ?? true)
            let isEmpty = found.attribution.values.allSatisfy { $0 == 0 }
            #expect(!isEmpty || !found.notes.isEmpty)
        } catch let error as AttributionError {
            #expect([.notApplicable, .undefined].contains(error.code))
        }
    }
}
#endif
