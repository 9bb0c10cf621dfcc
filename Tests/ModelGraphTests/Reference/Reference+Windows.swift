#if NativeLibraries
/// How windows lie over the spatial axes of an input.
struct ReferenceWindows {
    let kernel: [Int]
    let strides: [Int]
    let dilations: [Int]
    let begin: [Int]
    let end: [Int]

    init(_ node: Reference, input: [Int], kernel: [Int]) {
        let axes = kernel.indices
        self.kernel = kernel
        strides = node.integers("strides") ?? kernel.map { _ in 1 }
        dilations = node.integers("dilations") ?? kernel.map { _ in 1 }
        let pads = node.integers("pads") ?? (kernel + kernel).map { _ in 0 }
        switch node.text("auto_pad", "NOTSET") {
        case "SAME_UPPER", "SAME_LOWER":
            let (steps, spacing) = (strides, dilations)
            let totals = axes.map { axis -> Int in
                let output = Int((Double(input[axis]) / Double(steps[axis])).rounded(.up))
                return max(0, (output - 1) * steps[axis] + (kernel[axis] - 1) * spacing[axis] + 1 - input[axis])
            }
            let halves = totals.map { $0 / 2 }
            let rests = axes.map { totals[$0] - halves[$0] }
            (begin, end) = node.text("auto_pad", "") == "SAME_UPPER" ? (halves, rests) : (rests, halves)
        default: (begin, end) = (Array(pads[..<kernel.count]), Array(pads[kernel.count...]))
        }
    }

    func reach(_ axis: Int) -> Int { (kernel[axis] - 1) * dilations[axis] + 1 }

    func outputs(_ input: [Int], roundsUp: Bool = false) -> [Int] {
        kernel.indices.map { axis in
            let room = input[axis] + begin[axis] + end[axis] - reach(axis)
            var count = room / strides[axis] + 1
            if roundsUp, room % strides[axis] != 0 {
                count += 1
                // Windows that would start in the padding behind are ignored.
                if (count - 1) * strides[axis] >= input[axis] + begin[axis] { count -= 1 }
            }
            return count
        }
    }

    /// Where an element of a window lies in the input, which may be outside.
    func position(_ output: [Int], _ element: [Int]) -> [Int] {
        kernel.indices.map { output[$0] * strides[$0] - begin[$0] + element[$0] * dilations[$0] }
    }
}

extension Reference {
    func windows() throws -> Array64? {
        switch type {
        case "Conv": return try convolution()
        case "ConvTranspose": return try transposedConvolution()
        case "MaxPool", "AveragePool": return try pool()
        case "GlobalAveragePool", "GlobalMaxPool":
            let x = try input(0)
            let plane = x.shape[2...].reduce(1, *)
            let values = (0..<x.shape[0] * x.shape[1]).map { row -> Double in
                let part = x.values[row * plane..<(row + 1) * plane]
                return type == "GlobalMaxPool" ? part.reduce(-.infinity, max) : part.reduce(0, +) / Double(plane)
            }
            return Array64(Array(x.shape[..<2]) + Array64.ones(x.rank - 2), values)
        default: return nil
        }
    }

    private static func isInside(_ position: [Int], _ extents: ArraySlice<Int>) -> Bool {
        zip(position, extents).allSatisfy { $0 >= 0 && $0 < $1 }
    }

    private static func flat(_ position: [Int], _ extents: ArraySlice<Int>) -> Int {
        zip(position, extents).reduce(0) { $0 * $1.1 + $1.0 }
    }

    private func convolution() throws -> Array64 {
        let (x, weights) = (try input(0), try input(1))
        let groups = integer("group", 1)
        let windows = ReferenceWindows(self, input: Array(x.shape[2...]), kernel: Array(weights.shape[2...]))
        let (extents, kernel) = (x.shape[2...], weights.shape[2...])
        let (channels, filters, depth) = (x.shape[1], weights.shape[0], weights.shape[1])
        let (plane, area) = (extents.reduce(1, *), kernel.reduce(1, *))
        let plan = windows.outputs(Array(extents))
        let places = Array64.indices(plan)
        let elements = Array64.indices(Array(kernel))
        let taps = places.map { place in
            elements.indices.compactMap { element -> (Int, Int)? in
                let position = windows.position(place, elements[element])
                return Self.isInside(position, extents) ? (Self.flat(position, extents), element) : nil
            }
        }
        var values: [Double] = []
        for image in 0..<x.shape[0] {
            for filter in 0..<filters {
                let first = filter / (filters / groups) * depth
                for place in taps {
                    var sum = optional(2)?.values[filter] ?? 0
                    for channel in 0..<depth {
                        for (position, element) in place {
                            sum +=
                                x.values[(image * channels + first + channel) * plane + position]
                                * weights.values[(filter * depth + channel) * area + element]
                        }
                    }
                    values.append(sum)
                }
            }
        }
        return Array64([x.shape[0], filters] + plan, values)
    }

    private func transposedConvolution() throws -> Array64 {
        let (x, weights) = (try input(0), try input(1))
        let groups = integer("group", 1)
        let (extents, kernel) = (x.shape[2...], weights.shape[2...])
        let windows = ReferenceWindows(self, input: Array(extents), kernel: Array(kernel))
        let extra = integers("output_padding") ?? kernel.map { _ in 0 }
        let plane = windows.kernel.indices.map { axis in
            windows.strides[axis] * (x.shape[axis + 2] - 1) + extra[axis] + windows.reach(axis) - windows.begin[axis]
                - windows.end[axis]
        }
        let (depth, width) = (x.shape[1] / groups, weights.shape[1])
        var result = Array64([x.shape[0], width * groups] + plane) { _ in 0 }
        for index in Array64.indices(x.shape) {
            let group = index[1] / depth
            for filter in 0..<width {
                for element in Array64.indices(Array(kernel)) {
                    let position = windows.position(Array(index[2...]), element)
                    guard Self.isInside(position, plane[...]) else { continue }
                    let target = result.offset([index[0], group * width + filter] + position)
                    result.values[target] += x[index] * weights[[index[1], filter] + element]
                }
            }
        }
        guard let bias = optional(2) else { return result }
        return Array64(result.shape) { result[$0] + bias.values[$0[1]] }
    }

    private func pool() throws -> Array64 {
        let x = try input(0)
        let extents = x.shape[2...]
        let windows = ReferenceWindows(self, input: Array(extents), kernel: integers("kernel_shape") ?? [])
        let plane = windows.outputs(Array(extents), roundsUp: integer("ceil_mode", 0) != 0)
        let countsPads = integer("count_include_pad", 0) != 0
        return Array64(Array(x.shape[..<2]) + plane) { index in
            var (top, sum, inside, counted) = (-Double.infinity, 0.0, 0, 0)
            for element in Array64.indices(windows.kernel) {
                let position = windows.position(Array(index[2...]), element)
                let isPadded = position.indices.allSatisfy { axis in
                    position[axis] < x.shape[axis + 2] + windows.end[axis]
                }
                if isPadded { counted += 1 }
                guard Self.isInside(position, extents) else { continue }
                inside += 1
                let value = x[Array(index[..<2]) + position]
                (top, sum) = (max(top, value), sum + value)
            }
            return type == "MaxPool" ? top : sum / Double(countsPads ? counted : inside)
        }
    }
}
#endif
