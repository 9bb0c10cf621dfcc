internal import RealModule

/// Student's t distribution.
public struct StudentT: Sendable {
    /// Degrees of freedom, > 0.
    public let degreesOfFreedom: Double

    /// The distribution with the given degrees of freedom.
    public init(degreesOfFreedom: Double) {
        precondition(degreesOfFreedom > 0, "degrees of freedom must be positive")
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// P(T ≤ t).
    public func cdf(_ t: Double) -> Double { upperTail(-t) }

    /// P(T > t), accurate in the far tail.
    public func upperTail(_ t: Double) -> Double {
        let half = outside(t) / 2
        return t > 0 ? half : 1 - half
    }

    /// P(|T| > |t|): the two-sided p-value.
    public func outside(_ t: Double) -> Double {
        let total = degreesOfFreedom + t * t
        if total == .infinity { return 0 }
        return IncompleteBeta.tails(degreesOfFreedom / total, t * t / total, degreesOfFreedom / 2, 0.5).lower
    }

    /// The value below which a share `probability` in 0…1 lies; infinite at 0 and 1.
    public func quantile(_ probability: Double) -> Double {
        precondition((0...1).contains(probability), "a probability lies in 0…1")
        if probability == 0.5 { return 0 }
        let tail = min(probability, 1 - probability)
        if tail == 0 { return probability == 0 ? -.infinity : .infinity }
        var upper = 2.0
        while upperTail(upper) > tail {
            upper *= 2
            guard upper > 1e150 else { continue }
            // Squares overflow farther out, where the tail is a power of t.
            let root = upper * Double.pow(upperTail(upper) / tail, 1 / degreesOfFreedom)
            return probability < 0.5 ? -root : root
        }
        let root = MonotoneRoot.find(lower: 0, upper: upper, start: min(upper, -Normal.quantile(tail))) { t in
            (tail - upperTail(t), density(t))
        }
        return probability < 0.5 ? -root : root
    }

    /// The density at `t`.
    public func density(_ t: Double) -> Double {
        let nu = degreesOfFreedom
        // Γ((ν + 1)/2) / Γ(ν/2), by its asymptotic series where the logarithms would cancel (DLMF 5.11.13).
        let inverse = 1 / nu
        let square = inverse * inverse
        let ratio =
            nu < 200
            ? Double.logGamma((nu + 1) / 2) - Double.logGamma(nu / 2)
            : Double.log(nu / 2) / 2 - inverse * (1.0 / 4 - square * (1.0 / 24 - square / 20))
        let scale = ratio - Double.log(nu * Double.pi) / 2
        return Double.exp(scale - (nu + 1) / 2 * Double.log(onePlus: t * t / nu))
    }
}
