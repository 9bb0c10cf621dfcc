#if NativeLibraries
/// One operation with its operands.
struct Step {
    var operation: Operation
    var inputs: [Operand]
    var output: Operand
    /// The node of the graph that it comes from.
    let node: Int
}

/// What is computed, in order, for given inputs and outputs.
struct Plan {
    var steps: [Step] = []
    /// Of every tensor.
    var shapes: [[Int]] = []
    var constants: [Operand: StoredConstant] = [:]
    /// The tensors that are still wanted when all steps are done.
    var kept: Set<Operand> = []
    /// Tensors by the names that the graph gives them.
    var names: [String: Operand] = [:]
    /// What messages call the nodes that steps come from.
    var nodeNames: [Int: String] = [:]
    /// The tensors that are given.
    var inputs: [String: Operand] = [:]

    static var empty: Plan { Plan() }

    /// How often each tensor is needed; those that are kept once more.
    var useCounts: [Int] {
        var counts = [Int](repeating: 0, count: shapes.count)
        for step in steps { for input in step.inputs { counts[input] += 1 } }
        for tensor in kept { counts[tensor] += 1 }
        return counts
    }

    /// The most bytes that values take at once; weights come on top.
    var peakBytes: Int {
        var uses = useCounts
        var live = inputs.values.reduce(0) { $0 + bytes($1) }
        var peak = live
        for step in steps {
            if step.operation != .reshape { live += bytes(step.output) }
            peak = max(peak, live)
            for input in step.inputs where constants[input] == nil {
                uses[input] -= 1
                if uses[input] == 0, step.operation != .reshape { live -= bytes(input) }
            }
        }
        return peak
    }

    private func bytes(_ tensor: Operand) -> Int { shapes[tensor].reduce(4, *) }

    /// Whether a tensor's memory belongs to the caller.
    func isShared(_ tensor: Operand) -> Bool {
        inputs.values.contains(tensor)
    }
}
#endif
