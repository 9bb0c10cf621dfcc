/// SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195), so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A copy in which a few bytes are changed, or which is cut short or extended.
    mutating func damaged(_ original: [UInt8]) -> [UInt8] {
        var bytes = original
        switch Int.random(in: 0..<8, using: &self) {
        case 0: bytes.removeLast(Int.random(in: 1...bytes.count, using: &self))
        case 1: bytes.append(contentsOf: (0..<Int.random(in: 1...40, using: &self)).map { UInt8($0) })
        default:
            for _ in 0..<Int.random(in: 1...6, using: &self) {
                let index = Int.random(in: 0..<bytes.count, using: &self)
                bytes[index] = UInt8.random(in: 0...255, using: &self)
            }
        }
        return bytes
    }
}
