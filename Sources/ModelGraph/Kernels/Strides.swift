#if NativeLibraries
/// Arithmetic on shapes.
enum Strides {
    /// The distance of neighbors along each axis in C order.
    static func contiguous(_ shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
        return strides
    }

    /// The shape that NumPy's broadcasting gives two shapes, or nil where they do not fit.
    static func broadcast(_ a: [Int], _ b: [Int]) -> [Int]? {
        let rank = max(a.count, b.count)
        var shape: [Int] = []
        for axis in 0..<rank {
            let x = axis + a.count - rank >= 0 ? a[axis + a.count - rank] : 1
            let y = axis + b.count - rank >= 0 ? b[axis + b.count - rank] : 1
            guard x == y || x == 1 || y == 1 else { return nil }
            shape.append(x == 1 ? y : x)
        }
        return shape
    }

    /// The strides with which an array of shape `from` is read as one of shape `to`: 0 along repeated axes.
    static func broadcast(_ from: [Int], to: [Int]) -> [Int] {
        let own = contiguous(from)
        return to.indices.map { axis in
            let index = axis + from.count - to.count
            return index >= 0 && from[index] != 1 ? own[index] : 0
        }
    }

    /// Joins neighboring axes that all arrays walk as one, and drops those of extent 1.
    static func merged(_ shape: [Int], _ strides: [[Int]]) -> (shape: [Int], strides: [[Int]]) {
        var extents: [Int] = []
        var steps: [[Int]] = strides.map { _ in [] }
        for axis in shape.indices where shape[axis] != 1 {
            if let last = extents.indices.last,
                strides.indices.allSatisfy({ steps[$0][last] == strides[$0][axis] * shape[axis] })
            {
                extents[last] *= shape[axis]
                for array in strides.indices { steps[array][last] = strides[array][axis] }
            } else {
                extents.append(shape[axis])
                for array in strides.indices { steps[array].append(strides[array][axis]) }
            }
        }
        if extents.isEmpty { return ([1], strides.map { _ in [1] }) }
        return (extents, steps)
    }

    /// Calls `body` with the offsets of each row along the last axis, for rows in `range`.
    static func forEachRow(
        _ range: Range<Int>,
        _ shape: [Int],
        _ strides: [[Int]],
        _ body: (_ row: Int, _ offsets: [Int]) -> Void
    ) {
        let outer = shape.dropLast()
        var index = [Int](repeating: 0, count: outer.count)
        var rest = range.lowerBound
        for axis in outer.indices.reversed() {
            index[axis] = rest % outer[axis]
            rest /= outer[axis]
        }
        var offsets = strides.map { steps in zip(index, steps).reduce(0) { $0 + $1.0 * $1.1 } }
        for row in range {
            body(row, offsets)
            for axis in outer.indices.reversed() {
                index[axis] += 1
                for array in strides.indices { offsets[array] += strides[array][axis] }
                if index[axis] < outer[axis] { break }
                for array in strides.indices { offsets[array] -= strides[array][axis] * outer[axis] }
                index[axis] = 0
            }
        }
    }
}
#endif
