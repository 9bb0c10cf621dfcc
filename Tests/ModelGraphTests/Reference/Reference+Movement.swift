#if NativeLibraries
import ONNXFormat
import Testing

extension Reference {
    func movement() throws -> Array64? {
        let x = try input(0)
        switch type {
        case "Reshape": return x.reshaped(try reshaped(x.shape))
        case "Flatten":
            let axis = axis(1, rank: x.rank)
            return x.reshaped([x.shape[..<axis].reduce(1, *), x.shape[axis...].reduce(1, *)])
        case "Squeeze":
            let axes = list("axes", input: 1)?.map { $0 < 0 ? $0 + x.rank : $0 }
            let dropped = axes ?? x.shape.indices.filter { x.shape[$0] == 1 }
            return x.reshaped(x.shape.indices.filter { !dropped.contains($0) }.map { x.shape[$0] })
        case "Unsqueeze":
            let given = try #require(list("axes", input: 1))
            let rank = x.rank + given.count
            var shape = x.shape
            for axis in given.map({ $0 < 0 ? $0 + rank : $0 }).sorted() { shape.insert(1, at: axis) }
            return x.reshaped(shape)
        case "Transpose":
            let order = integers("perm") ?? x.shape.indices.reversed()
            return Array64(order.map { x.shape[$0] }) { index in
                x[x.shape.indices.map { axis in index[order.firstIndex(of: axis) ?? 0] }]
            }
        case "Concat": return try concatenated()
        case "Slice": return try slice()
        case "Gather":
            let (indices, axis) = (try input(1), axis(0, rank: x.rank))
            return Array64(Array(x.shape[..<axis]) + indices.shape + x.shape[(axis + 1)...]) { index in
                let position = Int(indices[Array(index[axis..<axis + indices.rank])])
                let place = position < 0 ? position + x.shape[axis] : position
                return x[Array(index[..<axis]) + [place] + index[(axis + indices.rank)...]]
            }
        case "GatherND":
            let indices = try input(1)
            let depth = indices.shape[indices.rank - 1]
            return Array64(Array(indices.shape.dropLast()) + x.shape[depth...]) { index in
                let lead = Array(index[..<(indices.rank - 1)])
                return x[Self.place(indices, lead, x.shape) + index[(indices.rank - 1)...]]
            }
        case "ScatterND":
            let (indices, updates) = (try input(1), try input(2))
            var result = x
            for index in Array64.indices(updates.shape) {
                let lead = Array(index[..<(indices.rank - 1)])
                let target = result.offset(Self.place(indices, lead, x.shape) + index[(indices.rank - 1)...])
                result.values[target] = updates[index]
            }
            return result
        case "Expand": return Array64(Array64.broadcast(x.shape, try input(1).integers)) { x.broadcast($0) }
        case "Tile":
            let repeats = try input(1).integers
            return Array64(x.shape.indices.map { x.shape[$0] * repeats[$0] }) { index in
                x[x.shape.indices.map { index[$0] % x.shape[$0] }]
            }
        case "Pad": return try padded()
        case "DepthToSpace", "SpaceToDepth": return depthSpace(x)
        default: return nil
        }
    }

    /// Where the last axis of indices points, for one of its rows.
    private static func place(_ indices: Array64, _ lead: [Int], _ shape: [Int]) -> [Int] {
        (0..<indices.shape[indices.rank - 1]).map { axis in
            let position = Int(indices[lead + [axis]])
            return position < 0 ? position + shape[axis] : position
        }
    }

    private func reshaped(_ shape: [Int]) throws -> [Int] {
        var target = try #require(list("shape", input: 1))
        if integer("allowzero", 0) == 0 {
            for axis in target.indices where target[axis] == 0 { target[axis] = shape[axis] }
        }
        if let open = target.firstIndex(of: -1) {
            target[open] = 1
            target[open] = shape.reduce(1, *) / target.reduce(1, *)
        }
        return target
    }

    private func concatenated() throws -> Array64 {
        let parts = try inputs.indices.map { try input($0) }
        let axis = axis(0, rank: parts[0].rank)
        var shape = parts[0].shape
        shape[axis] = parts.reduce(0) { $0 + $1.shape[axis] }
        return Array64(shape) { index in
            var place = index
            var part = 0
            while place[axis] >= parts[part].shape[axis] {
                place[axis] -= parts[part].shape[axis]
                part += 1
            }
            return parts[part][place]
        }
    }

    private func slice() throws -> Array64 {
        let x = try input(0)
        let (starts, ends) = (try #require(list("starts", input: 1)), try #require(list("ends", input: 2)))
        let axes = list("axes", input: 3) ?? Array(starts.indices)
        let steps = optional(4)?.integers ?? starts.map { _ in 1 }
        var chosen = x.shape.map { Array(0..<$0) }
        for (index, given) in axes.enumerated() {
            let axis = given < 0 ? given + x.rank : given
            let (extent, step) = (x.shape[axis], steps[index])
            func bound(_ value: Int, _ range: ClosedRange<Int>) -> Int {
                let resolved = value < 0 ? value.addingReportingOverflow(extent).partialValue : value
                return min(max(resolved, range.lowerBound), range.upperBound)
            }
            let start = bound(starts[index], step > 0 ? 0...extent : 0...extent - 1)
            let end = bound(ends[index], step > 0 ? 0...extent : -1...extent - 1)
            chosen[axis] = Array(stride(from: start, to: end, by: step))
        }
        return Array64(chosen.map(\.count)) { index in x[index.indices.map { chosen[$0][index[$0]] }] }
    }

    func split() throws -> [Array64] {
        let x = try input(0)
        let axis = axis(0, rank: x.rank)
        let parts = integer("num_outputs", node.outputs.count)
        let size = Int((Double(x.shape[axis]) / Double(parts)).rounded(.up))
        let equal = (0..<parts).map { min(size, x.shape[axis] - $0 * size) }
        var start = 0
        return (list("split", input: 1) ?? equal).map { extent in
            defer { start += extent }
            var shape = x.shape
            shape[axis] = extent
            return Array64(shape) { index in
                var place = index
                place[axis] += start
                return x[place]
            }
        }
    }

    private func padded() throws -> Array64 {
        let x = try input(0)
        let pads = try #require(list("pads", input: 1))
        let axes = optional(3)?.integers.map { $0 < 0 ? $0 + x.rank : $0 } ?? Array(x.shape.indices)
        let value = optional(2)?.values.first ?? number("value", 0)
        var (before, shape) = (x.shape.map { _ in 0 }, x.shape)
        for (index, axis) in axes.enumerated() {
            before[axis] = pads[index]
            shape[axis] += pads[index] + pads[index + axes.count]
        }
        return Array64(shape) { index in
            var place = index.indices.map { index[$0] - before[$0] }
            for axis in place.indices where !(0..<x.shape[axis]).contains(place[axis]) {
                let extent = x.shape[axis]
                switch text("mode", "constant") {
                case "edge": place[axis] = place[axis] < 0 ? 0 : extent - 1
                case "wrap": place[axis] = (place[axis] + 8 * extent) % extent
                case "reflect":
                    while !(0..<extent).contains(place[axis]) {
                        place[axis] = place[axis] < 0 ? -place[axis] : 2 * (extent - 1) - place[axis]
                    }
                default: return value
                }
            }
            return x[place]
        }
    }

    private func depthSpace(_ x: Array64) -> Array64 {
        let (block, s) = (integer("blocksize", 1), x.shape)
        if type == "SpaceToDepth" {
            return Array64([s[0], s[1] * block * block, s[2] / block, s[3] / block]) { index in
                let (cell, channel) = (index[1] / s[1], index[1] % s[1])
                return x[[index[0], channel, index[2] * block + cell / block, index[3] * block + cell % block]]
            }
        }
        let depth = s[1] / (block * block)
        return Array64([s[0], depth, s[2] * block, s[3] * block]) { index in
            let cell = index[2] % block * block + index[3] % block
            let channel = text("mode", "DCR") == "DCR" ? cell * depth + index[1] : index[1] * block * block + cell
            return x[[index[0], channel, index[2] / block, index[3] / block]]
        }
    }
}
#endif
