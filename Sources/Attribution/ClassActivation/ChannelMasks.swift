#if NativeLibraries
import Tensor

/// The maps of a layer as masks 0…1 of the input's size.
struct ChannelMasks {
    static func parameters(likeTorchCAM: Bool) -> [ParameterSpecification] {
        let alignments = ["corners", "cells"]
        let orders = ["after", "before"]
        return [
            .choice(
                "alignment",
                likeTorchCAM ? alignments.reversed() : alignments,
                "how a map is enlarged: its corner values on the corners, or its cells on equal parts of the input"
            ),
            .choice(
                "normalization",
                likeTorchCAM ? orders.reversed() : orders,
                "whether a map is scaled to 0…1 after or before it is enlarged"
            ),
        ]
    }

    /// The two neighbors of each output along an axis, and the weight of the second.
    private struct Axis {
        let first: [Int]
        let second: [Int]
        let weight: [Float]

        init(from inputs: Int, to outputs: Int, byCorners: Bool) {
            let positions = (0..<outputs).map { output -> Double in
                guard byCorners else {
                    return max(0, (Double(output) + 0.5) * Double(inputs) / Double(outputs) - 0.5)
                }
                return outputs > 1 ? Double(output) * Double(inputs - 1) / Double(outputs - 1) : 0
            }
            first = positions.map { min(Int($0), inputs - 1) }
            second = first.map { min($0 + 1, inputs - 1) }
            weight = zip(positions, first).map { Float($0 - Double($1)) }
        }
    }

    private let maps: Tensor
    private let rows: Axis
    private let columns: Axis
    private let normalizesFirst: Bool

    /// - Parameter maps: `[K,h,w]`.
    init(_ maps: Tensor, height: Int, width: Int, _ parameters: ParameterValues) {
        let byCorners = parameters.text("alignment") == "corners"
        self.maps = maps
        rows = Axis(from: maps.shape[1], to: height, byCorners: byCorners)
        columns = Axis(from: maps.shape[2], to: width, byCorners: byCorners)
        normalizesFirst = parameters.text("normalization") == "before"
    }

    /// Writes the mask of a channel, `[H,W]`.
    func write(_ channel: Int, to target: UnsafeMutableBufferPointer<Float>) {
        var map = Array(maps.channel(channel))
        if normalizesFirst { map.withUnsafeMutableBufferPointer { Self.normalize($0) } }
        let (inputs, outputs) = (maps.shape[2], columns.weight.count)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: inputs) { row in
            columns.first.withUnsafeBufferPointer { first in
                columns.second.withUnsafeBufferPointer { second in
                    columns.weight.withUnsafeBufferPointer { weight in
                        for y in rows.weight.indices {
                            let (above, below) = (rows.first[y] * inputs, rows.second[y] * inputs)
                            let share = rows.weight[y]
                            for x in 0..<inputs { row[x] = map[above + x] * (1 - share) + map[below + x] * share }
                            let start = y * outputs
                            for x in 0..<outputs {
                                target[start + x] = row[first[x]] * (1 - weight[x]) + row[second[x]] * weight[x]
                            }
                        }
                    }
                }
            }
        }
        if !normalizesFirst { Self.normalize(target) }
    }

    /// (a − min) / (max − min + 1e-8): a map of one value becomes 0.
    private static func normalize(_ values: UnsafeMutableBufferPointer<Float>) {
        guard var low = values.first else { return }
        var high = low
        for value in values {
            low = value < low ? value : low
            high = value > high ? value : high
        }
        let scale = 1 / (high - low + 1e-8)
        for index in values.indices { values[index] = (values[index] - low) * scale }
    }
}

#endif
