#if NativeLibraries
/// Runs a network for inputs that differ from a base in small parts, and recomputes only what those parts change.
///
/// The changed part grows by the receptive field from step to step; it is recomputed alone as long as that is less than
/// `limit` of the plane, and whole tensors are run from there on.
struct RegionRun {
    /// The share of a plane above which the whole is run: gathering and smaller products eat up what is saved.
    static let limit = 0.7

    let executor: Executor
    /// The plan for one image.
    let base: Plan
    /// The same steps for as many images as there are changed inputs.
    let batch: Plan
    /// The base's value of every tensor.
    let values: [Operand: Activation]

    private var states: [Operand: RegionState] = [:]
    private let count: Int

    init(_ executor: Executor, base: Plan, batch: Plan, values: [Operand: Activation], count: Int) {
        self.executor = executor
        self.base = base
        self.batch = batch
        self.values = values
        self.count = count
    }

    /// - Parameter region: The changed parts of `input`.
    /// - Returns: `output` for every changed input.
    mutating func run(_ input: Operand, _ region: Region, output: Operand) throws -> Activation {
        states[input] = .part(region)
        var lastUse: [Operand: Operand] = [:]
        for step in base.steps { for input in step.inputs { lastUse[input] = step.output } }
        for (step, twin) in zip(base.steps, batch.steps) {
            guard step.inputs.contains(where: { states[$0] != nil }) else { continue }
            let isWhole = step.inputs.contains { if case .whole? = states[$0] { true } else { false } }
            if !isWhole, let part = try part(step) {
                states[step.output] = part
            } else {
                states[step.output] = .whole(try whole(twin))
            }
            for input in step.inputs where lastUse[input] == step.output { states[input] = nil }
        }
        return try whole(output)
    }

    // Whole tensors

    /// A tensor for every changed input.
    private func whole(_ tensor: Operand) throws -> Activation {
        switch states[tensor] ?? .unchanged {
        case .whole(let activation): return activation
        case .part(let region):
            let full = try baseValue(tensor)
            return try gathered(
                full,
                region,
                origins: region.origins.map { _ in [0, 0] },
                Array(full.shape[2...]),
                outside: 0
            )
        case .unchanged:
            let value = try executor.plain(try baseValue(tensor))
            return try executor.expand(value, to: [count] + value.shape.dropFirst())
        }
    }

    private func whole(_ step: Step) throws -> Activation {
        var inputs: [Operand: Activation] = [:]
        for input in step.inputs where batch.constants[input] == nil { inputs[input] = try whole(input) }
        return try executor.evaluate(step, batch, inputs)
    }

    private func baseValue(_ tensor: Operand) throws -> Activation {
        if let value = values[tensor] { return value }
        guard let constant = base.constants[tensor] else {
            throw ModelError(.invalidGraph, "A tensor of the base was not kept.")
        }
        return try executor.constants.activation(constant)
    }

    // Parts

    /// The changed part of a step's output, nil where the whole has to be run.
    private func part(_ step: Step) throws -> RegionState? {
        let shape = base.shapes[step.output]
        switch step.operation {
        case .convolution(var geometry):
            guard case .part(let region)? = states[step.inputs[0]], states[step.inputs[1]] == nil else { return nil }
            let window = WindowGeometry(
                kernel: geometry.kernel,
                strides: geometry.strides,
                dilations: geometry.dilations,
                pads: geometry.pads
            )
            let added = geometry.addsInput ? step.inputs.last : nil
            guard let place = try place(region, window, shape, added: added) else { return nil }
            let input = try read(step.inputs[0], region, window, place, outside: 0)
            geometry.pads = [0, 0, 0, 0]
            var inputs = [step.inputs[0]: input]
            if let added { inputs[added] = try gathered(added, place.origins, place.extents) }
            return try evaluate(.convolution(geometry), step, inputs, place)
        case .pool(var pooling):
            guard case .part(let region)? = states[step.inputs[0]],
                pooling.isMaximum || pooling.pads.allSatisfy({ $0 == 0 })
            else { return nil }
            let window = WindowGeometry(
                kernel: pooling.kernel,
                strides: pooling.strides,
                dilations: pooling.dilations,
                pads: pooling.pads
            )
            guard !reachesBeyond(window, step), let place = try place(region, window, shape, added: nil) else {
                return nil
            }
            let input = try read(step.inputs[0], region, window, place, outside: -.greatestFiniteMagnitude)
            pooling.pads = [0, 0, 0, 0]
            return try evaluate(.pool(pooling), step, [step.inputs[0]: input], place)
        case .elementwise:
            guard case .part(let region)? = states[step.inputs[0]] else { return nil }
            return try evaluate(step.operation, step, [step.inputs[0]: region.values], (region.origins, region.extents))
        case .binary, .concatenate(axis: 1):
            guard shape.count == 4 else { return nil }
            return try pointwise(step, shape)
        case .reduce(.sum, axes: 2..<4):
            guard case .part(let region)? = states[step.inputs[0]] else { return nil }
            return .whole(try executor.regionSums(try baseValue(step.inputs[0]), region))
        default: return nil
        }
    }

    /// Averages whose last windows reach beyond the input divide by less there.
    private func reachesBeyond(_ window: WindowGeometry, _ step: Step) -> Bool {
        guard case .pool(let pooling) = step.operation, !pooling.isMaximum else { return false }
        let (input, output) = (base.shapes[step.inputs[0]], base.shapes[step.output])
        return (0..<2).contains { window.inputCount(output[$0 + 2], axis: $0) > input[$0 + 2] }
    }

    private typealias Place = (origins: [[Int]], extents: [Int])

    /// Where outputs change; nil where that is too much of the plane.
    private func place(_ region: Region, _ window: WindowGeometry, _ shape: [Int], added: Operand?) throws -> Place? {
        var ranges = region.origins.map { origin in
            (0..<2).map { axis in
                window.outputs(origin[axis], region.extents[axis], axis: axis, extent: shape[axis + 2])
            }
        }
        if let added {
            switch states[added] ?? .unchanged {
            case .unchanged: break
            case .whole: return nil
            case .part(let other): ranges = Self.union(ranges, other)
            }
        }
        return Self.place(ranges, shape)
    }

    private static func union(_ ranges: [[Range<Int>]], _ other: Region) -> [[Range<Int>]] {
        zip(ranges, other.origins).map { range, origin in
            (0..<2).map { axis in
                let end = origin[axis] + other.extents[axis]
                guard !range[axis].isEmpty else { return origin[axis]..<end }
                return min(range[axis].lowerBound, origin[axis])..<max(range[axis].upperBound, end)
            }
        }
    }

    /// One size for all ranges, moved so that all lie within the plane.
    private static func place(_ ranges: [[Range<Int>]], _ shape: [Int]) -> Place? {
        let extents = (0..<2).map { axis in max(1, ranges.map { $0[axis].count }.max() ?? 1) }
        guard Double(extents[0] * extents[1]) <= limit * Double(shape[2] * shape[3]) else { return nil }
        let origins = ranges.map { range in
            (0..<2).map { min(range[$0].lowerBound, shape[$0 + 2] - extents[$0]) }
        }
        return (origins, extents)
    }

    /// What the outputs at a place read.
    private func read(
        _ tensor: Operand,
        _ region: Region,
        _ window: WindowGeometry,
        _ place: Place,
        outside: Float
    ) throws -> Activation {
        let extents = (0..<2).map { window.inputCount(place.extents[$0], axis: $0) }
        let origins = place.origins.map { origin in (0..<2).map { window.inputOrigin(origin[$0], axis: $0) } }
        return try gathered(try baseValue(tensor), region, origins: origins, extents, outside: outside)
    }

    /// A tensor at a place, changed or not.
    private func gathered(_ tensor: Operand, _ origins: [[Int]], _ extents: [Int]) throws -> Activation {
        guard case .part(let region)? = states[tensor] else {
            return try gathered(try baseValue(tensor), nil, origins: origins, extents, outside: 0)
        }
        if region.origins == origins, region.extents == extents { return region.values }
        return try gathered(try baseValue(tensor), region, origins: origins, extents, outside: 0)
    }

    private func gathered(
        _ full: Activation,
        _ region: Region?,
        origins: [[Int]],
        _ extents: [Int],
        outside: Float
    ) throws -> Activation {
        try executor.gather(full, region, origins: origins, extents: extents, outside: outside)
    }

    /// Element-wise steps and joined channels, at the union of what changes in their inputs.
    private func pointwise(_ step: Step, _ shape: [Int]) throws -> RegionState? {
        var ranges: [[Range<Int>]]?
        for case .part(let region)? in step.inputs.map({ states[$0] }) {
            let own = region.origins.map { origin in (0..<2).map { origin[$0]..<origin[$0] + region.extents[$0] } }
            ranges = ranges.map { Self.union($0, region) } ?? own
        }
        guard let ranges, let place = Self.place(ranges, shape) else { return nil }
        var inputs: [Operand: Activation] = [:]
        for input in step.inputs where base.constants[input] == nil {
            let own = base.shapes[input]
            guard own.count == 4, own[2...] == shape[2...] else { return nil }
            inputs[input] = try gathered(input, place.origins, place.extents)
        }
        // A constant for each element would have to be gathered too.
        for input in step.inputs where base.constants[input] != nil {
            guard base.shapes[input].suffix(2).allSatisfy({ $0 == 1 }) else { return nil }
        }
        return try evaluate(step.operation, step, inputs, place)
    }

    private func evaluate(
        _ operation: Operation,
        _ step: Step,
        _ inputs: [Operand: Activation],
        _ place: Place
    ) throws -> RegionState {
        var local = base
        for (tensor, value) in inputs { local.shapes[tensor] = value.shape }
        local.shapes[step.output] = [count, base.shapes[step.output][1]] + place.extents
        let part = Step(operation: operation, inputs: step.inputs, output: step.output, node: step.node)
        return .part(Region(origins: place.origins, values: try executor.evaluate(part, local, inputs)))
    }
}
#endif
