/// Quantiles of a sample.
enum SampleQuantile {
    /// The quantile of an ascending sample by linear interpolation (type 7 of Hyndman and Fan 1996,
    /// DOI 10.1080/00031305.1996.10473566; the default of R and NumPy).
    static func linear(_ sorted: [Double], _ probability: Double) -> Double {
        precondition(!sorted.isEmpty, "a quantile needs at least one value")
        let position = probability * Double(sorted.count - 1)
        let below = min(Int(position), sorted.count - 1)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
    }
}
