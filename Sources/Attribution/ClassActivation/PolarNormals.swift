#if NativeLibraries
import Foundation
import SeededRandom

/// Numbers of the standard normal distribution, two at a time, by Marsaglia's polar method.
///
/// Marsaglia and Bray 1964, DOI 10.1137/1006063.
struct PolarNormals {
    private var generator: SeededGenerator
    private var spare: Double?

    init(seed: UInt64, stream: UInt64) {
        generator = SeededGenerator(seed: seed, stream: stream)
    }

    mutating func next() -> Double {
        if let value = spare {
            spare = nil
            return value
        }
        while true {
            let (x, y) = (2 * generator.uniform() - 1, 2 * generator.uniform() - 1)
            let square = x * x + y * y
            guard square > 0, square < 1 else { continue }
            let factor = (-2 * Foundation.log(square) / square).squareRoot()
            spare = y * factor
            return x * factor
        }
    }
}
#endif
