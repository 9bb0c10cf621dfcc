#if NativeLibraries
import Foundation
import Tensor

/// RISE's blur: a Gaussian with σ = 5 on 11 × 11 pixels, 0 beyond the edges.
///
/// Petsiuk, Das and Saenko 2018, arXiv:1806.07421, in the authors' program.
struct GaussianWindow: Sendable {
    var radius = 5
    var deviation = 5.0

    /// Blurs `[C,H,W]`.
    func blurred(_ input: Tensor) -> Tensor {
        let (channels, height, width) = (input.shape[0], input.shape[1], input.shape[2])
        let raw = (-radius...radius).map { Foundation.exp(-Double($0 * $0) / (2 * deviation * deviation)) }
        let total = raw.reduce(0, +)
        let taps = raw.map { $0 / total }
        var result = [Float](repeating: 0, count: input.values.count)
        for channel in 0..<channels {
            let base = channel * height * width
            var lines = [Double](repeating: 0, count: height * width)
            for row in 0..<height {
                for column in 0..<width {
                    var sum = 0.0
                    for tap in max(-radius, -column)...min(radius, width - 1 - column) {
                        sum += taps[tap + radius] * Double(input.values[base + row * width + column + tap])
                    }
                    lines[row * width + column] = sum
                }
            }
            for row in 0..<height {
                for column in 0..<width {
                    var sum = 0.0
                    for tap in max(-radius, -row)...min(radius, height - 1 - row) {
                        sum += taps[tap + radius] * lines[(row + tap) * width + column]
                    }
                    result[base + row * width + column] = Float(sum)
                }
            }
        }
        return Tensor(shape: input.shape, values: result)
    }
}
#endif
