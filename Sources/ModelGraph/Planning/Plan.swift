#if NativeLibraries
/// One operation with its operands.
struct Step {
    var operation: Operation
    var inputs: [Operand]
    var output: Operand
    /// The node of the graph that it comes from.
    let node: Int
}

/// The steps for inputs of given shapes; never changed once they are made.
struct LoweredPlan: @unchecked Sendable {
    let shapes: [String: [Int]]
    let plan: Plan
}

/// Some of the classes that a tensor `[N,C,…]` scores.
struct ClassSelection: Hashable {
    let scores: String
    let classes: [Int]
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

    private func bytes(_ tensor: Operand) -> Double { shapes[tensor].reduce(4) { $0 * Double($1) } }

    /// The most that activations take at once.
    var peakBytes: Double {
        var uses = useCounts
        var held = inputs.values.reduce(0) { $0 + bytes($1) }
        var peak = held
        for step in steps {
            held += bytes(step.output)
            peak = max(peak, held)
            for input in step.inputs {
                uses[input] -= 1
                if uses[input] == 0, constants[input] == nil { held -= bytes(input) }
            }
        }
        return peak
    }

    /// Refuses to run what cannot be held.
    ///
    /// - Parameter limit: In bytes.
    /// - Throws: `ModelError` `outOfMemory`, naming the node of the largest tensor.
    func checkMemory(limit: Double) throws {
        let peak = peakBytes
        guard peak > limit, let largest = steps.max(by: { bytes($0.output) < bytes($1.output) }) else { return }
        throw ModelError(
            .outOfMemory,
            "Running this takes \((peak / 1e9).rounded(.up)) GB, more than the \((limit / 1e9).rounded(.down)) GB there are; most "
                + "for node \(nodeNames[largest.node] ?? "?"), which makes an array of shape \(shapes[largest.output]). Run "
                + "fewer or smaller images at once."
        )
    }

    /// Replaces class scores `[N,C,…]` by those of some classes, `[N,k,…]`.
    ///
    /// - Parameter source: What messages call the model.
    /// - Throws: `ModelError` `classOutOfRange`.
    mutating func select(_ selection: ClassSelection, source: String) throws {
        guard let scores = names[selection.scores], shapes[scores].count >= 2 else {
            throw ModelError(.shapeMismatch, "\(source) has no scores by class in \(selection.scores).")
        }
        let count = shapes[scores][1]
        for index in selection.classes where !(0..<count).contains(index) {
            throw ModelError(
                .classOutOfRange,
                "\(source) has no class \(index); its classes are 0 to \(count - 1)."
            )
        }
        var shape = shapes[scores]
        shape[1] = selection.classes.count
        shapes.append(shape)
        let output = shapes.count - 1
        let node = steps.first { $0.output == scores }?.node ?? -1
        steps.append(
            Step(operation: .take(axis: 1, indices: selection.classes), inputs: [scores], output: output, node: node)
        )
        kept.remove(scores)
        kept.insert(output)
        names[selection.scores] = output
    }

    /// Whether a tensor's memory belongs to the caller.
    func isShared(_ tensor: Operand) -> Bool {
        inputs.values.contains(tensor)
    }
}
#endif
