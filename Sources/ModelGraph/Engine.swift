#if NativeLibraries
import Foundation
import Tensor

/// A model's plans and what runs them; used from ``ComputeThread`` alone.
final class Engine: @unchecked Sendable {
    private struct Key: Hashable {
        let inputs: [String: [Int]]
        let outputs: [String]
        let constraints: Planner.Constraints
    }

    private let graph: Graph
    let executor = Executor()
    private var plans: [Key: Plan] = [:]

    /// What messages call the model.
    private let source: String

    init(_ graph: Graph, source: String) {
        (self.graph, self.source) = (graph, source)
    }

    /// Runs what `outputs` need.
    func run(
        _ inputs: [String: Tensor],
        fetching outputs: [String],
        selecting selection: ClassSelection? = nil
    ) throws -> [String: Tensor] {
        executor.allowsWinograd = true
        let plan = try plan(inputs.mapValues(\.shape), outputs, Planner.Constraints(selection: selection))
        let kept = try executor.run(plan, feeds: feeds(plan, inputs))
        let results = try tensors(outputs, plan, kept)
        try checkFinite(results, inputs)
        return results
    }

    /// Runs forward and back.
    ///
    /// - Parameters:
    ///   - seed: Makes the gradient of `source` from its value.
    ///   - overrides: Rules that take the place of the standard ones.
    func gradients(
        _ inputs: [String: Tensor],
        of source: String,
        seed: (Tensor) throws -> Tensor,
        with targets: [String],
        fetching outputs: [String],
        selecting selection: ClassSelection? = nil,
        overrides: [OperationKind: GradientOverride]
    ) throws -> (gradients: [String: Tensor], values: [String: Tensor]) {
        executor.allowsWinograd = false
        let constraints = Planner.Constraints(separate: Set(overrides.keys), isReversed: true, selection: selection)
        let names = [source] + outputs + targets.filter { inputs[$0] == nil && $0 != source }
        var plan = try plan(inputs.mapValues(\.shape), names, constraints)
        guard let start = plan.names[source] else { throw unknown(source) }
        let ends = try targets.map { name -> Operand in
            guard let tensor = plan.names[name] else { throw unknown(name) }
            return tensor
        }
        executor.allowsWinogradGradients = plan.steps.contains(where: \.operation.isRectified)
        executor.allowsWinograd = executor.allowsWinogradGradients
        let pass = ReversePass(plan, from: start, to: Set(ends), overrides: overrides)
        guard pass.isConnected else {
            throw ModelError(.notDifferentiable, "\(source) does not depend on \(targets.joined(separator: " or ")).")
        }
        plan.kept.formUnion(pass.savedValues)
        let feeds = feeds(plan, inputs)
        var kept = try executor.run(plan, feeds: feeds)
        let fetched = try tensors([source] + outputs, plan, kept)
        try checkFinite(fetched, inputs)
        guard let value = fetched[source] else { throw unknown(source) }
        let gradient = try seed(value)
        guard gradient.shape == value.shape else {
            throw ModelError(
                .shapeMismatch,
                "The gradient of \(source) must have shape \(value.shape), not \(gradient.shape)."
            )
        }
        kept.merge(feeds) { own, _ in own }
        let results = try pass.run(executor, values: kept, seed: executor.activation(of: gradient))
        var gradients: [String: Tensor] = [:]
        for (name, tensor) in zip(targets, ends) {
            gradients[name] =
                try results[tensor].map { try executor.plain($0).tensor }
                ?? Tensor(
                    shape: plan.shapes[tensor],
                    values: [Float](repeating: 0, count: plan.shapes[tensor].reduce(1, *))
                )
        }
        for (name, gradient) in gradients where !gradient.isFinite {
            throw ModelError(
                .notFinite,
                "The gradient of \(source) by \(name) has NaN or infinite values, while \(source) itself has none: a function "
                    + "has no slope there, such as the square root at 0."
            )
        }
        return (gradients, fetched)
    }

    /// What activations take: the most that is held at once, or all that the way back may need.
    func activationBytes(_ shapes: [String: [Int]], of name: String, forGradients: Bool) throws -> Int {
        let plan = try plan(shapes, [name], Planner.Constraints(isReversed: forGradients))
        guard forGradients else { return Int(plan.peakBytes) }
        let sizes = plan.steps.map { 4 * plan.shapes[$0.output].reduce(1, *) }
        // Gradients are let go of on the way; two of the largest are there at once, with what they are made of.
        return sizes.reduce(0, +) + 4 * (sizes.max() ?? 0)
    }

    /// Runs a picture whose parts will be replaced and keeps what every step computed.
    func base(
        _ picture: Tensor,
        input: String,
        fetching output: String,
        selecting selection: ClassSelection? = nil
    ) throws -> RegionBase {
        // As in what is run for the parts, so that both round alike.
        executor.allowsWinograd = false
        let constraints = Planner.Constraints(selection: selection)
        var plan = try plan([input: picture.shape], [output], constraints)
        plan.kept.formUnion(plan.steps.flatMap { $0.inputs + [$0.output] }.filter { plan.constants[$0] == nil })
        let feeds = feeds(plan, [input: picture])
        let values = try executor.run(plan, feeds: feeds).merging(feeds) { own, _ in own }
        guard let start = plan.inputs[input], let end = plan.names[output] else { throw unknown(output) }
        try checkFinite(tensors([output], plan, values), [input: picture])
        return RegionBase(plan: plan, constraints: constraints, values: values, input: start, output: end)
    }

    /// Runs a picture with each of several parts replaced.
    ///
    /// - Parameters:
    ///   - input: The name of the picture.
    ///   - output: The name of the tensor that the base was made for.
    func run(
        _ base: RegionBase,
        input: String,
        replacing patches: [Model.InputPatch],
        fetching output: String
    ) throws -> Tensor {
        executor.allowsWinograd = false
        let shape = base.plan.shapes[base.input]
        let batch = try plan([input: [patches.count] + shape.dropFirst()], [output], base.constraints)
        let size = patches[0].pixels.shape
        let pixels = Tensor(shape: [patches.count] + size, values: patches.flatMap(\.pixels.values))
        let region = Region(origins: patches.map { [$0.row, $0.column] }, values: executor.activation(of: pixels))
        var run = RegionRun(executor, base: base.plan, batch: batch, values: base.values, count: patches.count)
        let result = try executor.plain(try run.run(base.input, region, output: base.output)).tensor
        guard pixels.isFinite, result.isFinite else {
            throw ModelError(
                .notFinite,
                pixels.isFinite
                    ? "\(output) has NaN or infinite values for a picture with a part replaced; run that picture whole to see where."
                    : "A patch has NaN or infinite values."
            )
        }
        return result
    }

    /// The steps for inputs of given shapes, before anything is merged.
    static func lowered(_ graph: Graph, _ inputs: [String: [Int]], _ outputs: [String]) throws -> Plan {
        let lowering = Lowering(graph)
        try lowering.lower(outputs, inputs: inputs)
        return lowering.plan
    }

    /// - Throws: `ModelError` `notFinite`, naming the first tensor that is not.
    func checkFinite(_ results: [String: Tensor], _ inputs: [String: Tensor]) throws {
        // Inputs are looked at themselves: ReLU and pooling make numbers of NaN.
        for (name, tensor) in inputs where !tensor.isFinite {
            throw ModelError(.notFinite, "The input \(name) has NaN or infinite values.")
        }
        guard let bad = results.filter({ !$0.value.isFinite }).keys.min() else { return }
        var plan = try Self.lowered(graph, inputs.mapValues(\.shape), [bad])
        plan.kept.formUnion(plan.steps.map(\.output))
        let values = try executor.run(plan, feeds: feeds(plan, inputs))
        for step in plan.steps {
            guard let value = values[step.output], try !executor.plain(value).tensor.isFinite else { continue }
            let node = plan.nodeNames[step.node] ?? "?"
            let stored = try step.inputs.compactMap { plan.constants[$0] }.filter {
                try $0.floats().contains { !$0.isFinite }
            }
            if let weights = stored.first {
                throw ModelError(
                    .notFinite,
                    "Node \(node) is the first with NaN or infinite values: they are in its weights "
                        + "\(weights.key ?? "of shape \(weights.shape)"). Was the model saved whole?"
                )
            }
            throw ModelError(
                .notFinite,
                "Node \(node) is the first with NaN or infinite values. Is the picture prepared as the model expects?"
            )
        }
        throw ModelError(.notFinite, "\(bad) has NaN or infinite values.")
    }

    func unknown(_ name: String) -> ModelError {
        ModelError(.unknownTensor, "\(name) is not computed for these inputs.")
    }

    func plan(_ inputs: [String: [Int]], _ outputs: [String], _ constraints: Planner.Constraints) throws -> Plan {
        let key = Key(inputs: inputs, outputs: outputs, constraints: constraints)
        if let plan = plans[key] { return plan }
        if plans.count > 64 {
            plans = [:]
            executor.constants.forgetFolded()
        }
        var lowered = try Self.lowered(graph, inputs, outputs)
        if let selection = constraints.selection { try lowered.select(selection, source: source) }
        try lowered.checkMemory(limit: Double(ProcessInfo.processInfo.physicalMemory))
        let plan = try Planner.simplified(lowered, constraints, executor)
        plans[key] = plan
        return plan
    }

    func feeds(_ plan: Plan, _ inputs: [String: Tensor]) -> [Operand: Activation] {
        Dictionary(
            uniqueKeysWithValues: plan.inputs.compactMap { name, tensor in
                inputs[name].map { (tensor, executor.activation(of: $0)) }
            }
        )
    }

    func tensors(_ names: [String], _ plan: Plan, _ kept: [Operand: Activation]) throws -> [String: Tensor] {
        var result: [String: Tensor] = [:]
        for name in names {
            guard let tensor = plan.names[name], let value = kept[tensor] else { throw unknown(name) }
            result[name] = try executor.plain(value).tensor
        }
        return result
    }
}

extension Tensor {
    fileprivate var isFinite: Bool {
        values.withUnsafeBufferPointer { Executor.isFinite($0.baseAddress, $0.count) }
    }
}
#endif
