/// The root of an increasing function inside a bracket.
enum MonotoneRoot {
    /// Newton steps that fall back to bisection whenever they leave the bracket or stop shrinking it.
    ///
    /// - Parameters:
    ///   - lower: a point at which `value` is ≤ 0.
    ///   - upper: a point at which `value` is ≥ 0.
    ///   - tolerance: the relative step at which to stop; more than the rounding of `evaluate`.
    ///   - evaluate: the function and its derivative.
    static func find(
        lower: Double,
        upper: Double,
        start: Double,
        tolerance: Double = 0x1p-52,
        evaluate: (Double) -> (value: Double, slope: Double)
    ) -> Double {
        var low = lower
        var high = upper
        var x = min(max(start, low), high)
        var lastStep = high - low
        for _ in 0..<400 {
            let (value, slope) = evaluate(x)
            if value == 0 { return x }
            if value < 0 { low = x } else { high = x }
            var next = x - value / slope
            if !(next > low && next < high) || abs(next - x) > lastStep / 2 {
                next = low + (high - low) / 2
            }
            lastStep = abs(next - x)
            if next == x || next == low && next == high { return next }
            if lastStep <= abs(next) * tolerance { return next }
            x = next
        }
        return x
    }
}
