#if NativeLibraries
import Foundation
import Tensor

/// The weights of a Gaussian by distance, cut off at four standard deviations and summing up to 1.
struct GaussianTaps {
    /// At distance `index - reach`.
    private(set) var weights: [Float]
    /// The largest distance that there is an entry for.
    let reach: Int
    /// The largest distance with a weight.
    let radius: Int

    /// - Parameter reach: The largest distance that is asked for.
    init(sigma: Double, reach: Int) {
        (weights, radius) = Self.weights(sigma, reach)
        self.reach = reach
    }

    /// What a Gaussian becomes by a wider one, for each unit of standard deviation.
    static func slope(sigma: Double, step: Double, reach: Int) -> GaussianTaps {
        var result = GaussianTaps(sigma: sigma + step, reach: reach)
        let (wide, narrow) = (exact(sigma + step, reach), exact(sigma, reach))
        result.weights = zip(wide, narrow).map { Float(($0 - $1) / step) }
        return result
    }

    private static func weights(_ sigma: Double, _ reach: Int) -> ([Float], Int) {
        (exact(sigma, reach).map { Float($0) }, min(reach, Int(4 * sigma + 0.5)))
    }

    private static func exact(_ sigma: Double, _ reach: Int) -> [Double] {
        let radius = Int(4 * sigma + 0.5)
        func weight(_ distance: Int) -> Double {
            guard abs(distance) <= radius else { return 0 }
            return radius == 0 ? 1 : Foundation.exp(-0.5 * Double(distance * distance) / (sigma * sigma))
        }
        let sum = (-radius...radius).reduce(0) { $0 + weight($1) }
        return (-reach...reach).map { weight($0) / sum }
    }
}

extension Tensor {
    /// Sums along columns of `[C,H,W]`, weighted by distance; what lies beyond the edge is 0.
    func blurredDown(_ taps: GaussianTaps) -> Tensor {
        let (height, width) = (shape[1], shape[2])
        var result = [Float](repeating: 0, count: values.count)
        result.withUnsafeMutableBufferPointer { result in
            values.withUnsafeBufferPointer { values in
                for line in 0..<shape[0] * height {
                    let (plane, row) = (line / height * height, line % height)
                    let target = UnsafeMutableBufferPointer(rebasing: result[line * width..<(line + 1) * width])
                    for other in max(0, row - taps.radius)...min(height - 1, row + taps.radius) {
                        let weight = taps.weights[row - other + taps.reach]
                        let start = (plane + other) * width
                        let source = UnsafeBufferPointer(rebasing: values[start..<start + width])
                        for column in target.indices { target[column] += weight * source[column] }
                    }
                }
            }
        }
        return Tensor(shape: shape, values: result)
    }

    /// Sums along rows of `[C,H,W]`, weighted by distance; what lies beyond the edge is 0.
    func blurredAcross(_ taps: GaussianTaps) -> Tensor {
        let width = shape[2]
        var result = [Float](repeating: 0, count: values.count)
        result.withUnsafeMutableBufferPointer { result in
            values.withUnsafeBufferPointer { values in
                taps.weights.withUnsafeBufferPointer { weights in
                    for line in 0..<shape[0] * shape[1] {
                        for other in 0..<width {
                            let value = values[line * width + other]
                            let (first, end) = (max(0, other - taps.radius), min(width, other + taps.radius + 1))
                            let start = line * width
                            let target = UnsafeMutableBufferPointer(rebasing: result[start + first..<start + end])
                            let distance = taps.reach - other
                            let source = UnsafeBufferPointer(rebasing: weights[distance + first..<distance + end])
                            for column in target.indices { target[column] += value * source[column] }
                        }
                    }
                }
            }
        }
        return Tensor(shape: shape, values: result)
    }
}
#endif
