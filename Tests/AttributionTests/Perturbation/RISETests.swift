#if NativeLibraries
import Attribution
import Tensor
import Testing

@Suite struct RISETests {
    @Test(arguments: PerturbationGoldens.calmNetworks, [["4", "0.5"], ["5", "0.3"]])
    func isItsFormula(_ network: String, _ masks: [String]) async throws {
        let subject = try PerturbationGoldens.subject(network)
        let parameters = ["samples": "300", "cells": masks[0], "probability": masks[1]]
        let name = "\(PerturbationGoldens.base(network))--rise-\(masks[0])"
        let found = try await explain("rise", subject, parameters)
        expectAgreement(found.attribution, try PerturbationGoldens.array(name), name)
        let other = try await explain(
            "rise",
            subject,
            parameters.merging(["normalization": "coverage"]) { $1 }
        )
        expectAgreement(other.attribution, try PerturbationGoldens.array("\(name)-coverage"), "\(name)-coverage")
    }

    /// E[M] = p at every pixel, edges included, so that a constant score c has the map c.
    @Test func aConstantScoreHasAConstantMapInExpectation() async throws {
        let sum = WeightedSum(height: 20, width: 13, weights: [Float](repeating: 0, count: 260))
        let found = try await explain("rise", sum.subject(seed: 2), ["samples": "6000", "cells": "4"])
        // The standard error of a mean of masks is at most √(p(1 − p)/N)/p · c = 0.0065; five of them.
        #expect(found.attribution.values.allSatisfy { abs($0 - 0.5) < 0.033 })
        let mean = found.attribution.values.reduce(0, +) / 260
        #expect(abs(mean - 0.5) < 0.01)
        let covered = try await explain("rise", sum.subject(), ["samples": "50", "normalization": "coverage"])
        #expect(covered.attribution.values.allSatisfy { abs($0 - 0.5) < 1e-5 })
    }

    @Test func moreSamplesComeCloserToTheExpectation() async throws {
        let sum = WeightedSum(channels: 3, height: 12, width: 12)
        func map(_ samples: Int, _ seed: UInt64) async throws -> [Double] {
            let found = try await explain("rise", sum.subject(seed: seed), ["samples": "\(samples)", "cells": "3"])
            return found.attribution.values.map(Double.init)
        }
        func distance(_ samples: Int, _ seed: UInt64, _ other: [Double]) async throws -> Double {
            try await zip(map(samples, seed), other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
        }
        let expectation = try await map(8000, 1)
        let few = try await distance(200, 2, expectation)
        let many = try await distance(3200, 3, expectation)
        #expect(many < few / 2)
    }

    @Test func blackIsFilledInWhereItIsKnown() async throws {
        let sum = WeightedSum(channels: 3, height: 6, width: 6)
        await #expect(throws: AttributionError.self) { try await explain("rise", sum.subject(), ["fill": "black"]) }
        let zero = try await explain("rise", sum.subject(), ["samples": "50"])
        let black = [Float](repeating: 0, count: 3)
        let same = try await explain("rise", sum.subject(black: black), ["samples": "50", "fill": "black"])
        #expect(zero.attribution == same.attribution)
        let other = try await explain("rise", sum.subject(black: [-2, -2, -2]), ["samples": "50", "fill": "black"])
        #expect(zero.attribution != other.attribution)
    }
}
#endif
