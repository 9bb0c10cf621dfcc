internal import RealModule

/// The regularized incomplete gamma functions P(a, x) and Q(a, x) = 1 − P(a, x).
enum IncompleteGamma {
    /// Both tails at once, each with its own relative accuracy; a > 0, x ≥ 0.
    ///
    /// Power series below a + 1, Legendre's continued fraction above (DLMF 8.11.4 and 8.9.2).
    static func tails(_ a: Double, _ x: Double) -> (lower: Double, upper: Double) {
        if x <= 0 { return (0, 1) }
        if x == .infinity { return (1, 0) }
        // xᵃ e⁻ˣ / Γ(a+1)
        let kernel = BinomialKernel.poisson(a, x)
        if x < a + 1 {
            var term = 1.0
            var sum = 1.0
            var index = a
            while term > sum * 0x1p-54 {
                index += 1
                term *= x / index
                sum += term
            }
            let lower = min(1, kernel * sum)
            return (lower, 1 - lower)
        }
        let fraction = ContinuedFraction.evaluate(first: x + 1 - a) { step in
            let i = Double(step)
            return (-i * (i - a), x + 2 * i + 1 - a)
        }
        let upper = min(1, kernel * a / fraction)
        return (1 - upper, upper)
    }
}
