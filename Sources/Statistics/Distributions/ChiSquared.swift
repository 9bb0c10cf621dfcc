internal import RealModule

/// The chi-squared distribution.
public struct ChiSquared: Sendable {
    /// Degrees of freedom, > 0; need not be whole.
    public let degreesOfFreedom: Double

    /// The distribution with the given degrees of freedom.
    public init(degreesOfFreedom: Double) {
        precondition(degreesOfFreedom > 0, "degrees of freedom must be positive")
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// P(X ≤ x).
    public func cdf(_ x: Double) -> Double {
        IncompleteGamma.tails(degreesOfFreedom / 2, x / 2).lower
    }

    /// P(X > x), accurate in the far tail.
    public func upperTail(_ x: Double) -> Double {
        IncompleteGamma.tails(degreesOfFreedom / 2, x / 2).upper
    }

    /// The value below which a share `probability` in 0…1 lies; +∞ at 1.
    public func quantile(_ probability: Double) -> Double {
        precondition((0...1).contains(probability), "a probability lies in 0…1")
        if probability == 0 { return 0 }
        if probability == 1 { return .infinity }
        if cdf(.leastNormalMagnitude) >= probability { return 0 }
        // The logarithm of a tail is smooth in log x, so that Newton's steps reach far tails at once.
        let isLower = probability <= 0.5
        let target = Double.log(isLower ? probability : 1 - probability)
        let limit = Double.log(2 * degreesOfFreedom + 2000)
        let root = MonotoneRoot.find(lower: -745, upper: limit, start: Double.log(degreesOfFreedom)) { u in
            let x = Double.exp(u)
            let tail = isLower ? cdf(x) : upperTail(x)
            guard tail > 0 else { return (isLower ? -.infinity : .infinity, 1) }
            let slope = BinomialKernel.poisson(degreesOfFreedom / 2, x / 2) * degreesOfFreedom / 2 / tail
            let excess = Double.log(tail) - target
            return (isLower ? excess : -excess, max(slope, 1e-300))
        }
        return Double.exp(root)
    }
}
