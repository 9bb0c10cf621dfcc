#if NativeLibraries
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

    /// Numbers that all differ, at equal distances over a range in random order; none is the range's middle.
    ///
    /// So differences with a step far below the distance never cross a kink at the middle or a tie.
    mutating func spread(_ count: Int, over range: ClosedRange<Float>) -> [Float] {
        let width = range.upperBound - range.lowerBound
        return (0..<count).map { range.lowerBound + (Float($0) + 0.37) / Float(count) * width }.shuffled(using: &self)
    }
}
#endif
