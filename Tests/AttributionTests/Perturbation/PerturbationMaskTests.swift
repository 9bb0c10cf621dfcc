#if NativeLibraries
import Attribution
import Tensor
import Testing

/// Masks that are found by gradients.
@Suite struct PerturbationMaskTests {
    @Test(arguments: PerturbationGoldens.calmNetworks, [0, 3])
    func meaningfulPerturbationIsItsDescent(_ network: String, _ jitter: Int) async throws {
        let found = try await explain(
            "meaningful-perturbation",
            PerturbationGoldens.subject(network),
            ["iterations": "12", "cells": "4", "blur": "2", "jitter": "\(jitter)"]
        )
        let golden = "\(PerturbationGoldens.base(network))--meaningful-\(jitter)"
        expectAgreement(found.attribution, try PerturbationGoldens.array(golden), golden)
    }

    @Test(arguments: PerturbationGoldens.calmNetworks)
    func extremalPerturbationIsItsAscent(_ network: String) async throws {
        let found = try await explain(
            "extremal-perturbation",
            PerturbationGoldens.subject(network),
            ["iterations": "10", "step": "3", "sigma": "4", "blur": "3", "area": "0.2"]
        )
        let golden = "\(PerturbationGoldens.base(network))--extremal"
        expectAgreement(found.attribution, try PerturbationGoldens.array(golden), golden)
    }

    /// One corner speaks for the class, nothing else does.
    private static let corner = WeightedSum(
        height: 24,
        width: 24,
        weights: zip(0..<576, WeightedSum.numbers(576, 9)).map { position, value in
            position / 24 < 8 && position % 24 < 8 ? (value < 0 ? -0.2 : 0.2) : 0
        }
    )

    @Test func whatSpeaksForTheClassIsHidden() async throws {
        let found = try await explain(
            "meaningful-perturbation",
            Self.corner.subject(),
            ["cells": "6", "blur": "0", "jitter": "0", "iterations": "100", "score": "logit", "sparsity": "0.1"]
        )
        let values = found.attribution.values
        #expect(values[3 * 24 + 3] > 0.5)
        #expect(values[20 * 24 + 20] < 0.05)
    }

    @Test func whatSpeaksForTheClassIsKeptInItsArea() async throws {
        let found = try await explain(
            "extremal-perturbation",
            Self.corner.subject(),
            [
                "area": "0.12", "blur": "0", "step": "4", "sigma": "4", "iterations": "600", "mirror": "false",
                "constraint": "10",
            ]
        )
        let values = found.attribution.values
        #expect(values[3 * 24 + 3] > 0.9)
        #expect(values[20 * 24 + 20] < 0.1)
        let area = values.reduce(0, +) / 576
        #expect(abs(area - 0.12) < 0.08, "\(area)")
    }
}
#endif
