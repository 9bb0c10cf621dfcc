/// The regularized incomplete beta function Iₓ(a, b).
enum IncompleteBeta {
    /// Iₓ(a, b) and its complement, each with its own relative accuracy; a, b > 0.
    ///
    /// `y` is 1 − x, given apart so that an x near 1 keeps its digits. Continued fraction DLMF 8.17.22.
    static func tails(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> (lower: Double, upper: Double) {
        if x <= 0 { return (0, 1) }
        if y <= 0 { return (1, 0) }
        if x > (a + 1) / (a + b + 2) {
            let swapped = tails(y, x, b, a)
            return (swapped.upper, swapped.lower)
        }
        // xᵃ yᵇ / (a B(a, b))
        let kernel = b / (a + b) * BinomialKernel.binomial(a, a + b, x, y)
        let fraction = ContinuedFraction.evaluate(first: 1) { step in
            let m = Double(step / 2)
            if step.isMultiple(of: 2) {
                return (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), 1)
            }
            return (-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), 1)
        }
        let lower = min(1, kernel / fraction)
        return (lower, 1 - lower)
    }
}
