#if NativeLibraries
import Foundation

/// Operators that move elements.
extension NodeLowering {
    func reshape() throws -> Operand {
        let x = try input(0)
        switch type {
        case "Flatten": return try reshape(x, reader.flattenedShape(shape(x)))
        case "Reshape":
            guard let target = try reader.integers("shape") ?? constant(1)?.integers else { throw reader.missing(1) }
            return try reshape(x, try reader.reshapedShape(shape(x), target))
        default: return try reshape(x, try reader.squeezedShape(shape(x), axes: try constant(1)?.integers))
        }
    }

    func concatenate() throws -> Operand {
        let inputs = try (0..<max(1, inputCount)).map { try input($0) }
        let axis = try reader.axis(reader.integer("axis"), rank: shape(inputs[0]).count)
        let result = try reader.concatenatedShape(inputs.map { shape($0) }, axis: axis)
        return inputs.count == 1 ? inputs[0] : try emit(.concatenate(axis: axis), inputs, result)
    }

    private func slice(_ x: Operand, _ starts: [Int], _ steps: [Int], _ extents: [Int]) throws -> Operand {
        if extents == shape(x), steps.allSatisfy({ $0 == 1 }) { return x }
        return try emit(.slice(starts: starts, steps: steps), [x], extents)
    }

    func slice() throws -> Operand {
        let x = try input(0)
        let bounds = try (0..<5).map { $0 == 0 ? nil : try constant($0)?.integers }
        let part = try reader.slice(shape(x)) { bounds[$0] }
        return try slice(x, part.starts, part.steps, part.shape)
    }

    func split() throws -> [Operand] {
        let x = try input(0)
        let axis = try reader.axis(reader.integer("axis", default: 0), rank: shape(x).count)
        var start = 0
        return try reader.splitExtents(shape(x)[axis], sizes: try constant(1)?.integers).map { extent in
            var (starts, extents) = (shape(x).map { _ in 0 }, shape(x))
            (starts[axis], extents[axis]) = (start, extent)
            start += extent
            return try slice(x, starts, starts.map { _ in 1 }, extents)
        }
    }

    private func take(_ x: Operand, _ axis: Int, _ indices: [Int]) throws -> Operand {
        var extents = shape(x)
        extents[axis] = indices.count
        if let first = indices.first, indices == Array(first..<first + indices.count) {
            var starts = extents.map { _ in 0 }
            starts[axis] = first
            return try slice(x, starts, starts.map { _ in 1 }, extents)
        }
        return try emit(.take(axis: axis, indices: indices), [x], extents)
    }

    func gather() throws -> Operand {
        let x = try input(0)
        let axis = try reader.axis(reader.integer("axis", default: 0), rank: shape(x).count)
        guard let indices = try constant(1) else { throw reader.missing(1) }
        let positions = try reader.indices(indices.integers, extent: shape(x)[axis])
        let result = try take(x, axis, positions)
        return try reshape(result, Array(shape(x)[..<axis]) + indices.shape + shape(x)[(axis + 1)...])
    }

    func gatherND() throws -> Operand {
        let x = try input(0)
        guard let indices = try constant(1) else { throw reader.missing(1) }
        let (rows, inner, rest) = try reader.gatheredRows(shape(x), indices.shape, indices.integers)
        let flat = try reshape(x, [shape(x).reduce(1, *) / max(1, inner), inner])
        return try reshape(try take(flat, 0, rows), indices.shape.dropLast() + rest)
    }

    /// Rows are taken from the data and the updates joined.
    func scatterND() throws -> Operand {
        guard try reader.string("reduction", default: "none") == "none" else { throw reader.unsupported("reduction") }
        let (x, updates) = (try input(0), try input(2))
        guard let indices = try constant(1) else { throw reader.missing(1) }
        let (rows, inner, _) = try reader.gatheredRows(shape(x), indices.shape, indices.integers)
        let count = shape(x).reduce(1, *) / max(1, inner)
        guard shape(updates).reduce(1, *) == rows.count * inner else {
            throw reader.invalid("its updates do not fit its indices")
        }
        var order = Array(0..<count)
        for (position, row) in rows.enumerated() { order[row] = count + position }
        let flat = [try reshape(x, [count, inner]), try reshape(updates, [rows.count, inner])]
        let joined = try emit(.concatenate(axis: 0), flat, [count + rows.count, inner])
        return try reshape(try take(joined, 0, order), shape(x))
    }

    func expand() throws -> Operand {
        let x = try input(0)
        guard let target = try constant(1)?.integers,
            let result = Strides.broadcast(shape(x), try reader.extents(target))
        else {
            throw reader.invalid("\(shape(x)) cannot be expanded")
        }
        return result == shape(x) ? x : try emit(.expand, [x], result)
    }

    func tile() throws -> Operand {
        var result = try input(0)
        guard let repeats = try constant(1)?.integers, repeats.count == shape(result).count else {
            throw reader.invalid("its repeats do not fit \(shape(result))")
        }
        for (axis, count) in try reader.extents(repeats).enumerated() where count != 1 {
            let extent = shape(result)[axis]
            try reader.checkAxis(count, times: extent)
            result = try take(result, axis, (0..<count * extent).map { $0 % extent })
        }
        return result
    }

    func pad() throws -> Operand {
        let x = try input(0)
        let extents = shape(x)
        guard let given = try reader.integers("pads") ?? constant(1)?.integers else { throw reader.missing(1) }
        var (before, after) = (extents.map { _ in 0 }, extents.map { _ in 0 })
        let axes = try constant(3)?.integers.map { try reader.axis($0, rank: extents.count) } ?? Array(extents.indices)
        guard given.count == 2 * axes.count, given.allSatisfy({ (-1 << 20...1 << 20).contains($0) }) else {
            throw reader.invalid("its pads are \(given)")
        }
        for (index, axis) in axes.enumerated() {
            (before[axis], after[axis]) = (given[index], given[axes.count + index])
        }
        let result = extents.indices.map { extents[$0] + before[$0] + after[$0] }
        guard result.allSatisfy({ $0 >= 0 }) else {
            throw reader.invalid("its pads \(given) cut off more than \(extents)")
        }
        if before.allSatisfy({ $0 == 0 }), after.allSatisfy({ $0 == 0 }) { return x }
        let mode = try reader.string("mode", default: "constant")
        if mode == "constant" {
            let value =
                try reader.has("value") ? reader.float("value", default: 0) : Float(constant(2)?.values.first ?? 0)
            return try emit(.pad(before: before, value: value), [x], result)
        }
        var output = x
        for axis in extents.indices where before[axis] != 0 || after[axis] != 0 {
            let extent = extents[axis]
            guard extent > 0 || result[axis] == 0 else { throw reader.invalid("it repeats nothing of \(extents)") }
            let indices = try (0..<result[axis]).map { try source($0 - before[axis], extent, mode) }
            output = try take(output, axis, indices)
        }
        return output
    }

    private func source(_ position: Int, _ extent: Int, _ mode: String) throws -> Int {
        switch mode {
        case "edge": return min(max(position, 0), extent - 1)
        case "wrap": return ((position % extent) + extent) % extent
        case "reflect":
            guard extent > 1 else { return 0 }
            let period = 2 * (extent - 1)
            let folded = ((position % period) + period) % period
            return min(folded, period - folded)
        default: throw reader.unsupported("mode \(mode)")
        }
    }

    func depthSpace() throws -> Operand {
        let x = try input(0)
        let (e, block) = (shape(x), try reader.integer("blocksize"))
        guard e.count == 4, (1...1 << 15).contains(block) else { throw reader.invalid("its input has shape \(e)") }
        if type == "SpaceToDepth" {
            guard e[2] % block == 0, e[3] % block == 0 else { throw reader.invalid("\(e) has no blocks of \(block)") }
            let split = try reshape(x, [e[0], e[1], e[2] / block, block, e[3] / block, block])
            let turned = try transpose(split, [0, 3, 5, 1, 2, 4])
            return try reshape(turned, [e[0], e[1] * block * block, e[2] / block, e[3] / block])
        }
        guard e[1] % (block * block) == 0 else { throw reader.invalid("\(e) has no blocks of \(block)") }
        let depth = e[1] / (block * block)
        let isDepthFirst = try reader.string("mode", default: "DCR") == "DCR"
        let split = try reshape(
            x,
            isDepthFirst ? [e[0], block, block, depth, e[2], e[3]] : [e[0], depth, block, block, e[2], e[3]]
        )
        let turned = try transpose(split, isDepthFirst ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3])
        return try reshape(turned, [e[0], depth, e[2] * block, e[3] * block])
    }

    func resize() throws -> Operand {
        let x = try input(0)
        let extents = shape(x)
        let isUpsample = type == "Upsample"
        let scales =
            try reader.floats("scales") ?? constant(isUpsample || reader.opset < 11 ? 1 : 2)?.values.map { Float($0) }
        let sizes = isUpsample || reader.opset < 11 ? nil : try constant(3)?.integers
        guard !reader.has("axes"), try reader.integer("antialias", default: 0) == 0,
            try reader.string("keep_aspect_ratio_policy", default: "stretch") == "stretch"
        else { throw reader.unsupported("axes, antialias or keep_aspect_ratio_policy") }
        let known = scales.flatMap { $0.isEmpty ? nil : $0 }
        guard known?.count == extents.count || sizes?.count == extents.count else {
            throw reader.invalid("it has neither scales nor sizes for \(extents)")
        }
        var output = x
        for axis in extents.indices {
            let scaled = (Float(extents[axis]) * (known?[axis] ?? 1)).rounded(.down)
            guard scaled >= 0, scaled < 0x1p31, extents[axis] > 0 else {
                throw reader.invalid("it scales \(extents) by \(known ?? [])")
            }
            let size = sizes?[axis] ?? Int(scaled)
            try reader.checkAxis(size)
            let scale = known.map { Double($0[axis]) } ?? Double(size) / Double(max(1, extents[axis]))
            guard size != extents[axis] || scale != 1 else { continue }
            let taps = try interpolation(extents[axis], size, scale, isUpsample || reader.opset < 11)
            var result = shape(output)
            result[axis] = size
            output = try emit(.interpolate(axis: axis, taps), [output], result)
        }
        return output
    }

    private func interpolation(_ input: Int, _ output: Int, _ scale: Double, _ isOld: Bool) throws -> InterpolationTaps
    {
        let mode = try reader.string("mode", default: "nearest")
        let transformation =
            isOld ? "asymmetric" : try reader.string("coordinate_transformation_mode", default: "half_pixel")
        let rounding = isOld ? "floor" : try reader.string("nearest_mode", default: "round_prefer_floor")
        let a = Double(try reader.float("cubic_coeff_a", default: -0.75))
        let excludes = try reader.integer("exclude_outside", default: 0) != 0
        var taps = InterpolationTaps(
            tapCount: mode == "cubic" ? 4 : mode == "nearest" ? 1 : 2,
            indices: [],
            weights: []
        )
        for index in 0..<output {
            let x = try position(index, input, output, scale, transformation)
            if mode == "nearest" {
                guard let nearest = Self.rounded(x, rounding) else {
                    throw reader.unsupported("nearest_mode \(rounding)")
                }
                taps.indices.append(min(max(nearest, 0), input - 1))
                taps.weights.append(1)
                continue
            }
            let start = x.rounded(.down)
            let t = x - start
            var positions = [Int(start), Int(start) + 1]
            var weights = [1 - t, t]
            if mode == "cubic" {
                positions = (-1...2).map { Int(start) + $0 }
                weights = [1 + t, t, 1 - t, 2 - t].map { d in
                    d <= 1 ? ((a + 2) * d - (a + 3)) * d * d + 1 : ((a * d - 5 * a) * d + 8 * a) * d - 4 * a
                }
                if excludes {
                    for tap in 0..<4 where !(0..<input).contains(positions[tap]) { weights[tap] = 0 }
                    let sum = weights.reduce(0, +)
                    weights = weights.map { $0 / sum }
                }
            } else if mode != "linear" {
                throw reader.unsupported("mode \(mode)")
            }
            taps.indices += positions.map { min(max($0, 0), input - 1) }
            taps.weights += weights.map { Float($0) }
        }
        return taps
    }

    private func position(_ index: Int, _ input: Int, _ output: Int, _ scale: Double, _ mode: String) throws -> Double {
        let x = Double(index)
        switch mode {
        case "half_pixel": return (x + 0.5) / scale - 0.5
        case "pytorch_half_pixel": return output > 1 ? (x + 0.5) / scale - 0.5 : 0
        case "asymmetric": return x / scale
        case "align_corners": return output > 1 ? x * Double(input - 1) / Double(output - 1) : 0
        case "half_pixel_symmetric":
            let adjustment = Double(output) / (scale * Double(input))
            return Double(input) / 2 * (1 - adjustment) + (x + 0.5) / scale - 0.5
        default: throw reader.unsupported("coordinate_transformation_mode \(mode)")
        }
    }

    private static func rounded(_ x: Double, _ mode: String) -> Int? {
        switch mode {
        case "round_prefer_floor": Int((x - 0.5).rounded(.up))
        case "round_prefer_ceil": Int((x + 0.5).rounded(.down))
        case "floor": Int(x.rounded(.down))
        case "ceil": Int(x.rounded(.up))
        default: nil
        }
    }
}
#endif
