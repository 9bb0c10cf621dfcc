/// A number, or the numbers of several resamples side by side, on which a coefficient is computed alike.
protocol Lanes: Sendable {
    static var zero: Self { get }
    init(repeating value: Double)
    static func + (a: Self, b: Self) -> Self
    static func - (a: Self, b: Self) -> Self
    static func * (a: Self, b: Self) -> Self
    static func += (a: inout Self, b: Self)
    /// 1 where the number is positive, else 0.
    var isPositive: Self { get }
    /// The quotient, 0 where the divisor is not positive.
    func divided(by divisor: Self) -> Self
}

extension Double: Lanes {
    init(repeating value: Double) { self = value }
    @inline(__always)
    var isPositive: Double { self > 0 ? 1 : 0 }
    @inline(__always)
    func divided(by divisor: Double) -> Double { divisor > 0 ? self / divisor : 0 }
}

extension SIMD8: Lanes where Scalar == Double {
    @inline(__always)
    var isPositive: SIMD8<Double> { SIMD8(repeating: 0).replacing(with: 1, where: self .> 0) }
    @inline(__always)
    func divided(by divisor: SIMD8<Double>) -> SIMD8<Double> {
        let isPositive = divisor .> 0
        return SIMD8(repeating: 0).replacing(
            with: self / divisor.replacing(with: 1, where: .!isPositive),
            where: isPositive
        )
    }
}
