internal import RealModule

/// The derivative of log Γ.
enum Digamma {
    /// ψ(x) for x > 0, by recurrence to 12 and the asymptotic series (DLMF 5.5.2 and 5.11.2).
    static func value(_ x: Double) -> Double {
        var (x, shift) = (x, 0.0)
        while x < 12 {
            shift -= 1 / x
            x += 1
        }
        let square = 1 / (x * x)
        // B₂ₖ / 2k for k = 7 … 1.
        var sum = 1.0 / 12
        for coefficient in [-691.0 / 32760, 1.0 / 132, -1.0 / 240, 1.0 / 252, -1.0 / 120, 1.0 / 12] {
            sum = sum * square + coefficient
        }
        return shift + Double.log(x) - 1 / (2 * x) - sum * square
    }
}
