#if NativeLibraries
import SeededRandom

/// Points that fill the unit cube more evenly than random ones (Sobol's LPτ sequence), without the first, which is 0.
///
/// Direction numbers of Joe and Kuo 2008, DOI 10.1137/070709359.
package struct SobolSequence: Sendable {
    /// The directions of each dimension, 32 of them.
    private let directions: [[UInt32]]
    /// What each coordinate is changed by, bit by bit: 0 for the sequence itself.
    private let shifts: [UInt32]

    /// The dimensions that there are direction numbers for.
    package static var largestDimension: Int { SobolDirections.rows.count + 1 }

    /// - Parameter shiftSeed: Moves all points by one random digital shift, which leaves them as even as they are.
    package init(dimension: Int, shiftSeed: UInt64? = nil) {
        precondition(dimension <= Self.largestDimension, "There are no direction numbers for \(dimension) dimensions.")
        directions = (0..<dimension).map { $0 == 0 ? (0..<32).map { 1 << (31 - $0) } : Self.directions($0 - 1) }
        guard let shiftSeed else {
            shifts = [UInt32](repeating: 0, count: dimension)
            return
        }
        var generator = SeededGenerator(seed: shiftSeed, stream: 0)
        shifts = (0..<dimension).map { _ in UInt32(truncatingIfNeeded: generator.next() >> 32) }
    }

    private static func directions(_ row: Int) -> [UInt32] {
        let (polynomial, initial) = SobolDirections.rows[row]
        let degree = initial.count
        var numbers = initial.map { UInt32($0) }
        for index in degree..<32 {
            var number = numbers[index - degree] ^ (numbers[index - degree] << UInt32(degree))
            for term in 1..<degree where polynomial >> (degree - 1 - term) & 1 == 1 {
                number ^= numbers[index - term] << UInt32(term)
            }
            numbers.append(number)
        }
        return numbers.enumerated().map { $1 << UInt32(31 - $0) }
    }

    /// Point `index`, each coordinate in 0 ..< 1.
    package func point(_ index: Int) -> [Float] {
        let place = UInt32(index + 1)
        let gray = place ^ (place >> 1)
        return zip(directions, shifts).map { directions, shift in
            var bits = shift
            var rest = gray
            while rest != 0 {
                bits ^= directions[rest.trailingZeroBitCount]
                rest &= rest - 1
            }
            // As many bits as a float has, so that the largest stays below 1.
            return Float(bits >> 8) * 0x1p-24
        }
    }
}
#endif
