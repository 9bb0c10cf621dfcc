#if NativeLibraries
import Attribution
import Tensor
import Testing

@Suite struct KernelSHAPTests {
    @Test(arguments: PerturbationGoldens.networks)
    func isCaptumsWithItsCoalitions(_ network: String) async throws {
        let found = try await explain(
            "kernel-shap",
            PerturbationGoldens.subject(network),
            ["segmentation": "grid", "cells": "4", "samples": "200"]
        )
        let golden = "\(PerturbationGoldens.base(network))--kernel-shap"
        expectAgreement(found.attribution, try PerturbationGoldens.array(golden), golden)
    }

    @Test(arguments: PerturbationGoldens.networks)
    func allCoalitionsGiveShapleyValues(_ network: String) async throws {
        let found = try await explain(
            "kernel-shap",
            PerturbationGoldens.subject(network),
            ["segmentation": "grid", "cells": "3", "samples": "510"]
        )
        let golden = "\(PerturbationGoldens.base(network))--shapley-values"
        expectAgreement(found.attribution, try PerturbationGoldens.array(golden), golden)
    }

    /// 300 of 510 coalitions.
    @Test(arguments: ["true", "false"])
    func samplesComeNearShapleyValues(_ isPaired: String) async throws {
        for network in PerturbationGoldens.networks {
            let found = try await explain(
                "kernel-shap",
                PerturbationGoldens.subject(network),
                ["segmentation": "grid", "cells": "3", "samples": "300", "paired": isPaired]
            )
            let golden = try PerturbationGoldens.array("\(PerturbationGoldens.base(network))--shapley-values")
            #expect(deviation(found.attribution, golden.values.map(Double.init)) < 0.2)
        }
    }

    @Test(arguments: ["true", "false"])
    func valuesSumToTheDifference(_ isPaired: String) async throws {
        let subject = try PerturbationGoldens.subject(PerturbationGoldens.networks[0])
        let found = try await explain(
            "kernel-shap",
            subject,
            ["segmentation": "grid", "cells": "4", "samples": "300", "paired": isPaired]
        )
        #expect((found.convergenceDelta ?? 1) < 1e-9)
        // Every cell has 16 positions.
        let sum = found.attribution.values.reduce(0.0) { $0 + Double($1) } / 16
        let zeros = Tensor(shape: [3, 16, 16], values: [Float](repeating: 0, count: 768))
        let hidden = try PerturbationGoldens.subject(PerturbationGoldens.networks[0], input: zeros)
        let scores = try await [subject, hidden].asyncMap { try await $0.score() }
        #expect(abs(sum - Double(scores[0] - scores[1])) < 1e-4)
    }

    @Test func ofASumItFindsTheParts() async throws {
        let sum = WeightedSum(channels: 3, height: 8, width: 8)
        let ablation = try await explain("feature-ablation", sum.subject(), ["cells": "4"])
        for isPaired in ["true", "false"] {
            let parameters = ["segmentation": "grid", "cells": "4", "samples": "120", "paired": isPaired]
            let found = try await explain("kernel-shap", sum.subject(isChannelsLast: true), parameters)
            #expect(deviation(found.attribution, ablation.attribution.values.map(Double.init)) < 1e-4)
        }
    }

    @Test(arguments: [1, 2]) func fewSegmentsHaveValues(_ cells: Int) async throws {
        let sum = WeightedSum(height: 4, width: 4)
        let found = try await explain("kernel-shap", sum.subject(), ["segmentation": "grid", "cells": "\(cells)"])
        let ablation = try await explain("feature-ablation", sum.subject(), ["cells": "\(cells)"])
        #expect(deviation(found.attribution, ablation.attribution.values.map(Double.init)) < 1e-4)
    }

    @Test(arguments: ["kernel-shap", "lime"]) func tooManySegmentsAreRefused(_ id: String) async throws {
        let sum = WeightedSum(height: 50, width: 50)
        await #expect(throws: AttributionError.self) {
            try await explain(id, sum.subject(), ["segmentation": "grid", "cells": "50"])
        }
    }

    @Test func tooFewSamplesAreToldOf() async throws {
        let sum = WeightedSum(height: 8, width: 8)
        let found = try await explain(
            "kernel-shap",
            sum.subject(),
            ["segmentation": "grid", "cells": "8", "samples": "20"]
        )
        #expect(found.notes.count == 1)
        #expect(found.attribution.values.allSatisfy { $0.isFinite })
    }
}

extension Array {
    fileprivate func asyncMap<Result>(_ body: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await body(element)) }
        return results
    }
}

extension Subject {
    fileprivate func score() async throws -> Float {
        let batch = Tensor(shape: [1] + input.shape, values: input.values)
        return try await classifier.allScores(batch, PassLog()).values[target]
    }
}
#endif
