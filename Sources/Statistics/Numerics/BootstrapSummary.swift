/// Standard error and percentile interval of bootstrap draws.
struct BootstrapSummary: Sendable {
    let standardError: Double
    let interval: ConfidenceInterval

    /// Summarizes at least two draws.
    init(_ draws: [Double], confidence: Double) {
        precondition(draws.count > 1, "a bootstrap needs at least two draws")
        let mean = draws.reduce(0, +) / Double(draws.count)
        let squares = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        standardError = (squares / Double(draws.count - 1)).squareRoot()
        let sorted = draws.sorted()
        let tail = (1 - confidence) / 2
        interval = ConfidenceInterval(
            SampleQuantile.linear(sorted, tail),
            SampleQuantile.linear(sorted, 1 - tail)
        )
    }
}
