#if NativeLibraries
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Kernels that move elements without computing.
extension Executor {
    /// Reads an array with given strides, from `offset`, into a contiguous one.
    func strided(_ input: Activation, shape: [Int], strides: [Int], offset: Int = 0) throws -> Activation {
        let input = try plain(input)
        let output = allocate(shape)
        guard output.count > 0 else { return output }
        let (extents, steps) = Strides.merged(shape, [strides, Strides.contiguous(shape)])
        let (source, target) = (input.pointer + offset, output.pointer)
        let inner = extents[extents.count - 1]
        let step = steps[0][extents.count - 1]
        if extents.count > 1, step != 1, let turned = steps[0].firstIndex(of: 1) {
            Self.transposeTiles(source, target, extents, steps, turned)
            return output
        }
        let rows = extents.dropLast().reduce(1, *)
        if rows == 1 {
            Native.parallel(inner, grain: 16384) { range in
                if step == 1 {
                    memcpy(target + range.lowerBound, source + range.lowerBound, range.count * 4)
                } else {
                    for index in range { target[index] = source[index * step] }
                }
            }
            return output
        }
        Native.parallel(rows, grain: max(1, 16384 / inner)) { range in
            Strides.forEachRow(range, extents, [steps[0]]) { row, offsets in
                let (from, to) = (source + offsets[0], target + row * inner)
                if step == 1 {
                    memcpy(to, from, inner * 4)
                } else if step == 0 {
                    to.update(repeating: from[0], count: inner)
                } else {
                    for index in 0..<inner { to[index] = from[index * step] }
                }
            }
        }
        return output
    }

    /// Exchanges the last axis with the one whose neighbors lie side by side in the source, tile by tile.
    private static func transposeTiles(
        _ source: UnsafeMutablePointer<Float>,
        _ target: UnsafeMutablePointer<Float>,
        _ extents: [Int],
        _ steps: [[Int]],
        _ turned: Int
    ) {
        let last = extents.count - 1
        let others = extents.indices.filter { $0 != last && $0 != turned }
        let planes = others.map { extents[$0] }
        let (columns, rows) = (extents[last], extents[turned])
        let (columnStep, rowStep) = (steps[0][last], steps[1][turned])
        let tile = 16
        let bands = (rows + tile - 1) / tile
        let planeCount = planes.reduce(1, *)
        let planeSteps = [others.map { steps[0][$0] } + [0], others.map { steps[1][$0] } + [0]]
        Native.parallel(planeCount * bands, grain: max(1, 16384 / (tile * columns))) { range in
            for item in range {
                let (plane, band) = (item / bands, item % bands)
                var offsets = [0, 0]
                Strides.forEachRow(plane..<plane + 1, planes + [1], planeSteps) { offsets = $1 }
                let (from, to) = (source + offsets[0], target + offsets[1])
                let bandRows = band * tile..<min(rows, (band + 1) * tile)
                var column = 0
                while column < columns {
                    let end = min(column + tile, columns)
                    for row in bandRows {
                        let line = to + row * rowStep
                        for index in column..<end { line[index] = from[row + index * columnStep] }
                    }
                    column = end
                }
            }
        }
    }

    func transpose(_ input: Activation, axes: [Int]) throws -> Activation {
        let strides = Strides.contiguous(input.shape)
        return try strided(input, shape: axes.map { input.shape[$0] }, strides: axes.map { strides[$0] })
    }

    func slice(_ input: Activation, starts: [Int], steps: [Int], shape: [Int]) throws -> Activation {
        if input.layout == .blocked, let part = channelPart(input, starts, steps, shape) { return part }
        let strides = Strides.contiguous(input.shape)
        let offset = zip(starts, strides).reduce(0) { $0 + $1.0 * $1.1 }
        return try strided(input, shape: shape, strides: zip(strides, steps).map { $0 * $1 }, offset: offset)
    }

    /// Whole blocks of channels, which need no other layout.
    private func channelPart(_ input: Activation, _ starts: [Int], _ steps: [Int], _ shape: [Int]) -> Activation? {
        let block = Native.block
        guard steps.allSatisfy({ $0 == 1 }), starts[1] % block == 0, shape[1] % block == 0, !input.isPadded,
            input.shape.indices.allSatisfy({ $0 == 1 || shape[$0] == input.shape[$0] })
        else { return nil }
        let output = Activation(shape: shape, layout: .blocked, buffer: pool.buffer(shape.reduce(1, *)))
        let plane = shape[2...].reduce(1, *)
        let (from, to) = (input.shape[1] * plane, shape[1] * plane)
        for item in 0..<shape[0] {
            memcpy(output.pointer + item * to, input.pointer + item * from + starts[1] * plane, to * 4)
        }
        return output
    }

    func expand(_ input: Activation, to shape: [Int]) throws -> Activation {
        try strided(input, shape: shape, strides: Strides.broadcast(input.shape, to: shape))
    }

    func concatenate(_ inputs: [Activation], axis: Int, shape: [Int]) throws -> Activation {
        let isBlocked = axis == 1 && inputs.allSatisfy { $0.layout == .blocked && !$0.isPadded }
        let parts = isBlocked ? inputs : try inputs.map { try plain($0) }
        let output = Activation(
            shape: shape,
            layout: isBlocked ? .blocked : .plain,
            buffer: pool.buffer(shape.reduce(1, *))
        )
        let outer = shape[..<axis].reduce(1, *)
        let widths = parts.map { $0.shape[axis...].reduce(1, *) }
        let total = widths.reduce(0, +)
        let target = output.pointer
        Native.parallel(outer, grain: max(1, 16384 / max(total, 1))) { range in
            for row in range {
                var start = row * total
                for (part, width) in zip(parts, widths) {
                    memcpy(target + start, part.pointer + row * width, width * 4)
                    start += width
                }
            }
        }
        return output
    }

    func pad(_ input: Activation, before: [Int], value: Float, shape: [Int]) throws -> Activation {
        let input = try plain(input)
        let output = allocate(shape)
        output.pointer.update(repeating: value, count: output.count)
        // Negative widths cut off, so only what lies within both is copied.
        let starts = before.map { max(0, -$0) }
        let extents = input.shape.indices.map { axis in
            max(0, min(input.shape[axis], shape[axis] - before[axis]) - starts[axis])
        }
        guard !extents.contains(0) else { return output }
        let (from, to) = (Strides.contiguous(input.shape), Strides.contiguous(shape))
        let source = input.pointer + zip(starts, from).reduce(0) { $0 + $1.0 * $1.1 }
        let target = output.pointer + input.shape.indices.reduce(0) { $0 + max(0, before[$1]) * to[$1] }
        let inner = extents.last ?? 1
        let rows = extents.dropLast().reduce(1, *)
        let (rowShape, steps) = (extents.isEmpty ? [1] : extents, [from, to])
        Native.parallel(rows, grain: max(1, 16384 / inner)) { range in
            Strides.forEachRow(range, rowShape, steps) { _, offsets in
                memcpy(target + offsets[1], source + offsets[0], inner * 4)
            }
        }
        return output
    }

    func take(_ input: Activation, axis: Int, indices: [Int], shape: [Int]) throws -> Activation {
        let input = try plain(input)
        let output = allocate(shape)
        let outer = input.shape[..<axis].reduce(1, *)
        let inner = input.shape[(axis + 1)...].reduce(1, *)
        let extent = input.shape[axis]
        let (source, target) = (input.pointer, output.pointer)
        Native.parallel(outer * indices.count, grain: max(1, 16384 / max(inner, 1))) { range in
            for item in range {
                let from = (item / indices.count * extent + indices[item % indices.count]) * inner
                memcpy(target + item * inner, source + from, inner * 4)
            }
        }
        return output
    }

    /// The gradient of ``take(_:axis:indices:shape:)``: what was taken goes back, added up.
    func scatter(_ gradient: Activation, axis: Int, indices: [Int], shape: [Int]) throws -> Activation {
        let gradient = try plain(gradient)
        let output = zeros(shape)
        let outer = shape[..<axis].reduce(1, *)
        let inner = shape[(axis + 1)...].reduce(1, *)
        let extent = shape[axis]
        let (source, target) = (gradient.pointer, output.pointer)
        Native.parallel(outer, grain: max(1, 16384 / max(inner * indices.count, 1))) { range in
            for item in range {
                for (position, index) in indices.enumerated() {
                    let from = source + (item * indices.count + position) * inner
                    let to = target + (item * extent + index) * inner
                    for element in 0..<inner { to[element] += from[element] }
                }
            }
        }
        return output
    }

    /// The gradient of a slice: zeros with the gradient in its place.
    func unslice(_ gradient: Activation, starts: [Int], steps: [Int], shape: [Int]) throws -> Activation {
        let gradient = try plain(gradient)
        let output = zeros(shape)
        guard gradient.count > 0 else { return output }
        let strides = Strides.contiguous(shape)
        let target = output.pointer + zip(starts, strides).reduce(0) { $0 + $1.0 * $1.1 }
        let source = gradient.pointer
        let extents = gradient.shape.isEmpty ? [1] : gradient.shape
        let inner = extents[extents.count - 1]
        let targetSteps = zip(strides, steps).map { $0 * $1 }
        let step = targetSteps.last ?? 1
        Native.parallel(extents.dropLast().reduce(1, *), grain: max(1, 16384 / inner)) { range in
            Strides.forEachRow(range, extents, [targetSteps]) { row, offsets in
                let (from, to) = (source + row * inner, target + offsets[0])
                for index in 0..<inner { to[index * step] = from[index] }
            }
        }
        return output
    }
}
#endif
