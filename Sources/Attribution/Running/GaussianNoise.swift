#if NativeLibraries
import Foundation
import SeededRandom
import Tensor

/// Normal deviates by the ziggurat of 128 layers.
///
/// Marsaglia and Tsang 2000, DOI 10.18637/jss.v005.i08, in the form that draws layer and position from separate bits
/// (Doornik 2005).
enum Ziggurat {
    /// Where the tail begins, and the area of a layer.
    private static let tail = 3.442619855899
    private static let area = 9.91256303526217e-3

    /// The right ends of the layers, the widest first; 0 behind the last.
    private static let ends: [Double] = {
        var ends = [area / density(tail), tail]
        while ends.count < 128 {
            let last = ends[ends.count - 1]
            ends.append((-2 * Foundation.log(area / last + density(last))).squareRoot())
        }
        return ends + [0]
    }()

    private static func density(_ x: Double) -> Double { Foundation.exp(-0.5 * x * x) }

    static func draw(_ generator: inout SeededGenerator) -> Double {
        while true {
            let bits = generator.next()
            let layer = Int(bits & 127)
            let position = Double(bits >> 11) * 0x1p-52 - 1
            let (end, next) = (ends[layer], ends[layer + 1])
            let x = position * end
            if abs(x) < next { return x }
            if layer == 0 { return tailed(&generator, isNegative: position < 0) }
            let (low, high) = (density(end), density(next))
            if low + generator.uniform() * (high - low) < density(x) { return x }
        }
    }

    private static func tailed(_ generator: inout SeededGenerator, isNegative: Bool) -> Double {
        while true {
            let beyond = -Foundation.log(1 - generator.uniform()) / tail
            let height = -Foundation.log(1 - generator.uniform())
            if 2 * height > beyond * beyond { return isNegative ? -(tail + beyond) : tail + beyond }
        }
    }
}

extension SeededGenerator {
    /// A deviate of the standard normal distribution.
    package mutating func normal() -> Double { Ziggurat.draw(&self) }
}

extension Subject {
    /// Writes the input with normal noise, which depends on the seed and the index of the sample alone.
    func writeNoisy(_ index: Int, sigma: Double, to target: UnsafeMutableBufferPointer<Float>) {
        guard sigma > 0 else {
            _ = target.update(fromContentsOf: input.values)
            return
        }
        var generator = SeededGenerator(seed: seed, stream: UInt64(index))
        input.values.withUnsafeBufferPointer { values in
            for position in values.indices {
                target[position] = Float(Double(values[position]) + sigma * generator.normal())
            }
        }
    }
}
#endif
