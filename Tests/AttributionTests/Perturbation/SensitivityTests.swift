#if NativeLibraries
import Attribution
import Tensor
import Testing

/// Sobol indices and HSIC of a grid's cells.
@Suite struct SensitivityTests {
    @Test(arguments: PerturbationGoldens.networks)
    func sobolIsJansensEstimate(_ network: String) async throws {
        let subject = try PerturbationGoldens.subject(network)
        let found = try await explain("sobol", subject, ["samples": "16", "cells": "3"])
        let golden = "\(PerturbationGoldens.base(network))--sobol"
        expectAgreement(found.attribution, try PerturbationGoldens.array(golden), golden)
    }

    @Test(arguments: PerturbationGoldens.networks, ["distance", "score"])
    func hsicIsItsTrace(_ network: String, _ bandwidth: String) async throws {
        let subject = try PerturbationGoldens.subject(network)
        let parameters = ["samples": "60", "cells": "4", "bandwidth": "median-\(bandwidth)"]
        let found = try await explain("hsic", subject, parameters)
        let golden = "\(PerturbationGoldens.base(network))--hsic-\(bandwidth)"
        expectAgreement(found.attribution, try PerturbationGoldens.array(golden), golden)
    }

    @Test func theSequenceIsSciPys() throws {
        let golden = try PerturbationGoldens.array("sobol-sequence").values
        let sequence = SobolSequence(dimension: 128)
        #expect((0..<40).flatMap { sequence.point($0) } == golden)
    }

    @Test func shiftedPointsStayEven() {
        let sequence = SobolSequence(dimension: 5, shiftSeed: 4)
        let points = (0..<256).map { sequence.point($0) }
        for dimension in 0..<5 {
            let bins = (0..<16).map { bin in points.count { Int($0[dimension] * 16) == bin } }
            #expect(bins.allSatisfy { (15...17).contains($0) })
        }
    }

    /// Of a sum of independent parts, each has the share of the variance that is its own: c_i² / Σ c².
    @Test(arguments: ["sobol", "random"])
    func partsOfASumShareTheVarianceOut(_ sequence: String) async throws {
        let sum = WeightedSum(channels: 3, height: 8, width: 8)
        let ablation = try await explain("feature-ablation", sum.subject(), ["cells": "2"]).attribution.values
        let squares = ablation.map { Double($0) * Double($0) }
        // Every cell has 16 positions.
        let whole = squares.reduce(0, +) / 16
        let found = try await explain(
            "sobol",
            sum.subject(),
            ["samples": "2048", "cells": "2", "upsampling": "nearest", "sequence": sequence]
        )
        let worst = zip(found.attribution.values, squares).map { abs(Double($0) - $1 / whole) }.max() ?? 1
        #expect(worst < (sequence == "sobol" ? 0.01 : 0.06), "\(worst)")
    }

    @Test func cellsWithoutEffectDependOnNothing() async throws {
        let weights = (0..<64).map { Float($0 / 8 < 4 && $0 % 8 < 4 ? 1 : 0) }
        let sum = WeightedSum(height: 8, width: 8, weights: weights)
        let parameters = ["samples": "400", "cells": "2", "upsampling": "nearest"]
        let values = try await explain("hsic", sum.subject(), parameters).attribution.values
        let (own, other) = (values[0], max(values[7], values[56], values[63]))
        #expect(own > 0.05 && other < own / 20)
    }
}
#endif
