#if NativeLibraries
import Attribution
import Tensor
import Testing

/// What all methods that hide parts of an input have in common.
@Suite struct PerturbationPropertyTests {
    /// Each with parameters under which it takes few passes.
    static let methods: [(id: String, parameters: [String: String])] = [
        ("occlusion", ["window": "5", "stride": "3"]),
        ("rise", ["samples": "70", "cells": "4"]),
        ("feature-ablation", ["cells": "5"]),
        ("feature-ablation", ["segmentation": "slic", "segments": "9"]),
        ("lime", ["samples": "60", "quickshift-kernel": "1", "quickshift-distance": "4"]),
        ("lime", ["samples": "60", "segmentation": "slic", "segments": "12"]),
        ("kernel-shap", ["samples": "61", "segments": "12"]),
        ("kernel-shap", ["samples": "40", "segmentation": "grid", "cells": "3", "hidden": "mean"]),
        ("kernel-shap", ["samples": "64", "segmentation": "grid", "cells": "2"]),
        ("sobol", ["samples": "4", "cells": "3"]),
        ("sobol", ["samples": "4", "cells": "3", "sequence": "shifted-sobol"]),
        ("sobol", ["samples": "4", "cells": "3", "sequence": "random"]),
        ("hsic", ["samples": "50", "cells": "4"]),
        ("meaningful-perturbation", ["iterations": "5", "cells": "4", "blur": "2"]),
        ("extremal-perturbation", ["iterations": "5", "step": "3", "sigma": "4", "blur": "3"]),
    ]

    @Test(arguments: methods.indices, PerturbationGoldens.networks)
    func passesArePromised(_ index: Int, _ network: String) async throws {
        let (id, parameters) = Self.methods[index]
        let type = try ExplainerCatalog.explainer(named: id)
        let explainer = try type.init(ParameterValues(parsing: parameters, for: type.traits))
        let subject = try PerturbationGoldens.subject(network)
        let promised = try await explainer.passes(for: subject)
        #expect(subject.log.count == PassCount())
        let found = try await explainer.explain(subject)
        #expect(subject.log.count == promised)
        #expect(found.attribution.shape == [16, 16])
        #expect(found.attribution.values.allSatisfy { $0.isFinite })
        // Cubic upsampling of a grid overshoots.
        let overshoot: Float = ["sobol", "hsic"].contains(id) ? -0.2 : -1e-6
        let top = found.attribution.values.max() ?? 0
        if !type.traits.isSigned { #expect((found.attribution.values.min() ?? 0) >= overshoot * top) }
    }

    /// Whatever the batch: random numbers depend on the seed and the number of the sample alone.
    @Test(arguments: methods.indices, PerturbationGoldens.networks)
    func equalSeedsGiveEqualMaps(_ index: Int, _ network: String) async throws {
        let (id, parameters) = Self.methods[index]
        let one = try await explain(id, PerturbationGoldens.subject(network), parameters)
        let again = try await explain(id, PerturbationGoldens.subject(network), parameters)
        #expect(one.attribution == again.attribution)
        let single = try await explain(id, PerturbationGoldens.subject(network, memoryLimit: 1), parameters)
        let difference = deviation(single.attribution, one.attribution.values.map(Double.init))
        #expect(difference < 1e-6, "\(id): \(difference)")
    }

    @Test(arguments: methods.indices)
    func seedsAreUsed(_ index: Int) async throws {
        let (id, parameters) = Self.methods[index]
        let sum = WeightedSum(channels: 3, height: 16, width: 16)
        let one = try await explain(id, sum.subject(seed: 1), parameters)
        let other = try await explain(id, sum.subject(seed: 3), parameters)
        let isRandom =
            ["rise", "lime", "hsic", "meaningful-perturbation"].contains(id)
            || (parameters["sequence"] ?? "sobol") != "sobol"
        if isRandom { #expect(one.attribution != other.attribution, "\(id)") }
        if !(try ExplainerCatalog.explainer(named: id).traits.isSeeded) {
            #expect(one.attribution == other.attribution)
        }
    }

    /// A network that takes [N,H,W,C] and one input of one channel that is not square.
    @Test(arguments: methods.indices)
    func layoutsAreAlike(_ index: Int) async throws {
        let (id, parameters) = Self.methods[index]
        for channels in [1, 3] {
            let sum = WeightedSum(channels: channels, height: 14, width: 11)
            let first = try await explain(id, sum.subject(), parameters)
            let last = try await explain(id, sum.subject(isChannelsLast: true), parameters)
            #expect(first.attribution.shape == [14, 11])
            let difference = deviation(last.attribution, first.attribution.values.map(Double.init))
            #expect(difference < 1e-3, "\(id): \(difference)")
        }
    }

    /// Methods without random numbers know no left and right.
    @Test(arguments: [
        ("occlusion", ["window": "4", "stride": "2"]),
        ("feature-ablation", ["cells": "4"]),
        ("kernel-shap", ["segmentation": "grid", "cells": "2"]),
        ("meaningful-perturbation", ["iterations": "20", "cells": "4", "blur": "2", "jitter": "0"]),
        (
            "extremal-perturbation",
            ["iterations": "20", "step": "4", "sigma": "4", "blur": "3", "mirror": "false", "constraint": "5"]
        ),
    ])
    func mirroredInputsHaveMirroredMaps(_ method: (id: String, parameters: [String: String])) async throws {
        let sum = WeightedSum(channels: 3, height: 12, width: 16)
        let one = try await explain(method.id, sum.subject(), method.parameters).attribution
        let other = try await explain(method.id, sum.mirrored.subject(), method.parameters).attribution
        let difference = deviation(one, sum.mirrored(other.values).map(Double.init))
        #expect(difference < 1e-3, "\(method.id): \(difference)")
    }

    @Test(arguments: ["rise", "kernel-shap", "extremal-perturbation"])
    func cancelledExplanationsStop(_ id: String) async throws {
        let subject = try WeightedSum(channels: 3, height: 16, width: 16).subject()
        let many = id == "extremal-perturbation" ? ["iterations": "100000"] : ["samples": "1000000"]
        let task = Task { try await explain(id, subject, many) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func picturesOfAnotherSizeAreRefused() async throws {
        let sum = WeightedSum(height: 16, width: 16)
        let picture = Tensor(shape: [3, 8, 8], values: [Float](repeating: 0, count: 192))
        let subject = try Subject(Classifier(sum.model()), input: sum.input, target: 1, picture: picture)
        await #expect(throws: AttributionError.self) { try await explain("lime", subject) }
    }

    /// A score that nothing changes.
    @Test(arguments: methods.indices)
    func aConstantScoreHasAMap(_ index: Int) async throws {
        let (id, parameters) = Self.methods[index]
        let sum = WeightedSum(height: 16, width: 16, weights: [Float](repeating: 0, count: 256))
        let found = try await explain(id, sum.subject(), parameters)
        #expect(found.attribution.values.allSatisfy { $0.isFinite })
    }
}
#endif
