#if NativeLibraries
import Foundation

/// Where an integral from 0 to 1 is sampled, and what each sample weighs; weights sum up to 1.
enum QuadratureRule: String, CaseIterable {
    case gaussLegendre = "gauss-legendre"
    case left = "riemann-left"
    case right = "riemann-right"
    case middle = "riemann-middle"
    /// Both ends with half the weight of the others.
    case trapezoid = "riemann-trapezoid"

    /// - Precondition: At least one sample, two for the trapezoid.
    func samples(_ count: Int) -> [(position: Double, weight: Double)] {
        let width = 1 / Double(count)
        switch self {
        case .gaussLegendre: return Self.gaussLegendre(count)
        case .left: return (0..<count).map { (Double($0) * width, width) }
        case .right: return (0..<count).map { (Double($0 + 1) * width, width) }
        case .middle: return (0..<count).map { ((Double($0) + 0.5) * width, width) }
        case .trapezoid:
            let gap = 1 / Double(count - 1)
            return (0..<count).map { (Double($0) * gap, $0 == 0 || $0 == count - 1 ? gap / 2 : gap) }
        }
    }

    /// The roots of the Legendre polynomial P_n by Newton's method, with weights 2 / ((1 − x²) P_n'(x)²), both moved
    /// from −1…1 to 0…1.
    private static func gaussLegendre(_ count: Int) -> [(position: Double, weight: Double)] {
        (1...count).map { index in
            var x = -Foundation.cos(Double.pi * (Double(index) - 0.25) / (Double(count) + 0.5))
            var slope = 1.0
            for _ in 0..<100 {
                var (before, value) = (1.0, x)
                for degree in stride(from: 2, through: count, by: 1) {
                    let k = Double(degree)
                    (before, value) = (value, ((2 * k - 1) * x * value - (k - 1) * before) / k)
                }
                slope = Double(count) * (x * value - before) / (x * x - 1)
                let step = value / slope
                x -= step
                if abs(step) < 1e-15 { break }
            }
            return (0.5 * (x + 1), 1 / ((1 - x * x) * slope * slope))
        }
    }
}
#endif
