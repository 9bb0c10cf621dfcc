/// The beta distribution on 0…1.
public struct Beta: Sendable {
    /// The first shape, > 0.
    public let a: Double
    /// The second shape, > 0.
    public let b: Double

    /// The distribution with shapes `a` and `b`.
    public init(_ a: Double, _ b: Double) {
        precondition(a > 0 && b > 0, "shapes must be positive")
        self.a = a
        self.b = b
    }

    /// P(X ≤ x).
    public func cdf(_ x: Double) -> Double { IncompleteBeta.tails(x, 1 - x, a, b).lower }

    /// P(X > x).
    public func upperTail(_ x: Double) -> Double { IncompleteBeta.tails(x, 1 - x, a, b).upper }

    /// The value below which a share `probability` in 0…1 lies.
    public func quantile(_ probability: Double) -> Double {
        precondition((0...1).contains(probability), "a probability lies in 0…1")
        if probability == 0 { return 0 }
        if probability == 1 { return 1 }
        return MonotoneRoot.find(lower: 0, upper: 1, start: a / (a + b)) { x in
            // x = 0 or 1 can be reached by rounding; any slope will do there, the bracket decides.
            let kernel = BinomialKernel.binomial(a, a + b, x, 1 - x)
            return (cdf(x) - probability, max(kernel * a * b / ((a + b) * x * (1 - x)), 1e-300))
        }
    }
}
