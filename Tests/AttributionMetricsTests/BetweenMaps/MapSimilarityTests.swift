#if NativeLibraries
import AttributionMetrics
import Foundation
import Tensor
import Testing

@Suite struct MapSimilarityTests {
    private static func map(_ value: (Int) -> Double) -> Tensor {
        Tensor(shape: [24, 31], values: (0..<24 * 31).map { Float(value($0)) })
    }

    private let first = map { Double(37 * $0 % 101) / 101 }
    private let second = map { Double(37 * $0 % 101) / 101 + 0.4 * sin(0.21 * Double($0)) - 0.3 }

    /// By SciPy 1.17.1's `spearmanr` and scikit-image 0.26.0's `structural_similarity` with Gaussian weights, whole plane.
    @Test func valuesAreThePeers() throws {
        let found = MapSimilarity(first, second)
        #expect(abs(try #require(found.spearman) - 0.7069792132226471) < 1e-9)
        #expect(abs(try #require(found.absoluteSpearman) - 0.36382284858469327) < 1e-9)
        #expect(abs(try #require(found.ssim) - 0.7781520931596932) < 1e-6)
    }

    @Test func equalMapsAreAsAlikeAsCanBeAndConstantOnesUndefined() {
        #expect(MapSimilarity(first, first).spearman.map { abs($0 - 1) < 1e-12 } == true)
        #expect(MapSimilarity(first, first).ssim.map { abs($0 - 1) < 1e-12 } == true)
        let constant = Self.map { _ in 3 }
        #expect(MapSimilarity(first, constant).spearman == nil)
        #expect(MapSimilarity(first, constant).ssim == nil)
    }
}
#endif
