internal import RealModule

/// Intervals of a coefficient that ends at both sides, symmetric on the scale of Fisher's z.
///
/// z = artanh of the coefficient, its range taken to −1…1, whose standard error is that of the coefficient times its slope.
/// For a share that is half its log-odds. Near an end the coefficient scatters less the nearer it is, which an interval
/// with one margin for both sides does not know: it lies too near to that end.
///
/// Fisher 1921, "On the 'Probable Error' of a Coefficient of Correlation Deduced from a Small Sample", Metron 1(4):3-32.
enum FisherInterval {
    /// The interval of `value` with the margin that a symmetric one would have.
    static func around(_ value: Double, _ margin: Double, in range: ClosedRange<Double>) -> ConfidenceInterval? {
        let (low, high) = (range.lowerBound, range.upperBound)
        guard low < value, value < high else { return symmetric(value, margin, in: range) }
        let half = (high - low) / 2
        let scaled = (value - low) / half - 1
        let z = Double.atanh(scaled)
        let own = margin / half / ((1 - scaled) * (1 + scaled))
        return ConfidenceInterval(
            finite: low + half * (1 + Double.tanh(z - own)),
            low + half * (1 + Double.tanh(z + own))
        )
    }

    /// The value ± the margin, ending at the range's ends or at the value where it lies beyond.
    static func symmetric(_ value: Double, _ margin: Double, in range: ClosedRange<Double>) -> ConfidenceInterval? {
        ConfidenceInterval(
            finite: max(value - margin, min(value, range.lowerBound)),
            min(value + margin, max(value, range.upperBound))
        )
    }
}
