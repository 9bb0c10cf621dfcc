internal import RealModule

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
        let odds = quantileOdds(probability)
        return odds == .infinity ? 1 : odds / (1 + odds)
    }

    /// x/(1 − x) of the quantile x, which has its digits at both ends.
    func quantileOdds(_ probability: Double) -> Double {
        precondition((0...1).contains(probability), "a probability lies in 0…1")
        if probability == 0 { return 0 }
        if probability == 1 { return .infinity }
        let least = Double.leastNormalMagnitude
        if IncompleteBeta.tails(least, 1, a, b).lower >= probability { return 0 }
        // The logarithm of a tail is nearly linear in the log-odds of x, so that Newton's steps reach far tails at once.
        let isLower = probability <= 0.5
        let target = Double.log(isLower ? probability : 1 - probability)
        let logOdds = MonotoneRoot.find(lower: -745, upper: 745, start: Double.log(a / b)) { u in
            let (x, y) = (1 / (1 + Double.exp(-u)), 1 / (1 + Double.exp(u)))
            let (lower, upper) = IncompleteBeta.tails(x, y, a, b)
            let tail = isLower ? lower : upper
            guard tail > 0 else { return (isLower ? -.infinity : .infinity, 1) }
            let slope = BinomialKernel.binomial(a, rest: b, x, y) * a * b / (a + b) / tail
            let excess = Double.log(tail) - target
            return (isLower ? excess : -excess, max(slope, 1e-300))
        }
        return Double.exp(logOdds)
    }
}
