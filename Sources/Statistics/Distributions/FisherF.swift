/// Fisher's F distribution.
public struct FisherF: Sendable {
    /// Degrees of freedom of the numerator, > 0.
    public let numerator: Double
    /// Degrees of freedom of the denominator, > 0.
    public let denominator: Double

    /// The distribution of the ratio of two mean squares.
    public init(_ numerator: Double, _ denominator: Double) {
        precondition(numerator > 0 && denominator > 0, "degrees of freedom must be positive")
        (self.numerator, self.denominator) = (numerator, denominator)
    }

    private func tails(_ f: Double) -> (lower: Double, upper: Double) {
        guard f > 0 else { return (0, 1) }
        guard f < .infinity else { return (1, 0) }
        let total = numerator * f + denominator
        return IncompleteBeta.tails(numerator * f / total, denominator / total, numerator / 2, denominator / 2)
    }

    /// P(F ≤ f).
    public func cdf(_ f: Double) -> Double { tails(f).lower }

    /// P(F > f).
    public func upperTail(_ f: Double) -> Double { tails(f).upper }

    /// The value below which a share `probability` in 0…1 lies.
    public func quantile(_ probability: Double) -> Double {
        precondition((0...1).contains(probability), "a probability lies in 0…1")
        return denominator / numerator * Beta(numerator / 2, denominator / 2).quantileOdds(probability)
    }
}
