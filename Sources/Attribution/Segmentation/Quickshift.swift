#if NativeLibraries
import Foundation
import SeededRandom
package import Tensor

/// Segments by climbing the density of colors and places: each position is linked to the nearest of higher density.
///
/// Vedaldi and Soatto 2008, DOI 10.1007/978-3-540-88693-8_52. As scikit-image has it: CIE L*a*b* colors scaled by a
/// ratio beside coordinates in pixels, a Gaussian window of three widths, and Gaussian noise of 10⁻⁵ on the densities
/// so that even areas have no ties.
package struct Quickshift: Sendable {
    /// The width of the Gaussian, in pixels and in scaled colors.
    let kernel: Double
    /// The longest link.
    let maximumDistance: Double
    /// What colors are multiplied by.
    let ratio: Double
    /// The standard deviation of the noise that breaks ties.
    let noise: Double

    package init(kernel: Double = 4, maximumDistance: Double = 200, ratio: Double = 0.2, noise: Double = 1e-5) {
        (self.kernel, self.maximumDistance, self.ratio, self.noise) = (kernel, maximumDistance, ratio, noise)
    }

    /// The segments of a picture `[3,H,W]`, 0…1.
    ///
    /// - Complexity: O(H·W·(6·kernel)²).
    package func segments(of picture: Tensor, seed: UInt64) -> Segments {
        let (height, width) = (picture.shape[1], picture.shape[2])
        let colors = LabColors(picture).values.map { $0 * ratio }
        let density = density(colors, height, width, seed)
        let parents = parents(colors, density, height, width)
        // Links point to higher density, so that following them ends.
        var roots = parents
        for position in roots.indices {
            var root = position
            while parents[root] != root { root = parents[root] }
            roots[position] = root
        }
        return Segments(height: height, width: width, labels: roots)
    }

    private var reach: Int { Int((3 * kernel).rounded(.up)) }

    private func density(_ colors: [Double], _ height: Int, _ width: Int, _ seed: UInt64) -> [Double] {
        let scale = -0.5 / (kernel * kernel)
        var density = [Double](repeating: 1, count: height * width)
        density.withUnsafeMutableBufferPointer { density in
            colors.withUnsafeBufferPointer { colors in
                // Each pair of positions once: what one adds to the other is the same both ways.
                for rowStep in 0...min(reach, height - 1) {
                    for columnStep in -min(reach, width - 1)...min(reach, width - 1)
                    where rowStep > 0 || columnStep > 0 {
                        let spatial = Double(rowStep * rowStep + columnStep * columnStep)
                        let shift = rowStep * width + columnStep
                        for row in 0..<height - rowStep {
                            for column in max(0, -columnStep)..<min(width, width - columnStep) {
                                let (one, other) = (row * width + column, row * width + column + shift)
                                let l = colors[one * 3] - colors[other * 3]
                                let a = colors[one * 3 + 1] - colors[other * 3 + 1]
                                let b = colors[one * 3 + 2] - colors[other * 3 + 2]
                                let near = exp((l * l + a * a + b * b + spatial) * scale)
                                density[one] += near
                                density[other] += near
                            }
                        }
                    }
                }
            }
        }
        guard noise > 0 else { return density }
        var generator = SeededGenerator(seed: seed, stream: Self.stream)
        return density.map { value in
            let radius = (-2 * log(1 - generator.uniform())).squareRoot()
            return value + noise * radius * cos(2 * .pi * generator.uniform())
        }
    }

    /// Keeps the noise apart from samples, whose streams are counted from 0.
    private static let stream: UInt64 = 0x7175_6963_6B73_6869

    private func parents(_ colors: [Double], _ density: [Double], _ height: Int, _ width: Int) -> [Int] {
        let steps = (-reach...reach).flatMap { row in
            (-reach...reach).map { (row: row, column: $0, spatial: Double(row * row + $0 * $0)) }
        }
        // Near ones first, so that the search ends where no other can be nearer.
        let ordered = steps.sorted { ($0.spatial, $0.row, $0.column) < ($1.spatial, $1.row, $1.column) }
        let limit = maximumDistance * maximumDistance
        return (0..<height * width).map { position in
            let (row, column) = (position / width, position % width)
            var (best, nearest) = (position, Double.infinity)
            for step in ordered {
                if step.spatial > nearest { break }
                let (otherRow, otherColumn) = (row + step.row, column + step.column)
                guard otherRow >= 0, otherRow < height, otherColumn >= 0, otherColumn < width else { continue }
                let other = otherRow * width + otherColumn
                guard density[other] > density[position] else { continue }
                let l = colors[position * 3] - colors[other * 3]
                let a = colors[position * 3 + 1] - colors[other * 3 + 1]
                let b = colors[position * 3 + 2] - colors[other * 3 + 2]
                let distance = l * l + a * a + b * b + step.spatial
                if distance < nearest || distance == nearest && other < best { (best, nearest) = (other, distance) }
            }
            return nearest <= limit ? best : position
        }
    }
}
#endif
