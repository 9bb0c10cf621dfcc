#if NativeLibraries
import Attribution
import ModelGraph
import Tensor
import Testing

/// Maps of small networks against those of pytorch-grad-cam 1.5.5 and with weights of torch-cam.
@Suite struct ClassActivationGoldenTests {
    /// A network's file and a layer of it.
    struct Site: Sendable, CustomStringConvertible {
        let file: String
        let layer: String
        var description: String { "\(layer) of \(file)" }
        var network: String { String(file.prefix { $0 != "-" }) == "residual" ? "residual-cnn" : "vision-transformer" }
    }

    static let sites = [
        Site(file: "residual-cnn--torchscript13", layer: "last"), Site(file: "residual-cnn--unfused9", layer: "last"),
        Site(file: "residual-cnn--torchscript13", layer: "stem"),
        Site(file: "residual-cnn--torchscript13", layer: "shortcut"),
        Site(file: "vision-transformer--torchscript17", layer: "block"),
        Site(file: "vision-transformer--dynamo20", layer: "block"),
    ]

    static let methods = [
        "grad-cam", "grad-cam++", "xgrad-cam", "hires-cam", "layer-cam", "element-wise-grad-cam", "eigen-cam",
        "eigen-grad-cam", "ablation-cam", "score-cam", "fem",
    ]

    /// The subject of a golden, at its layer: the default one but for those named here.
    static func subject(_ site: Site, memoryLimit: Int = 400 << 20) async throws -> Subject {
        var subject = try ActivationFixtures.subject(site.file, memoryLimit: memoryLimit)
        let tensors = try await subject.classifier.model.tensors(["input": [1, 3, 16, 16]])
        switch site.layer {
        case "stem": subject.layer = tensors.first { $0.operatorType == "Relu" }?.name
        case "shortcut":
            let pooled = try #require(tensors.firstIndex { $0.operatorType == "AveragePool" })
            subject.layer = tensors[pooled...].first { $0.operatorType == "Conv" }?.name
        default: break
        }
        return subject
    }

    @Test(arguments: sites, methods)
    func mapsArePytorchGradCAMs(_ site: Site, _ method: String) async throws {
        let explanation = try await explain(method, Self.subject(site))
        let found = explanation.attribution
        if method == "hires-cam", site.layer == "block" {
            // The next block begins with a layer normalization: the sum is 0, and the peer's map is rounding alone.
            #expect(found.values.allSatisfy { $0 == 0 } && explanation.notes.count == 1)
            let golden = try ActivationFixtures.golden("class-activation/vision-transformer--block--hires-cam")
            let terms = try await explain("element-wise-grad-cam", Self.subject(site)).attribution
            #expect(try #require(golden.values.max()) < 1e-5 * #require(terms.values.min()))
            return
        }
        let golden = try ActivationFixtures.golden("class-activation/\(site.network)--\(site.layer)--\(method)")
        expectAgreement(found, golden, "\(method) at \(site)")
    }

    @Test(arguments: sites.filter { $0.network == "residual-cnn" })
    func weightsAreTorchCAMs(_ site: Site) async throws {
        let subject = try await Self.subject(site)
        let score = try await explain("score-cam", subject, ["alignment": "cells", "normalization": "before"])
        let path = "class-activation/\(site.network)--\(site.layer)--"
        expectAgreement(
            score.attribution,
            try ActivationFixtures.golden(path + "score-cam-cells"),
            "score-cam at \(site)"
        )
        let integrated = try await explain("is-cam", subject)
        expectAgreement(integrated.attribution, try ActivationFixtures.golden(path + "is-cam"), "is-cam at \(site)")
    }

    /// Exporting with and without batch norm changes nothing.
    @Test(arguments: ["torchscript13", "unfused9", "dynamo18"])
    func fullGradIsPytorchGradCAMs(_ variant: String) async throws {
        let found = try await explain("full-grad", ActivationFixtures.subject("residual-cnn--\(variant)"))
        expectAgreement(
            found.attribution,
            try ActivationFixtures.golden("class-activation/residual-cnn--full-grad"),
            variant
        )
        #expect(try #require(found.convergenceDelta) < 1e-4)
    }

    /// Neither how many runs fit into memory nor the order of batches changes a map.
    @Test(arguments: ["ablation-cam", "score-cam", "is-cam", "ss-cam", "smooth-grad-cam++"])
    func batchesDoNotMatter(_ method: String) async throws {
        let parameters = method == "ss-cam" ? ["samples": "3"] : [:]
        let site = Site(file: "residual-cnn--torchscript13", layer: "stem")
        let whole = try await explain(method, Self.subject(site), parameters).attribution
        let single = try await explain(method, Self.subject(site, memoryLimit: 1), parameters).attribution
        let top = whole.values.max() ?? 0
        #expect(zip(whole.values, single.values).allSatisfy { abs($0 - $1) <= 1e-6 * top })
        #expect(try await explain(method, Self.subject(site), parameters).attribution == whole)
    }

    static let all = ExplainerCatalog.all.map { $0.traits.id }.filter { id in
        (try? ExplainerCatalog.explainer(named: id).traits.family == .classActivation) ?? false
    }

    @Test(arguments: all, ["residual-cnn--torchscript13", "vision-transformer--torchscript17"])
    func passesAreThoseAnnounced(_ method: String, _ file: String) async throws {
        let subject = try ActivationFixtures.subject(file)
        let type = try ExplainerCatalog.explainer(named: method)
        let parameters = type.traits.parameters.contains { $0.name == "samples" } ? ["samples": "3"] : [:]
        let explainer = try type.init(ParameterValues(parsing: parameters, for: type.traits))
        let announced = try await explainer.passes(for: subject)
        let explanation: Explanation
        do {
            explanation = try await explainer.explain(subject)
        } catch let error as AttributionError where method == "cam" && error.code == .notApplicable {
            // A transformer's class token is no mean of positions.
            #expect(file.hasPrefix("vision"))
            return
        }
        #expect(subject.log.count == announced)
        #expect(explanation.attribution.values.allSatisfy { $0.isFinite })
        #expect(explanation.attribution.shape.count == 2)
        #expect(explanation.attribution.values.contains { $0 != 0 } || !explanation.notes.isEmpty)
    }
}
#endif
