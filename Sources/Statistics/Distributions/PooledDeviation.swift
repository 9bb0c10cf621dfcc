internal import RealModule

/// An estimate s of a standard deviation 1: ν s² has the chi-squared distribution with ν degrees of freedom.
struct PooledDeviation {
    /// Degrees of freedom, > 0; infinite where the deviation is known.
    let degreesOfFreedom: Double

    /// The mean of f(s), by quadrature over log s, where the integrand is smooth and falls fast on both sides.
    ///
    /// - Parameter steepness: how many times as fine the panels are, where `f` rises faster than the deviation spreads.
    func mean(steepness: Double = 1, of f: (Double) -> Double) -> Double {
        guard degreesOfFreedom.isFinite, degreesOfFreedom < 1e6 else { return f(1) }
        let half = degreesOfFreedom / 2
        let constant = Double.log(2) + half * Double.log(half) - Double.logGamma(half)
        let width = 1 / (2 * degreesOfFreedom).squareRoot()
        let low = -max(12 * width, min(40 / degreesOfFreedom, 700)) - 6 * width
        let high = min(12 * width, Double.log(1 + 12 * width) + 2)
        let panels = Int(((high - low) * steepness / min(width, 0.5)).rounded(.up))
        return GaussLegendre.integral(from: low, to: high, panels: panels) { x in
            let exponent = constant + degreesOfFreedom * x - half * Double.exp(2 * x)
            return exponent < -80 ? 0 : Double.exp(exponent) * f(Double.exp(x))
        }
    }
}
