#if NativeLibraries
import Foundation

/// Computes nodes whose inputs are known, so that the arithmetic on shapes that exporters leave in graphs never runs.
struct ConstantFolding {
    let node: NodeReader
    let inputs: [FoldedConstant?]

    /// The node's outputs, or nil where it is not one of those that are folded.
    ///
    /// - Throws: `ModelError` where the inputs do not fit.
    func fold() throws -> [FoldedConstant]? {
        switch node.type {
        case "Identity", "Dropout": [try input(0)]
        case "Cast": [try cast()]
        case "Concat": [try concatenate()]
        case "ConstantOfShape": [try constantOfShape()]
        case "Range": [try range()]
        case "Reshape": [try reshape()]
        case "Squeeze", "Unsqueeze": [try input(0).reshaped(try node.squeezedShape(input(0).shape, axes: axes(1)))]
        case "Flatten": [try input(0).reshaped(node.flattenedShape(try input(0).shape))]
        case "Transpose": [try transpose()]
        case "Slice": [try slice()]
        case "Gather": [try gather()]
        case "GatherND": [try gatherND()]
        case "ScatterND": [try scatterND()]
        case "Expand": [try expand()]
        case "Tile": [try tile()]
        case "Split": try split()
        case "Shape": [node.shape(of: try input(0).shape)]
        case "Size": [FoldedConstant(integers: [try input(0).values.count], shape: [])]
        case "Where": [try select()]
        case "Mod", "Add", "Sub", "Mul", "Div", "Pow", "Min", "Max", "Equal", "Less", "LessOrEqual", "Greater",
            "GreaterOrEqual", "And", "Or", "Xor":
            [try binary()]
        case "ReduceSum", "ReduceProd", "ReduceMax", "ReduceMin": try reduce().map { [$0] }
        case "NonZero": [try nonZero()]
        case "CumSum": try cumulativeSum().map { [$0] }
        case "OneHot": nil
        case "Trilu": [try triangle()]
        default: try unary().map { [$0] }
        }
    }

    private func input(_ index: Int) throws -> FoldedConstant {
        guard index < inputs.count, let constant = inputs[index] else { throw node.missing(index) }
        return constant
    }

    /// A shape whose elements are few enough to be held as constants.
    private func folded(_ shape: [Int]) throws -> [Int] {
        guard try node.extents(shape).reduce(1, *) <= 1 << 24 else {
            throw node.invalid("it makes a constant of shape \(shape)")
        }
        return shape
    }

    private func axes(_ index: Int) -> [Int]? {
        index < inputs.count ? inputs[index]?.integers : nil
    }

    private func cast() throws -> FoldedConstant {
        var result = try input(0)
        switch try node.integer("to") {
        case 1, 10, 11, 16: result.isInteger = false
        case 9: (result.values, result.isInteger) = (result.values.map { $0 != 0 ? 1 : 0 }, true)
        default: (result.values, result.isInteger) = (result.values.map { $0.rounded(.towardZero) }, true)
        }
        return result
    }

    private func concatenate() throws -> FoldedConstant {
        let parts = try inputs.indices.map { try input($0) }
        let axis = try node.axis(node.integer("axis"), rank: parts[0].shape.count)
        let shape = try node.concatenatedShape(parts.map(\.shape), axis: axis)
        let outer = shape[..<axis].reduce(1, *)
        var values: [Double] = []
        for row in 0..<outer {
            for part in parts {
                let width = part.values.count / max(1, outer)
                values += part.values[row * width..<(row + 1) * width]
            }
        }
        return FoldedConstant(shape: shape, values: values, isInteger: parts[0].isInteger)
    }

    private func constantOfShape() throws -> FoldedConstant {
        let shape = try folded(try input(0).integers)
        let value = try node.tensor("value").map { try FoldedConstant($0) }
        return FoldedConstant(
            shape: shape,
            values: [Double](repeating: value?.values.first ?? 0, count: shape.reduce(1, *)),
            isInteger: value?.isInteger ?? false
        )
    }

    private func range() throws -> FoldedConstant {
        let parts = try (0..<3).map { try input($0) }
        guard let start = parts[0].values.first, let end = parts[1].values.first, let step = parts[2].values.first,
            step != 0
        else { throw node.invalid("its step is 0") }
        let count = max(0, ((end - start) / step).rounded(.up))
        guard count <= Double(NodeReader.foldedLimit) else { throw node.invalid("it counts \(count) numbers") }
        return FoldedConstant(
            shape: [Int(count)],
            values: (0..<Int(count)).map { start + Double($0) * step },
            isInteger: parts[0].isInteger
        )
    }

    private func reshape() throws -> FoldedConstant {
        let data = try input(0)
        let target = try node.integers("shape") ?? input(1).integers
        return data.reshaped(try node.reshapedShape(data.shape, target))
    }

    private func transpose() throws -> FoldedConstant {
        let data = try input(0)
        let order = try node.permutation(rank: data.shape.count)
        let strides = Strides.contiguous(data.shape)
        let shape = order.map { data.shape[$0] }
        return data.gathering(FoldedConstant.indices(shape, order.map { strides[$0] }), shape: shape)
    }

    private func slice() throws -> FoldedConstant {
        let data = try input(0)
        let part = try node.slice(data.shape) { axes($0) }
        let strides = Strides.contiguous(data.shape)
        let offset = zip(part.starts, strides).reduce(0) { $0 + $1.0 * $1.1 }
        return data.gathering(
            FoldedConstant.indices(part.shape, zip(strides, part.steps).map { $0 * $1 }, offset: offset),
            shape: part.shape
        )
    }

    private func gather() throws -> FoldedConstant {
        let (data, indices) = (try input(0), try input(1))
        let axis = try node.axis(node.integer("axis", default: 0), rank: data.shape.count)
        let positions = try node.indices(indices.integers, extent: data.shape[axis])
        let shape = try folded(Array(data.shape[..<axis]) + indices.shape + data.shape[(axis + 1)...])
        let inner = data.shape[(axis + 1)...].reduce(1, *)
        let outer = data.shape[..<axis].reduce(1, *)
        let elements = (0..<outer).flatMap { row in
            positions.flatMap { position in
                (0..<inner).map { (row * data.shape[axis] + position) * inner + $0 }
            }
        }
        return data.gathering(elements, shape: shape)
    }

    private func gatherND() throws -> FoldedConstant {
        let (data, indices) = (try input(0), try input(1))
        let (rows, inner, rest) = try node.gatheredRows(data.shape, indices.shape, indices.integers)
        let shape = try folded(indices.shape.dropLast() + rest)
        return data.gathering(rows.flatMap { row in (0..<inner).map { row * inner + $0 } }, shape: shape)
    }

    private func scatterND() throws -> FoldedConstant {
        guard try node.string("reduction", default: "none") == "none" else { throw node.unsupported("reduction") }
        var data = try input(0)
        let (indices, updates) = (try input(1), try input(2))
        let (rows, inner, _) = try node.gatheredRows(data.shape, indices.shape, indices.integers)
        guard updates.values.count == rows.count * inner else {
            throw node.invalid("its updates do not fit its indices")
        }
        for (position, row) in rows.enumerated() {
            for index in 0..<inner { data.values[row * inner + index] = updates.values[position * inner + index] }
        }
        return data
    }

    private func expand() throws -> FoldedConstant {
        let data = try input(0)
        guard let shape = Strides.broadcast(data.shape, try node.extents(try input(1).integers)),
            shape.reduce(1, *) <= NodeReader.foldedLimit
        else { throw node.invalid("\(data.shape) cannot be expanded to \(try input(1).integers)") }
        return data.gathering(FoldedConstant.indices(shape, Strides.broadcast(data.shape, to: shape)), shape: shape)
    }

    private func tile() throws -> FoldedConstant {
        let data = try input(0)
        let repeats = try node.extents(try input(1).integers)
        guard repeats.count == data.shape.count else { throw node.invalid("it has \(repeats.count) repeats") }
        for (extent, count) in zip(data.shape, repeats) { try node.checkAxis(count, times: extent) }
        let shape = try folded(zip(data.shape, repeats).map { $0 * $1 })
        let strides = Strides.contiguous(data.shape)
        var elements = [0]
        for axis in shape.indices {
            elements = elements.flatMap { base in (0..<shape[axis]).map { base + $0 % data.shape[axis] * strides[axis] }
            }
        }
        return data.gathering(elements, shape: shape)
    }

    private func split() throws -> [FoldedConstant] {
        let data = try input(0)
        let axis = try node.axis(node.integer("axis", default: 0), rank: data.shape.count)
        let extents = try node.splitExtents(data.shape[axis], sizes: axes(1))
        let strides = Strides.contiguous(data.shape)
        var start = 0
        return extents.map { extent in
            defer { start += extent }
            var shape = data.shape
            shape[axis] = extent
            return data.gathering(FoldedConstant.indices(shape, strides, offset: start * strides[axis]), shape: shape)
        }
    }

    private func select() throws -> FoldedConstant {
        let parts = try (0..<3).map { try input($0) }
        guard let pair = Strides.broadcast(parts[0].shape, parts[1].shape),
            let shape = Strides.broadcast(pair, parts[2].shape)
        else { throw node.invalid("its inputs of shapes \(parts.map(\.shape)) do not fit") }
        _ = try folded(shape)
        let columns = parts.map { part in
            FoldedConstant.indices(shape, Strides.broadcast(part.shape, to: shape)).map { part.values[$0] }
        }
        return FoldedConstant(
            shape: shape,
            values: columns[0].indices.map { columns[0][$0] != 0 ? columns[1][$0] : columns[2][$0] },
            isInteger: parts[1].isInteger
        )
    }

    private func binary() throws -> FoldedConstant {
        var result = try input(0)
        // Min and Max take any number of inputs, even one.
        let least = ["Min", "Max"].contains(node.type) ? 1 : 2
        for index in 1..<max(least, inputs.count) { result = try binary(result, try input(index)) }
        return result
    }

    private func binary(_ a: FoldedConstant, _ b: FoldedConstant) throws -> FoldedConstant {
        guard let shape = Strides.broadcast(a.shape, b.shape) else {
            throw node.invalid("its inputs of shapes \(a.shape) and \(b.shape) do not fit")
        }
        _ = try folded(shape)
        let isInteger = a.isInteger && b.isInteger
        guard let function = try Self.function(node, isInteger: isInteger) else { throw node.unsupported("type") }
        let x = FoldedConstant.indices(shape, Strides.broadcast(a.shape, to: shape))
        let y = FoldedConstant.indices(shape, Strides.broadcast(b.shape, to: shape))
        if isInteger, ["Div", "Mod"].contains(node.type), y.contains(where: { b.values[$0] == 0 }) {
            throw node.invalid("it divides integers by 0")
        }
        let isTest = ["Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual"].contains(node.type)
        return FoldedConstant(
            shape: shape,
            values: x.indices.map { function(a.values[x[$0]], b.values[y[$0]]) },
            isInteger: isInteger || isTest
        )
    }

    private static func function(_ node: NodeReader, isInteger: Bool) throws -> ((Double, Double) -> Double)? {
        switch node.type {
        case "Add": return { $0 + $1 }
        case "Sub": return { $0 - $1 }
        case "Mul": return { $0 * $1 }
        // Integer division cuts towards zero.
        case "Div": return isInteger ? { ($0 / $1).rounded(.towardZero) } : { $0 / $1 }
        case "Mod":
            return try node.integer("fmod", default: 0) == 1
                ? { $0.truncatingRemainder(dividingBy: $1) } : { $0 - $1 * ($0 / $1).rounded(.down) }
        case "Pow": return { pow($0, $1) }
        case "Min": return { min($0, $1) }
        case "Max": return { max($0, $1) }
        case "Equal": return { $0 == $1 ? 1 : 0 }
        case "Less": return { $0 < $1 ? 1 : 0 }
        case "LessOrEqual": return { $0 <= $1 ? 1 : 0 }
        case "Greater": return { $0 > $1 ? 1 : 0 }
        case "GreaterOrEqual": return { $0 >= $1 ? 1 : 0 }
        case "And": return { $0 != 0 && $1 != 0 ? 1 : 0 }
        case "Or": return { $0 != 0 || $1 != 0 ? 1 : 0 }
        case "Xor": return { ($0 != 0) != ($1 != 0) ? 1 : 0 }
        default: return nil
        }
    }

    private func reduce() throws -> FoldedConstant? {
        let data = try input(0)
        let axes = try node.reducedAxes(rank: data.shape.count, axes(1))
        guard axes.count == data.shape.count else { return nil }
        let value: Double =
            switch node.type {
            case "ReduceSum": data.values.reduce(0, +)
            case "ReduceProd": data.values.reduce(1, *)
            case "ReduceMax": data.values.max() ?? 0
            default: data.values.min() ?? 0
            }
        let keeps = try node.integer("keepdims", default: 1) != 0
        return FoldedConstant(
            shape: keeps ? data.shape.map { _ in 1 } : [],
            values: [value],
            isInteger: data.isInteger
        )
    }

    private func nonZero() throws -> FoldedConstant {
        let data = try input(0)
        let strides = Strides.contiguous(data.shape)
        let found = data.values.indices.filter { data.values[$0] != 0 }
        let rows = data.shape.indices.flatMap { axis in found.map { $0 / strides[axis] % data.shape[axis] } }
        return FoldedConstant(integers: rows, shape: [data.shape.count, found.count])
    }

    private func cumulativeSum() throws -> FoldedConstant? {
        var data = try input(0)
        guard data.shape.count == 1 else { return nil }
        let excludesOwn = try node.integer("exclusive", default: 0) != 0
        let isReversed = try node.integer("reverse", default: 0) != 0
        var sum = 0.0
        for position in data.values.indices {
            let index = isReversed ? data.values.count - 1 - position : position
            let own = data.values[index]
            data.values[index] = excludesOwn ? sum : sum + own
            sum += own
        }
        return data
    }

    private func triangle() throws -> FoldedConstant {
        var data = try input(0)
        guard data.shape.count >= 2 else { throw node.invalid("its input has \(data.shape.count) axes") }
        let offset = inputs.count > 1 ? try input(1).integers.first ?? 0 : 0
        let isUpper = try node.integer("upper", default: 1) != 0
        let (rows, columns) = (data.shape[data.shape.count - 2], data.shape[data.shape.count - 1])
        for index in data.values.indices {
            let (row, column) = (index / columns % rows, index % columns)
            if isUpper ? column - row < offset : column - row > offset { data.values[index] = 0 }
        }
        return data
    }

    private func unary() throws -> FoldedConstant? {
        let function: ((Double) -> Double)? =
            switch node.type {
            case "Neg": { -$0 }
            case "Abs": { abs($0) }
            case "Floor": { $0.rounded(.down) }
            case "Ceil": { $0.rounded(.up) }
            case "Round": { $0.rounded(.toNearestOrEven) }
            case "Sqrt": { $0.squareRoot() }
            case "Exp": { exp($0) }
            case "Log": { log($0) }
            case "Reciprocal": { 1 / $0 }
            case "Not": { $0 == 0 ? 1 : 0 }
            default: nil
            }
        guard let function else { return nil }
        var data = try input(0)
        data.values = data.values.map(function)
        return data
    }
}
#endif
