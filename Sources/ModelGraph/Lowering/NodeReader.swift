#if NativeLibraries
import ONNXFormat

/// A node's attributes and what they say about shapes; its errors name the node.
struct NodeReader {
    /// Constants larger than this are computed as tensors.
    static let foldedLimit = 1 << 20

    let node: ONNXNode
    let opset: Int

    var type: String { node.operatorType }

    /// "node_conv2d (Conv)", or the output of a node without a name.
    var name: String {
        let label = node.name.isEmpty ? node.outputs.first(where: { !$0.isEmpty }) ?? "?" : node.name
        return "\(label) (\(type))"
    }

    // Errors

    func invalid(_ reason: String) -> ModelError {
        ModelError(.invalidGraph, "Node \(name) cannot be run: \(reason).")
    }

    func unsupported(_ attribute: String) -> ModelError {
        ModelError(.unsupported, "Node \(name): its \(attribute) is not supported. Export the model without it.")
    }

    func missing(_ index: Int) -> ModelError { invalid("its input \(index) is missing") }

    // Attributes

    func has(_ name: String) -> Bool { node.attributes[name] != nil }

    func integer(_ name: String) throws -> Int {
        guard case .int(let value)? = node.attributes[name] else { throw invalid("its attribute \(name) is missing") }
        return value
    }

    func integer(_ name: String, default value: Int) throws -> Int { has(name) ? try integer(name) : value }

    func float(_ name: String, default value: Float) throws -> Float {
        switch node.attributes[name] {
        case nil: value
        case .float(let value): value
        default: throw invalid("its attribute \(name) is no number")
        }
    }

    func string(_ name: String, default value: String) throws -> String {
        switch node.attributes[name] {
        case nil: value
        case .string(let value): value
        default: throw invalid("its attribute \(name) is no text")
        }
    }

    func integers(_ name: String) throws -> [Int]? {
        switch node.attributes[name] {
        case nil: nil
        case .ints(let values): values
        // An empty list has no type of its own.
        case .floats(let values) where values.isEmpty: []
        case .strings(let values) where values.isEmpty: []
        default: throw invalid("its attribute \(name) is no list of integers")
        }
    }

    func floats(_ name: String) throws -> [Float]? {
        switch node.attributes[name] {
        case nil: nil
        case .floats(let values): values
        default: throw invalid("its attribute \(name) is no list of numbers")
        }
    }

    func tensor(_ name: String) throws -> ONNXTensor? {
        switch node.attributes[name] {
        case nil: nil
        case .tensor(let tensor): tensor
        default: throw invalid("its attribute \(name) is no tensor")
        }
    }

    // Shapes

    /// An axis counted from the end where it is negative.
    func axis(_ axis: Int, rank: Int) throws -> Int {
        let resolved = axis < 0 ? axis + rank : axis
        guard (0..<max(rank, 1)).contains(resolved) else { throw invalid("it has an axis \(axis) of \(rank)") }
        return resolved
    }

    /// Extents that were computed.
    func extents(_ values: [Int]) throws -> [Int] {
        var count = 1
        for value in values {
            let (product, overflow) = count.multipliedReportingOverflow(by: max(value, 1))
            guard value >= 0, !overflow, product <= 1 << 33 else {
                throw invalid("it makes an array of shape \(values)")
            }
            count = product
        }
        return values
    }

    /// Refuses axes for which not even indices could be held.
    func checkAxis(_ extent: Int, times count: Int = 1) throws {
        let (product, overflow) = extent.multipliedReportingOverflow(by: count)
        guard extent >= 0, !overflow, product <= 1 << 24 else {
            throw invalid("it makes an axis of \(extent)" + (count == 1 ? "" : " times \(count)"))
        }
    }

    func indices(_ values: [Int], extent: Int) throws -> [Int] {
        try values.map { value in
            let index = value < 0 ? value + extent : value
            guard (0..<extent).contains(index) else {
                throw invalid("its index \(value) lies outside an axis of \(extent)")
            }
            return index
        }
    }

    func permutation(rank: Int) throws -> [Int] {
        let order = try integers("perm") ?? Array((0..<rank).reversed())
        guard order.sorted() == Array(0..<rank) else { throw invalid("\(order) is no order of \(rank) axes") }
        return order
    }

    func reshapedShape(_ shape: [Int], _ target: [Int]) throws -> [Int] {
        let keepsZeros = try integer("allowzero", default: 0) == 0
        var result = try target.enumerated().map { axis, extent in
            guard extent == 0, keepsZeros else { return extent }
            guard axis < shape.count else { throw invalid("it copies axis \(axis) of \(shape)") }
            return shape[axis]
        }
        let count = shape.reduce(1, *)
        if let open = result.firstIndex(of: -1) {
            result[open] = 1
            let known = try extents(result).reduce(1, *)
            result[open] = known == 0 ? 0 : count / known
        }
        guard try extents(result).reduce(1, *) == count else {
            throw invalid("\(shape) has not the elements of \(target)")
        }
        return result
    }

    func flattenedShape(_ shape: [Int]) throws -> [Int] {
        let given = try integer("axis", default: 1)
        let axis = given < 0 ? given + shape.count : given
        guard (0...shape.count).contains(axis) else { throw invalid("it has an axis \(given) of \(shape.count)") }
        return [shape[..<axis].reduce(1, *), shape[axis...].reduce(1, *)]
    }

    /// The shape without, or with, axes of extent 1, given as an attribute or an input.
    func squeezedShape(_ shape: [Int], axes input: [Int]?) throws -> [Int] {
        let given = try integers("axes") ?? input
        guard type == "Unsqueeze" else {
            let axes = try given.map { try $0.map { try axis($0, rank: shape.count) } }
            let dropped = axes ?? shape.indices.filter { shape[$0] == 1 }
            guard dropped.allSatisfy({ shape[$0] == 1 }) else { throw invalid("it drops axes \(dropped) of \(shape)") }
            return shape.indices.filter { !dropped.contains($0) }.map { shape[$0] }
        }
        guard let given else { throw missing(1) }
        let rank = shape.count + given.count
        let axes = Set(try given.map { try axis($0, rank: rank) })
        guard axes.count == given.count else { throw invalid("its axes \(given) repeat") }
        var rest = shape.makeIterator()
        return (0..<rank).map { axes.contains($0) ? 1 : rest.next() ?? 1 }
    }

    func concatenatedShape(_ shapes: [[Int]], axis: Int) throws -> [Int] {
        var shape = shapes[0]
        for other in shapes.dropFirst() {
            guard other.count == shape.count,
                shape.indices.allSatisfy({ $0 == axis || shape[$0] == other[$0] })
            else { throw invalid("its inputs of shapes \(shapes) do not fit") }
            shape[axis] += other[axis]
        }
        return shape
    }

    func splitExtents(_ extent: Int, sizes: [Int]?) throws -> [Int] {
        if let given = try sizes ?? integers("split") {
            guard given.allSatisfy({ (0...extent).contains($0) }), given.reduce(0, +) == extent,
                given.count == node.outputs.count
            else {
                throw invalid("\(extent) cannot be split into \(given)")
            }
            return given
        }
        let parts = try integer("num_outputs", default: node.outputs.count)
        guard parts > 0, parts == node.outputs.count else {
            throw invalid("it has \(node.outputs.count) outputs for \(parts) parts")
        }
        let size = (extent + parts - 1) / parts
        return (0..<parts).map { max(0, min(size, extent - $0 * size)) }
    }

    /// Where a slice begins, its steps and its shape.
    func slice(_ shape: [Int], _ input: (Int) -> [Int]?) throws -> (starts: [Int], steps: [Int], shape: [Int]) {
        guard let starts = try integers("starts") ?? input(1), let ends = try integers("ends") ?? input(2) else {
            throw invalid("its bounds are not known before it runs")
        }
        let axes = try (integers("axes") ?? input(3) ?? Array(starts.indices)).map { try axis($0, rank: shape.count) }
        let steps = input(4) ?? [Int](repeating: 1, count: starts.count)
        guard starts.count == ends.count, axes.count == starts.count, steps.count == starts.count,
            !steps.contains(0)
        else { throw invalid("its bounds \(starts), \(ends), \(axes), \(steps) do not fit") }
        var result = (starts: shape.map { _ in 0 }, steps: shape.map { _ in 1 }, shape: shape)
        for (index, axis) in axes.enumerated() {
            let extent = shape[axis]
            // A step beyond the end is as good as one to it, and does not overflow.
            let step = min(max(steps[index], -extent - 1), extent + 1)
            func resolved(_ bound: Int) -> Int { bound < 0 ? max(bound, -extent - 1) + extent : bound }
            let (low, high) = step > 0 ? (0, extent) : (-1, extent - 1)
            let start = min(max(resolved(starts[index]), step > 0 ? 0 : 0), step > 0 ? extent : extent - 1)
            let end = min(max(resolved(ends[index]), low), high)
            let count = step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step
            result.starts[axis] = max(start, 0)
            result.steps[axis] = step
            result.shape[axis] = max(0, count)
        }
        return result
    }

    func reducedAxes(rank: Int, _ input: [Int]?) throws -> [Int] {
        let given = try integers("axes") ?? input ?? []
        if given.isEmpty {
            return try integer("noop_with_empty_axes", default: 0) != 0 ? [] : Array(0..<rank)
        }
        return Array(Set(try given.map { try axis($0, rank: rank) })).sorted()
    }

    func shape(of shape: [Int]) -> FoldedConstant {
        func clamped(_ value: Int?, _ fallback: Int) -> Int {
            guard let value else { return fallback }
            return min(max(value < 0 ? value + shape.count : value, 0), shape.count)
        }
        let start = clamped(try? integer("start"), 0)
        let end = clamped(try? integer("end"), shape.count)
        return FoldedConstant(integers: start < end ? Array(shape[start..<end]) : [])
    }

    /// The rows that indices of several axes name, the elements of a row, and a row's shape.
    func gatheredRows(
        _ shape: [Int],
        _ indexShape: [Int],
        _ indices: [Int]
    ) throws -> (rows: [Int], inner: Int, rest: [Int]) {
        guard try integer("batch_dims", default: 0) == 0 else { throw unsupported("batch_dims") }
        guard let depth = indexShape.last, depth >= 1, depth <= shape.count else {
            throw invalid("its indices of shape \(indexShape) do not fit \(shape)")
        }
        let rows = try stride(from: 0, to: indices.count, by: depth).map { start in
            try (0..<depth).reduce(0) { row, axis in
                try row * shape[axis] + self.indices([indices[start + axis]], extent: shape[axis])[0]
            }
        }
        return (rows, shape[depth...].reduce(1, *), Array(shape[depth...]))
    }
}
#endif
