/// Continued fractions b₀ + a₁/(b₁ + a₂/(b₂ + …)) by the modified Lentz method (Thompson and Barnett 1986,
/// DOI 10.1016/0021-9991(86)90046-X).
enum ContinuedFraction {
    /// The value of the fraction.
    ///
    /// - Parameters:
    ///   - first: b₀.
    ///   - term: gives aₙ and bₙ for n = 1, 2, …
    static func evaluate(first: Double, term: (Int) -> (a: Double, b: Double)) -> Double {
        let tiny = 1e-300
        var value = first == 0 ? tiny : first
        var c = value
        var d = 0.0
        for step in 1...200_000 {
            let (a, b) = term(step)
            d = b + a * d
            if d == 0 { d = tiny }
            c = b + a / c
            if c == 0 { c = tiny }
            d = 1 / d
            let factor = c * d
            value *= factor
            if abs(factor - 1) < 0x1p-52 { break }
        }
        return value
    }
}
