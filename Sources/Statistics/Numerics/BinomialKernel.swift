internal import RealModule

/// The binomial kernel for real arguments, the common prefactor of the binomial, beta and gamma functions.
///
/// Loader 2000, "Fast and Accurate Computation of Binomial Probabilities": Stirling's error and a deviance replace
/// differences of large log-gammas, so that relative accuracy holds for large arguments.
enum BinomialKernel {
    /// log Γ(n+1) − [(n + ½) log n − n + ½ log 2π], for n > 0.
    static func stirlingError(_ n: Double) -> Double {
        if n < 16 {
            return Double.logGamma(n + 1) - ((n + 0.5) * Double.log(n) - n + 0.918_938_533_204_672_74)
        }
        let square = 1 / (n * n)
        // Coefficients of Stirling's series: 1/12, −1/360, 1/1260, −1/1680, 1/1188, −691/360360, 1/156.
        var sum = 1.0 / 156
        for coefficient in [-691.0 / 360_360, 1.0 / 1188, -1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12] {
            sum = sum * square + coefficient
        }
        return sum / n
    }

    /// x log(x/m) + m − x, without cancellation near x = m.
    static func deviance(_ x: Double, _ mean: Double) -> Double { deviance(x, mean, difference: x - mean) }

    /// The same with x − m given apart, to keep its digits.
    private static func deviance(_ x: Double, _ mean: Double, difference: Double) -> Double {
        guard abs(difference) < 0.1 * (x + mean) else { return x * Double.log(x / mean) - difference }
        let ratio = difference / (x + mean)
        var sum = difference * ratio
        var term = 2 * x * ratio
        var odd = 1.0
        while true {
            term *= ratio * ratio
            odd += 2
            let next = sum + term / odd
            if next == sum { return next }
            sum = next
        }
    }

    /// Γ(n+1) / (Γ(x+1) Γ(n−x+1)) · pˣ · qⁿ⁻ˣ with n − x and q = 1 − p given apart to keep their digits.
    static func binomial(_ x: Double, rest: Double, _ p: Double, _ q: Double) -> Double {
        let n = x + rest
        if p <= 0 { return x == 0 ? 1 : 0 }
        if q <= 0 { return rest == 0 ? 1 : 0 }
        if x <= 0 { return n == 0 ? 1 : Double.exp(n * (p < 0.1 ? Double.log(onePlus: -p) : Double.log(q))) }
        if rest <= 0 { return Double.exp(n * (q < 0.1 ? Double.log(onePlus: -q) : Double.log(p))) }
        // x − np = nq − rest, by the smaller probability, whose rounding weighs less, and with one rounding.
        let difference = p < q ? x.addingProduct(-n, p) : (-rest).addingProduct(n, q)
        let exponent =
            stirlingError(n) - stirlingError(x) - stirlingError(rest)
            - deviance(x, n * p, difference: difference) - deviance(rest, n * q, difference: -difference)
        return Double.exp(exponent) * (n / (2 * Double.pi * x * rest)).squareRoot()
    }

    /// mˣ e⁻ᵐ / Γ(x+1).
    static func poisson(_ x: Double, _ mean: Double) -> Double {
        if mean <= 0 { return x == 0 ? 1 : 0 }
        if x <= 0 { return Double.exp(-mean) }
        return Double.exp(-stirlingError(x) - deviance(x, mean)) / (2 * Double.pi * x).squareRoot()
    }
}
