#if NativeLibraries
import Foundation
import Testing

extension Reference {
    func resizing() throws -> Array64? {
        guard ["Resize", "Upsample"].contains(type) else { return nil }
        let isOld = type == "Upsample" || opset < 11
        var x = try input(0)
        let scales = numbers("scales") ?? optional(isOld ? 1 : 2)?.values
        let sizes = isOld ? nil : optional(3)?.integers
        let original = x.shape
        for axis in original.indices {
            let output = sizes?[axis] ?? Int(floor(Double(original[axis]) * (scales?[axis] ?? 1)))
            let scale = scales.flatMap { $0.isEmpty ? nil : $0[axis] } ?? Double(output) / Double(original[axis])
            x = resized(x, axis, output, scale, isOld)
        }
        return x
    }

    private func resized(_ x: Array64, _ axis: Int, _ output: Int, _ scale: Double, _ isOld: Bool) -> Array64 {
        let extent = x.shape[axis]
        var shape = x.shape
        shape[axis] = output
        return Array64(shape) { index in
            let position = original(Double(index[axis]), extent, output, scale, isOld)
            func element(_ place: Int) -> Double {
                var source = index
                source[axis] = min(max(place, 0), extent - 1)
                return x[source]
            }
            switch text("mode", "nearest") {
            case "linear":
                let first = floor(position)
                return element(Int(first)) * (first + 1 - position) + element(Int(first) + 1) * (position - first)
            case "cubic":
                let places = (-1...2).map { Int(floor(position)) + $0 }
                let excludes = integer("exclude_outside", 0) != 0
                let weights = places.map { place in
                    excludes && !(0..<extent).contains(place) ? 0 : cubic(abs(position - Double(place)))
                }
                let sum = excludes ? weights.reduce(0, +) : 1
                return zip(places, weights).reduce(0) { $0 + element($1.0) * $1.1 / sum }
            default:
                switch isOld ? "floor" : text("nearest_mode", "round_prefer_floor") {
                case "floor": return element(Int(floor(position)))
                case "ceil": return element(Int(ceil(position)))
                case "round_prefer_ceil": return element(Int(floor(position + 0.5)))
                default: return element(Int(ceil(position - 0.5)))
                }
            }
        }
    }

    /// Keys' kernel (1981, doi:10.1109/TASSP.1981.1163711).
    private func cubic(_ d: Double) -> Double {
        let a = number("cubic_coeff_a", -0.75)
        if d <= 1 { return (a + 2) * pow(d, 3) - (a + 3) * pow(d, 2) + 1 }
        return d < 2 ? a * pow(d, 3) - 5 * a * pow(d, 2) + 8 * a * d - 4 * a : 0
    }

    private func original(_ x: Double, _ extent: Int, _ output: Int, _ scale: Double, _ isOld: Bool) -> Double {
        switch isOld ? "asymmetric" : text("coordinate_transformation_mode", "half_pixel") {
        case "asymmetric": x / scale
        case "align_corners": output == 1 ? 0 : x * Double(extent - 1) / Double(output - 1)
        case "pytorch_half_pixel": output == 1 ? 0 : (x + 0.5) / scale - 0.5
        case "half_pixel_symmetric":
            Double(extent) / 2 * (1 - Double(output) / (scale * Double(extent))) + (x + 0.5) / scale - 0.5
        default: (x + 0.5) / scale - 0.5
        }
    }
}
#endif
