internal import RealModule

/// The standard normal distribution.
public enum Normal {
    /// The density at `x`.
    public static func density(_ x: Double) -> Double {
        Double.exp(-x * x / 2) * 0.398_942_280_401_432_68
    }

    /// P(X ≤ x).
    public static func cdf(_ x: Double) -> Double {
        Double.erfc(-x * 0.707_106_781_186_547_52) / 2
    }

    /// P(X > x), accurate in the far tail.
    public static func upperTail(_ x: Double) -> Double {
        Double.erfc(x * 0.707_106_781_186_547_52) / 2
    }

    /// The value below which a share `probability` in 0…1 lies; −∞ at 0, +∞ at 1.
    ///
    /// Newton steps on the cdf (on its logarithm in the tail), finished by two Halley steps.
    public static func quantile(_ probability: Double) -> Double {
        precondition((0...1).contains(probability), "a probability lies in 0…1")
        if probability == 0 { return -.infinity }
        if probability == 1 { return .infinity }
        if probability > 0.5 { return -lowerQuantile(1 - probability) }
        return lowerQuantile(probability)
    }

    /// For probabilities of at most one half, where the lower tail keeps its relative accuracy.
    private static func lowerQuantile(_ probability: Double) -> Double {
        var x = startValue(probability)
        for _ in 0..<2 {
            // Near the middle what is missing of ½ has more digits than the probability.
            let excess =
                probability > 0.25
                ? Double.erf(x * 0.707_106_781_186_547_52) / 2 + (0.5 - probability) : cdf(x) - probability
            let error = excess / density(x)
            x -= error / (1 + x * error / 2)
        }
        return x
    }

    private static func startValue(_ probability: Double) -> Double {
        if probability < 0.02425 {
            // Asymptotic start −√(−2 log p − log(4π(−log p)))
            let t = -2 * Double.log(probability)
            var x = -(max(t - Double.log(2 * Double.pi * t), 1)).squareRoot()
            for _ in 0..<3 {
                let error = (Double.log(cdf(x)) - Double.log(probability)) * cdf(x) / density(x)
                x -= error
            }
            return x
        }
        // Newton from the logistic approximation; the density is large enough here for it to converge.
        var x = Double.log(probability / (1 - probability)) / 1.702
        for _ in 0..<4 { x -= (cdf(x) - probability) / density(x) }
        return x
    }
}
