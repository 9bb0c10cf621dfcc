/// Degrees of freedom of a variance that is estimated from few, perhaps unequal, contributions.
enum VarianceDegrees {
    /// 2 V² / Var(V) of the variance of a mean: n − 1 for normal influences, fewer where a few of them are far out.
    ///
    /// Var(s²) = σ⁴ (2 / (n − 1) + κ / n), with the excess kurtosis κ estimated without bias for normal values and taken
    /// as 0 where it is negative. Pan and Wall 2002, Statistics in Medicine 21:1429-1441, DOI 10.1002/sim.1142.
    static func ofMean(_ influences: [Double]) -> Double {
        let n = Double(influences.count)
        guard n > 3 else { return max(1, n - 1) }
        let mean = influences.reduce(0, +) / n
        var (second, fourth) = (0.0, 0.0)
        for value in influences {
            let square = (value - mean) * (value - mean)
            second += square / n
            fourth += square * square / n
        }
        guard second > 0 else { return n - 1 }
        let sample = fourth / (second * second) - 3
        let kurtosis = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * sample + 6)
        return max(1, 2 / (2 / (n - 1) + max(0, kurtosis) / n))
    }

    /// Satterthwaite's degrees of freedom of a sum of variances, each with its own.
    static func ofSum(_ parts: [(variance: Double, degrees: Double)]) -> Double {
        let sum = parts.reduce(0) { $0 + $1.variance }
        let squares = parts.reduce(0) { $0 + $1.variance * $1.variance / $1.degrees }
        return squares > 0 ? sum * sum / squares : .infinity
    }
}
