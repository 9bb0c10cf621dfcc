public import SeededRandom

extension SeededGenerator {
    /// A draw from the standard normal distribution, by inversion.
    public mutating func normal() -> Double {
        Normal.quantile((Double(next() >> 11) + 0.5) * 0x1p-53)
    }
}
