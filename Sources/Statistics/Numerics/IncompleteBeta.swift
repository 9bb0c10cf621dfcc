/// The regularized incomplete beta function Iₓ(a, b).
enum IncompleteBeta {
    /// Iₓ(a, b) and its complement, each with its own relative accuracy; a, b > 0.
    ///
    /// `y` is 1 − x, given apart so that an x near 1 keeps its digits. Continued fraction: Didonato and Morris 1992, DOI
    /// 10.1145/131766.131776, equation 9.
    static func tails(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> (lower: Double, upper: Double) {
        if x <= 0 { return (0, 1) }
        if y <= 0 { return (1, 0) }
        if x > (a + 1) / (a + b + 2) {
            let swapped = tails(y, x, b, a)
            return (swapped.upper, swapped.lower)
        }
        // xᵃ yᵇ / (a B(a, b))
        let kernel = b / (a + b) * BinomialKernel.binomial(a, rest: b, x, y)
        // a − (a + b) x, which decides on the first term, without the rounding of an x near 1.
        let excess = a * y - b * x
        let fraction = ContinuedFraction.evaluate(first: a * (excess + 1) / (a + 1)) { step in
            let m = Double(step)
            let odd = a + 2 * m - 1
            let numerator = (a + m - 1) * (a + b + m - 1) * m * (b - m) * x * x / (odd * odd)
            let last = (a + m) * (excess + 1 + m * (1 + y)) / (a + 2 * m + 1)
            return (numerator, m + m * (b - m) * x / odd + last)
        }
        let lower = min(1, kernel * a / fraction)
        return (lower, 1 - lower)
    }
}
