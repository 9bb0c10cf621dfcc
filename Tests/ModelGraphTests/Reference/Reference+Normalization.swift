#if NativeLibraries
import Foundation

extension Reference {
    func normalization() throws -> Array64? {
        switch type {
        case "BatchNormalization": return try batchNormalization()
        case "LayerNormalization", "RMSNormalization": return try layerNormalization()
        case "InstanceNormalization": return try groupNormalization(groups: try input(0).shape[1])
        case "GroupNormalization": return try groupNormalization(groups: integer("num_groups", 1))
        case "LpNormalization":
            let x = try input(0)
            let (axis, isFirst) = (axis(-1, rank: x.rank), integer("p", 2) == 1)
            return Array64(x.shape) { index in
                let line = Self.line(x, index, axis)
                return x[index]
                    / (isFirst ? line.reduce(0) { $0 + abs($1) } : line.reduce(0) { $0 + $1 * $1 }.squareRoot())
            }
        case "LRN": return try localResponseNormalization()
        case "Softmax", "LogSoftmax": return try softmax()
        default: return nil
        }
    }

    /// All elements along an axis through an index.
    private static func line(_ x: Array64, _ index: [Int], _ axis: Int) -> [Double] {
        (0..<x.shape[axis]).map { position in
            var place = index
            place[axis] = position
            return x[place]
        }
    }

    private func batchNormalization() throws -> Array64 {
        let x = try input(0)
        let (scale, bias, mean, variance) = (try input(1), try input(2), try input(3), try input(4))
        return Array64(x.shape) { index in
            let c = index[1]
            let deviation = (variance.values[c] + number("epsilon", 1e-5)).squareRoot()
            return (x[index] - mean.values[c]) / deviation * scale.values[c] + bias.values[c]
        }
    }

    private func layerNormalization() throws -> Array64 {
        let x = try input(0)
        let axis = axis(-1, rank: x.rank)
        let width = x.shape[axis...].reduce(1, *)
        var values: [Double] = []
        for row in 0..<x.values.count / max(1, width) {
            let part = x.values[row * width..<(row + 1) * width]
            let mean = type == "RMSNormalization" ? 0 : part.reduce(0, +) / Double(width)
            let variance = part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
            values += part.map { ($0 - mean) / (variance + number("epsilon", 1e-5)).squareRoot() }
        }
        let result = Array64(x.shape, values)
        let (scale, bias) = (optional(1), optional(2))
        return Array64(x.shape) { result[$0] * (scale?.broadcast($0) ?? 1) + (bias?.broadcast($0) ?? 0) }
    }

    private func groupNormalization(groups: Int) throws -> Array64 {
        let (x, scale, bias) = (try input(0), try input(1), try input(2))
        let channels = x.shape[1]
        let size = x.values.count / (x.shape[0] * groups)
        var values: [Double] = []
        for part in 0..<x.shape[0] * groups {
            let group = x.values[part * size..<(part + 1) * size]
            let mean = group.reduce(0, +) / Double(size)
            let variance = group.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(size)
            values += group.map { ($0 - mean) / (variance + number("epsilon", 1e-5)).squareRoot() }
        }
        let result = Array64(x.shape, values)
        let isByGroup = type == "GroupNormalization" && opset < 21
        return Array64(x.shape) { index in
            let place = isByGroup ? index[1] / (channels / groups) : index[1]
            return result[index] * scale.values[place] + bias.values[place]
        }
    }

    private func localResponseNormalization() throws -> Array64 {
        let x = try input(0)
        let size = integer("size", 1)
        let (below, above) = ((size - 1) / 2, Int((Double(size - 1) / 2).rounded(.up)))
        return Array64(x.shape) { index in
            let squares = (max(0, index[1] - below)...min(x.shape[1] - 1, index[1] + above)).reduce(0.0) {
                sum,
                channel in
                var place = index
                place[1] = channel
                return sum + x[place] * x[place]
            }
            return x[index]
                / pow(number("bias", 1) + number("alpha", 0.0001) / Double(size) * squares, number("beta", 0.75))
        }
    }

    private func softmax() throws -> Array64 {
        let x = try input(0)
        let axis = axis(opset < 13 ? 1 : -1, rank: x.rank)
        func result(_ x: Array64, _ axis: Int) -> Array64 {
            Array64(x.shape) { index in
                let sum = Self.line(x, index, axis).reduce(0) { $0 + exp($1) }
                return type == "Softmax" ? exp(x[index]) / sum : x[index] - log(sum)
            }
        }
        guard opset < 13 else { return result(x, axis) }
        let flat = x.reshaped([x.shape[..<axis].reduce(1, *), x.shape[axis...].reduce(1, *)])
        return result(flat, 1).reshaped(x.shape)
    }

    func reduction() throws -> Array64? {
        guard type.hasPrefix("Reduce") else { return nil }
        let x = try input(0)
        let given = list("axes", input: 1) ?? []
        if given.isEmpty, integer("noop_with_empty_axes", 0) != 0 { return x }
        let axes = given.isEmpty ? Array(x.shape.indices) : given.map { $0 < 0 ? $0 + x.rank : $0 }
        let kept = x.shape.indices.map { axes.contains($0) ? 1 : x.shape[$0] }
        let result = try Array64(kept) { index in
            let ranges = x.shape.indices.map { axes.contains($0) ? x.shape[$0] : 1 }
            return try reduced(Array64.indices(ranges).map { inner in x[zip(index, inner).map { $0 + $1 }] })
        }
        guard integer("keepdims", 1) == 0 else { return result }
        return result.reshaped(x.shape.indices.filter { !axes.contains($0) }.map { x.shape[$0] })
    }

    private func reduced(_ values: [Double]) throws -> Double {
        switch type {
        case "ReduceSum": return values.reduce(0, +)
        case "ReduceMean": return values.reduce(0, +) / Double(values.count)
        case "ReduceProd": return values.reduce(1, *)
        case "ReduceMax": return values.reduce(-.infinity, max)
        case "ReduceMin": return values.reduce(.infinity, min)
        case "ReduceL1": return values.reduce(0) { $0 + abs($1) }
        case "ReduceL2": return values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        case "ReduceSumSquare": return values.reduce(0) { $0 + $1 * $1 }
        case "ReduceLogSum": return log(values.reduce(0, +))
        case "ReduceLogSumExp": return log(values.reduce(0) { $0 + exp($1) })
        default: throw Unknown(type: type)
        }
    }
}
#endif
