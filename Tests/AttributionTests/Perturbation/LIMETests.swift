#if NativeLibraries
import Attribution
import Tensor
import Testing

@Suite struct LIMETests {
    private static let grid = ["segmentation": "grid", "cells": "4", "samples": "200"]
    private static let captum = [
        "score": "logit", "hidden": "baseline", "distance": "input-cosine", "kernel-width": "1",
        "regression": "lasso",
    ]

    @Test(arguments: PerturbationGoldens.calmNetworks)
    func isTheAuthorsRegression(_ network: String) async throws {
        let found = try await explain("lime", PerturbationGoldens.subject(network), Self.grid)
        let golden = "\(PerturbationGoldens.base(network))--lime"
        expectAgreement(found.attribution, try PerturbationGoldens.array(golden), golden)
    }

    @Test(arguments: PerturbationGoldens.calmNetworks, ["lasso": "0.01", "weak-lasso": "0.001"])
    func isCaptums(_ network: String, _ penalty: (key: String, value: String)) async throws {
        let parameters = Self.grid.merging(Self.captum) { $1 }.merging(["penalty": penalty.value]) { $1 }
        let found = try await explain("lime", PerturbationGoldens.subject(network), parameters)
        let golden = "\(PerturbationGoldens.base(network))--lime-captum-\(penalty.key)"
        expectAgreement(found.attribution, try PerturbationGoldens.array(golden), golden)
    }

    @Test func withoutAPenaltyASumIsFound() async throws {
        let sum = WeightedSum(channels: 3, height: 8, width: 8)
        let parameters = [
            "segmentation": "grid", "cells": "2", "samples": "60", "penalty": "0", "score": "logit",
            "hidden": "baseline",
        ]
        let found = try await explain("lime", sum.subject(), parameters)
        let ablation = try await explain("feature-ablation", sum.subject(), ["cells": "2"])
        #expect(deviation(found.attribution, ablation.attribution.values.map(Double.init)) < 1e-4)
    }

    @Test func aSingleSegmentHasAValue() async throws {
        let sum = WeightedSum(height: 4, width: 4)
        for regression in ["ridge", "lasso"] {
            let found = try await explain(
                "lime",
                sum.subject(),
                ["segmentation": "grid", "cells": "1", "samples": "20", "regression": regression]
            )
            #expect(found.attribution.values.allSatisfy { $0.isFinite })
        }
    }
}
#endif
