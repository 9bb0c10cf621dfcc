#if NativeLibraries
import Foundation
import Statistics
package import Tensor

/// Histograms of oriented gradients of a map.
///
/// Dalal and Triggs 2005, DOI 10.1109/CVPR.2005.177, as scikit-image has them: 9 unsigned orientations over cells of 16 × 16
/// pixels (fewer where the map is smaller), blocks of 3 × 3 cells normalized by L2 with clipping at 0.2.
package enum OrientedGradients {
    private static let orientations = 9

    /// Pearson's correlation of the histograms of two maps of one size; nil where one has no gradients.
    ///
    /// Maps are brought to 0…1 first: the norms of blocks have a floor of 1e-5, which gradients of a network may lie below.
    package static func correlation(_ first: Tensor, _ second: Tensor) -> Double? {
        guard let one = histogram(of: first), let other = histogram(of: second) else { return nil }
        return Correlation.pearson(one, other)
    }

    private static func histogram(of map: Tensor) -> [Double]? {
        let (height, width) = (map.shape[0], map.shape[1])
        guard let low = map.values.min(), let high = map.values.max(), high > low else { return nil }
        let (floor, range) = (Double(low), Double(high) - Double(low))
        let cell = max(1, min(16, height / 3, width / 3))
        let (rows, columns) = (height / cell, width / cell)
        var cells = [[Double]](repeating: [Double](repeating: 0, count: orientations), count: rows * columns)
        func value(_ row: Int, _ column: Int) -> Double {
            (Double(map.values[row * width + column]) - floor) / range
        }
        for row in 0..<rows * cell {
            for column in 0..<columns * cell {
                // Differences across; none at the edges.
                let down = row > 0 && row < height - 1 ? value(row + 1, column) - value(row - 1, column) : 0
                let across = column > 0 && column < width - 1 ? value(row, column + 1) - value(row, column - 1) : 0
                var angle = atan2(down, across) * 180 / .pi
                if angle < 0 { angle += 180 }
                if angle >= 180 { angle -= 180 }
                let bin = min(orientations - 1, Int(angle / 20))
                cells[row / cell * columns + column / cell][bin] += hypot(down, across) / Double(cell * cell)
            }
        }
        let block = min(3, rows, columns)
        var result: [Double] = []
        for row in 0...rows - block {
            for column in 0...columns - block {
                let own = (0..<block * block).flatMap { place in
                    cells[(row + place / block) * columns + column + place % block]
                }
                let clipped = normalized(own).map { min($0, 0.2) }
                result += normalized(clipped)
            }
        }
        return result
    }

    private static func normalized(_ values: [Double]) -> [Double] {
        let norm = (values.reduce(0) { $0 + $1 * $1 } + 1e-10).squareRoot()
        return values.map { $0 / norm }
    }
}
#endif
