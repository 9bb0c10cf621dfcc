#if NativeLibraries
import Foundation
import Statistics
public import Tensor

/// How alike two maps of one size are.
public struct MapSimilarity: Sendable, Equatable {
    /// Spearman's rank correlation; nil where a map is the same everywhere.
    public let spearman: Double?
    /// Spearman's rank correlation of magnitudes.
    public let absoluteSpearman: Double?
    /// The structural similarity of the maps brought to 0…1; nil where a map is the same everywhere.
    ///
    /// Wang et al. 2004, DOI 10.1109/TIP.2003.819861: Gaussian window with σ = 1.5, K₁ = 0.01, K₂ = 0.03.
    public let ssim: Double?

    /// Compares `[H,W]` with `[H,W]`.
    ///
    /// - Complexity: O(n log n).
    public init(_ a: Tensor, _ b: Tensor) {
        precondition(a.shape == b.shape && a.shape.count == 2, "Maps of one size [H,W] are compared.")
        spearman = Correlation.spearman(a.doubles, b.doubles)
        absoluteSpearman = Correlation.spearman(a.doubles.map(abs), b.doubles.map(abs))
        if let first = Self.normalized(a.values), let second = Self.normalized(b.values) {
            ssim = Self.structuralSimilarity(first, second, height: a.shape[0], width: a.shape[1])
        } else {
            ssim = nil
        }
    }

    private static func normalized(_ values: [Float]) -> [Double]? {
        guard let low = values.min(), let high = values.max(), high > low else { return nil }
        return values.map { Double($0 - low) / Double(high - low) }
    }

    private static func structuralSimilarity(_ a: [Double], _ b: [Double], height: Int, width: Int) -> Double {
        func smoothed(_ values: [Double]) -> [Double] { Self.smoothed(values, height: height, width: width) }
        let (meanA, meanB) = (smoothed(a), smoothed(b))
        let (squareA, squareB) = (smoothed(a.map { $0 * $0 }), smoothed(b.map { $0 * $0 }))
        let product = smoothed(zip(a, b).map { $0 * $1 })
        let (c1, c2) = (0.01 * 0.01, 0.03 * 0.03)
        let sum = a.indices.reduce(0.0) { sum, index in
            let (x, y) = (meanA[index], meanB[index])
            let covariance = product[index] - x * y
            let variances = squareA[index] - x * x + squareB[index] - y * y
            let likeness = (2 * x * y + c1) * (2 * covariance + c2)
            return sum + likeness / ((x * x + y * y + c1) * (variances + c2))
        }
        return sum / Double(a.count)
    }

    /// A Gaussian of σ = 1.5 over 11 × 11 positions; the edge is mirrored.
    private static func smoothed(_ values: [Double], height: Int, width: Int) -> [Double] {
        let radius = 5
        let raw = (-radius...radius).map { Foundation.exp(-Double($0 * $0) / (2 * 1.5 * 1.5)) }
        let weights = raw.map { $0 / raw.reduce(0, +) }
        func mirrored(_ index: Int, _ count: Int) -> Int {
            let period = 2 * count
            let position = ((index % period) + period) % period
            return position < count ? position : period - 1 - position
        }
        var rows = values
        for row in 0..<height {
            for column in 0..<width {
                var sum = 0.0
                for tap in -radius...radius {
                    sum += weights[tap + radius] * values[row * width + mirrored(column + tap, width)]
                }
                rows[row * width + column] = sum
            }
        }
        var result = rows
        for row in 0..<height {
            for column in 0..<width {
                var sum = 0.0
                for tap in -radius...radius {
                    sum += weights[tap + radius] * rows[mirrored(row + tap, height) * width + column]
                }
                result[row * width + column] = sum
            }
        }
        return result
    }
}
#endif
