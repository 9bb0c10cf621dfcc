#if NativeLibraries
import Foundation
import Tensor

/// The colors of a picture in CIE L*a*b*, where distances are about as large as they look.
///
/// From sRGB (IEC 61966-2-1) with the white point D65 of the 2° observer.
struct LabColors: Sendable {
    /// L, a, b of each position, side by side.
    let values: [Double]

    /// Converts a picture.
    ///
    /// - Parameters:
    ///   - picture: `[3,H,W]`, 0…1.
    ///   - isStretched: Whether the range of the picture is brought to 0…1 before.
    init(_ picture: Tensor, isStretched: Bool = false) {
        let plane = picture.shape[1] * picture.shape[2]
        let (low, high) = (Double(picture.values.min() ?? 0), Double(picture.values.max() ?? 1))
        let offset = isStretched ? low : 0
        let range = isStretched && high > low ? high - low : 1
        var values = [Double](repeating: 0, count: plane * 3)
        for position in 0..<plane {
            let linear = (0..<3).map { channel in
                Self.linear((Double(picture.values[channel * plane + position]) - offset) / range)
            }
            let (red, green, blue) = (linear[0], linear[1], linear[2])
            let x = 0.412453 * red + 0.357580 * green + 0.180423 * blue
            let y = 0.212671 * red + 0.715160 * green + 0.072169 * blue
            let z = 0.019334 * red + 0.119193 * green + 0.950227 * blue
            let (fx, fy, fz) = (Self.lightness(x / 0.95047), Self.lightness(y), Self.lightness(z / 1.08883))
            values[position * 3] = 116 * fy - 16
            values[position * 3 + 1] = 500 * (fx - fy)
            values[position * 3 + 2] = 200 * (fy - fz)
        }
        self.values = values
    }

    private static func linear(_ value: Double) -> Double {
        value > 0.04045 ? pow((value + 0.055) / 1.055, 2.4) : value / 12.92
    }

    private static func lightness(_ value: Double) -> Double {
        value > 0.008856 ? cbrt(value) : 7.787 * value + 16.0 / 116
    }
}
#endif
