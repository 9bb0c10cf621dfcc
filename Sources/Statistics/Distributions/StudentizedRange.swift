internal import RealModule

/// The studentized range: the range of independent normal values over an independent estimate of their deviation.
///
/// Tukey's q; by Gauss–Legendre quadrature of Copenhaver and Holland 1988, DOI 10.1080/00949658808811082.
public struct StudentizedRange: Sendable {
    /// How many values, ≥ 2.
    public let groups: Int
    /// Degrees of freedom of the deviation, > 0; infinite where it is known.
    public let degreesOfFreedom: Double

    /// The distribution of the range of `groups` values.
    public init(groups: Int, degreesOfFreedom: Double = .infinity) {
        precondition(groups >= 2 && degreesOfFreedom > 0, "at least 2 groups and positive degrees of freedom")
        (self.groups, self.degreesOfFreedom) = (groups, degreesOfFreedom)
    }

    /// P(Q ≤ q).
    public func cdf(_ q: Double) -> Double { 1 - upperTail(q) }

    /// P(Q > q); its absolute error is below 1e-12, so that smaller tails have no digits.
    public func upperTail(_ q: Double) -> Double {
        guard q > 0 else { return 1 }
        guard q < .infinity else { return 0 }
        return PooledDeviation(degreesOfFreedom: degreesOfFreedom).mean { rangeTail(q * $0) }
    }

    /// The value below which a share `probability` in 0…1 lies; infinite at 1.
    public func quantile(_ probability: Double) -> Double {
        precondition((0...1).contains(probability), "a probability lies in 0…1")
        if probability == 0 { return 0 }
        if probability == 1 { return .infinity }
        var upper = 4.0
        while cdf(upper) < probability, upper < 1e8 { upper *= 2 }
        var lower = 0.0
        for _ in 0..<100 where upper - lower > 1e-12 * upper {
            let middle = (lower + upper) / 2
            if cdf(middle) < probability { lower = middle } else { upper = middle }
        }
        return (lower + upper) / 2
    }

    /// P(range > w) of normal values: 1 − k ∫ φ(z) [Φ(z + w) − Φ(z)]ᵏ⁻¹ dz over the least value z.
    private func rangeTail(_ w: Double) -> Double {
        let count = Double(groups)
        // What is missing of 1 is integrated, so that tails keep their digits.
        return GaussLegendre.integral(from: -9, to: 9, panels: 24) { z in
            let above = Normal.upperTail(z)
            let within = max(0, above - Normal.upperTail(z + w))
            return Normal.density(z) * count * (Double.pow(above, groups - 1) - Double.pow(within, groups - 1))
        }
    }
}
