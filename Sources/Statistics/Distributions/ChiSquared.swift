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
        var upper = 2 * degreesOfFreedom + 2
        while cdf(upper) < probability { upper *= 2 }
        return MonotoneRoot.find(lower: 0, upper: upper, start: degreesOfFreedom) { x in
            (cdf(x) - probability, density(x))
        }
    }

    private func density(_ x: Double) -> Double {
        BinomialKernel.poisson(degreesOfFreedom / 2, x / 2) * degreesOfFreedom / (2 * x)
    }
}
