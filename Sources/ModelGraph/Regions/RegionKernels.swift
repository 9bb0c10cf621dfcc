#if NativeLibraries
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension Executor {
    /// Runs one step on given values.
    func evaluate(_ step: Step, _ plan: Plan, _ values: [Operand: Activation]) throws -> Activation {
        enter(plan, values)
        defer { leave() }
        return try execute(step)
    }

    /// Parts of a base `[1,C,H,W]`, one for each origin, with what changed laid over and a value beyond the borders.
    ///
    /// - Returns: `[B,C,h,w]` in the layout of the base.
    func gather(
        _ base: Activation,
        _ region: Region?,
        origins: [[Int]],
        extents: [Int],
        outside: Float
    ) throws -> Activation {
        let base = base.layout == .channelsLast ? try plain(base) : base
        let changed = try region.map { try laidOut($0.values, base.layout) }
        let lanes = base.layout == .blocked ? Native.block : 1
        let planes = (base.shape[1] + lanes - 1) / lanes
        let shape = [origins.count, base.shape[1]] + extents
        let output = Activation(
            shape: shape,
            layout: base.layout,
            buffer: pool.buffer(Activation.storedCount(shape, base.layout))
        )
        let (height, width) = (base.shape[2], base.shape[3])
        let (rows, columns) = (extents[0], extents[1])
        let (source, target) = (base.pointer, output.pointer)
        let regionExtents = region?.extents ?? [0, 0]
        Native.parallel(origins.count * planes, grain: max(1, 8192 / (rows * columns * lanes))) { range in
            for item in range {
                let (image, plane) = (item / planes, item % planes)
                let origin = origins[image]
                let from = source + plane * height * width * lanes
                let to = target + item * rows * columns * lanes
                let inside = max(0, -origin[1])..<max(max(0, -origin[1]), min(columns, width - origin[1]))
                for row in 0..<rows {
                    let line = to + row * columns * lanes
                    let y = origin[0] + row
                    guard (0..<height).contains(y), !inside.isEmpty else {
                        line.update(repeating: outside, count: columns * lanes)
                        continue
                    }
                    line.update(repeating: outside, count: inside.lowerBound * lanes)
                    memcpy(
                        line + inside.lowerBound * lanes,
                        from + (y * width + origin[1] + inside.lowerBound) * lanes,
                        inside.count * lanes * 4
                    )
                    (line + inside.upperBound * lanes).update(
                        repeating: outside,
                        count: (columns - inside.upperBound) * lanes
                    )
                }
                guard let region, let changed else { continue }
                let place = region.origins[image]
                let first = max(0, place[1] - origin[1])
                let end = min(columns, place[1] + regionExtents[1] - origin[1])
                guard first < end else { continue }
                let part = changed.pointer + item * regionExtents[0] * regionExtents[1] * lanes
                for row in max(
                    0,
                    place[0] - origin[0]
                )..<max(max(0, place[0] - origin[0]), min(rows, place[0] + regionExtents[0] - origin[0])) {
                    let sourceRow = origin[0] + row - place[0]
                    let sourceColumn = origin[1] + first - place[1]
                    memcpy(
                        to + (row * columns + first) * lanes,
                        part + (sourceRow * regionExtents[1] + sourceColumn) * lanes,
                        (end - first) * lanes * 4
                    )
                }
            }
        }
        withExtendedLifetime(changed) {}
        return output
    }

    /// The sums of planes: those of the base without the base's part, with the changed one, in double precision.
    ///
    /// - Returns: `[B,C]`.
    func regionSums(_ base: Activation, _ region: Region) throws -> Activation {
        let base = try plain(base)
        let changed = try plain(region.values)
        let (channels, height, width) = (base.shape[1], base.shape[2], base.shape[3])
        let output = allocate([region.origins.count, channels])
        let extents = region.extents
        let area = extents[0] * extents[1]
        Native.parallel(channels, grain: max(1, 8192 / (height * width))) { range in
            for channel in range {
                let plane = base.pointer + channel * height * width
                let total = (0..<height * width).reduce(0.0) { $0 + Double(plane[$1]) }
                for (image, origin) in region.origins.enumerated() {
                    let part = changed.pointer + (image * channels + channel) * area
                    var difference = 0.0
                    for row in 0..<extents[0] {
                        let line = plane + (origin[0] + row) * width + origin[1]
                        for column in 0..<extents[1] {
                            difference += Double(part[row * extents[1] + column]) - Double(line[column])
                        }
                    }
                    output.pointer[image * channels + channel] = Float(total + difference)
                }
            }
        }
        return output
    }
}
#endif
