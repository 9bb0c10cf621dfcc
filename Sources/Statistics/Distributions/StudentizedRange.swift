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
        guard degreesOfFreedom.isFinite, degreesOfFreedom < 1e6 else { return rangeTail(q) }
        // Over x = log s with s² = χ²/ν; the integrand is smooth and falls fast on both sides.
        let half = degreesOfFreedom / 2
        let constant = Double.log(2) + half * Double.log(half) - Double.logGamma(half)
        let width = 1 / (2 * degreesOfFreedom).squareRoot()
        let low = -max(12 * width, min(40 / degreesOfFreedom, 700)) - 6 * width
        let high = min(12 * width, Double.log(1 + 12 * width) + 2)
        return Self.integral(from: low, to: high, panels: 32) { x in
            let exponent = constant + degreesOfFreedom * x - half * Double.exp(2 * x)
            return exponent < -80 ? 0 : Double.exp(exponent) * rangeTail(q * Double.exp(x))
        }
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
        return Self.integral(from: -9, to: 9, panels: 24) { z in
            let above = Normal.upperTail(z)
            let within = max(0, above - Normal.upperTail(z + w))
            return Normal.density(z) * count * (Double.pow(above, groups - 1) - Double.pow(within, groups - 1))
        }
    }

    private static func integral(from low: Double, to high: Double, panels: Int, _ f: (Double) -> Double) -> Double {
        let half = (high - low) / Double(2 * panels)
        var sum = 0.0
        for panel in 0..<panels {
            let middle = low + half * Double(2 * panel + 1)
            for (node, weight) in zip(nodes, weights) {
                sum += weight * (f(middle - half * node) + f(middle + half * node))
            }
        }
        return sum * half
    }

    // Gauss and Legendre's rule of ten points (Abramowitz and Stegun, table 25.4).
    private static let nodes = [
        0.148_874_338_981_631_22, 0.433_395_394_129_247_19, 0.679_409_568_299_024_41, 0.865_063_366_688_984_51,
        0.973_906_528_517_171_72,
    ]
    private static let weights = [
        0.295_524_224_714_752_87, 0.269_266_719_309_996_36, 0.219_086_362_515_982_04, 0.149_451_349_150_580_59,
        0.066_671_344_308_688_14,
    ]
}
