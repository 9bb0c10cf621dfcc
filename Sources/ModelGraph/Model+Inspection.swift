#if NativeLibraries
import ONNXFormat
import Synchronization

extension Model {
    /// A tensor of the graph.
    public struct TensorDescription: Sendable, Equatable {
        /// Its name in the graph.
        public let name: String
        /// Its shape for the inputs asked about.
        public let shape: [Int]
        /// The operator that computes it; nil for inputs.
        public let operatorType: String?
        /// The names of what it is computed of, weights and other constants included.
        public let inputs: [String]
    }

    /// Where a class activation map is taken.
    public struct ActivationLayer: Sendable, Equatable {
        /// The tensor's name.
        public let name: String
        /// `[N,C,H,W]`, or `[N,T,C]` for tokens.
        public let shape: [Int]
        /// For tokens, rows and columns of the grid that they make.
        public let grid: [Int]?
        /// For tokens, how many stand before the grid: class tokens and registers.
        public let specialTokens: Int
    }

    /// Extents for which a model can be described: a batch of 1, and what is open set to 224.
    public var exampleShapes: [String: [Int]] {
        var shapes: [String: [Int]] = [:]
        for input in graph.inputs {
            shapes[input.name] = (input.shape ?? []).enumerated().map { axis, dimension in
                if case .fixed(let size) = dimension { size } else { axis == 0 ? 1 : axis == 1 ? 3 : 224 }
            }
        }
        return shapes
    }

    /// Every tensor that depends on the inputs, in the order in which they are computed.
    ///
    /// - Throws: ``ModelError`` where the shapes do not fit.
    public func tensors(_ shapes: [String: [Int]]? = nil) async throws -> [TensorDescription] {
        let plan = try lowered(shapes ?? exampleShapes)
        return graph.inputs.compactMap { input in
            plan.names[input.name].map {
                TensorDescription(name: input.name, shape: plan.shapes[$0], operatorType: nil, inputs: [])
            }
        }
            + graph.nodes.flatMap { node in
                node.outputs.compactMap { name in
                    plan.names[name].map {
                        TensorDescription(
                            name: name,
                            shape: plan.shapes[$0],
                            operatorType: node.operatorType,
                            inputs: node.inputs.filter { !$0.isEmpty }
                        )
                    }
                }
            }
    }

    /// The numbers in the weights, also in those that exporters write as constant nodes.
    public var parameterCount: Int {
        let constants = graph.nodes.filter { $0.operatorType == "Constant" }.compactMap { node in
            if case .tensor(let tensor)? = node.attributes["value"], tensor.elementCount > 1 {
                tensor
            } else {
                nil as ONNXTensor?
            }
        }
        return (constants + graph.initializers.values).filter(\.elementType.isFloatingPoint).reduce(0) {
            $0 + $1.elementCount
        }
    }

    /// The multiplications and additions of one run: two for each weight of each output of convolutions and products.
    ///
    /// - Throws: ``ModelError`` where the shapes do not fit.
    public func operationCount(_ shapes: [String: [Int]]? = nil) async throws -> Int {
        let plan = try lowered(shapes ?? exampleShapes)
        return plan.steps.reduce(0) { sum, step in
            let output = plan.shapes[step.output].reduce(1, *)
            switch step.operation {
            case .convolution: return sum + 2 * output * plan.shapes[step.inputs[1]][1...].reduce(1, *)
            case .transposedConvolution:
                let weights = plan.shapes[step.inputs[1]]
                return sum + 2 * plan.shapes[step.inputs[0]].reduce(1, *) * weights[1...].reduce(1, *)
            case .matrixProduct(let product):
                let first = plan.shapes[step.inputs[0]]
                return sum + 2 * output * first[first.count - (product.transposesFirst ? 2 : 1)]
            default: return sum
            }
        }
    }

    /// What the activations of one image take in memory, in bytes, weights not counted.
    ///
    /// - Parameters:
    ///   - shapes: Of the inputs, with a batch of 1.
    ///   - name: The tensor that is computed.
    ///   - forGradients: Whether what the way back needs is kept.
    /// - Throws: ``ModelError`` where the shapes do not fit.
    public func activationBytes(
        _ shapes: [String: [Int]],
        of name: String,
        forGradients: Bool = false
    ) async throws -> Int {
        let engine = engine
        return try await ComputeThread.shared.run {
            try engine.activationBytes(shapes, of: name, forGradients: forGradients)
        }
    }

    /// The layer that a class activation map is taken of: the last tensor with positions before they are pooled or
    /// flattened, or the input tokens of a transformer's last block; nil where there is none.
    ///
    /// - Throws: ``ModelError`` where the shapes do not fit.
    public func activationLayer(_ shapes: [String: [Int]]? = nil) async throws -> ActivationLayer? {
        let plan = try lowered(shapes ?? exampleShapes)
        let search = ActivationLayerSearch(plan, output: graph.outputs[0], order: graph.tensorNames)
        return search.spatial ?? search.tokens
    }

    private func lowered(_ shapes: [String: [Int]]) throws -> Plan {
        if let last = lastLowered.withLock({ $0 }), last.shapes == shapes { return last.plan }
        let plan = try Engine.lowered(graph, shapes, graph.outputs)
        lastLowered.withLock { $0 = LoweredPlan(shapes: shapes, plan: plan) }
        return plan
    }
}

/// Looks for the layer of a class activation map.
private struct ActivationLayerSearch {
    let plan: Plan
    /// The name of each tensor, the last where it has several.
    private var names: [Operand: String] = [:]
    private var producers: [Operand: Step] = [:]
    private let output: Operand?

    init(_ plan: Plan, output: String, order: [String]) {
        self.plan = plan
        self.output = plan.names[output]
        for name in order { if let tensor = plan.names[name] { names[tensor] = name } }
        for step in plan.steps { producers[step.output] = step }
    }

    /// Back from the output to the first step that gives positions up.
    var spatial: Model.ActivationLayer? {
        var open = output
        while let tensor = open, let step = producers[tensor] {
            let input = step.inputs[0]
            let (before, after) = (plan.shapes[input], plan.shapes[tensor])
            // A token is taken, or all are averaged: there are no positions to find behind it.
            if before.count == 3, after.count <= 3, before[1] != after[min(1, after.count - 1)] { return nil }
            let gathers: Bool =
                switch step.operation {
                case .reduce(_, let axes): before.count == 4 && axes == 2..<4
                case .reshape: before.count == 4 && after.count < 4
                case .pool: after[2] == 1 && after[3] == 1
                default: false
                }
            if gathers, before.count == 4, before[2] * before[3] > 1, let name = names[input] {
                return Model.ActivationLayer(name: name, shape: before, grid: nil, specialTokens: 0)
            }
            // The way of the picture: the first input that is no constant and has most elements.
            open = step.inputs.filter { plan.constants[$0] == nil }
                .max { plan.shapes[$0].reduce(1, *) < plan.shapes[$1].reduce(1, *) }
        }
        return nil
    }

    /// Whether a step is a normalization of tokens, or the mean in one that an exporter wrote out.
    private func isNormalized(_ step: Step) -> Bool {
        guard plan.shapes[step.inputs[0]].count == 3 else { return false }
        switch step.operation {
        case .standardize: return true
        case .reduce(.sum, axes: 2..<3):
            return !isDeviation(step.inputs[0])
        default: return false
        }
    }

    /// Whether a tensor is a power of a difference: what a variance is the mean of.
    private func isDeviation(_ tensor: Operand) -> Bool {
        guard let step = producers[tensor] else { return false }
        switch step.operation {
        case .elementwise(.power), .binary(.power), .binary(.multiply):
            return step.inputs.contains { producers[$0]?.operation == .binary(.subtract) }
        default: return false
        }
    }

    /// What the normalization before the last attention takes.
    var tokens: Model.ActivationLayer? {
        guard let attention = plan.steps.last(where: { $0.operation == .softmax && plan.shapes[$0.output].count >= 3 })
        else {
            return nil
        }
        var open = [attention.output]
        var seen: Set<Operand> = []
        var found: Operand?
        while let tensor = open.popLast() {
            guard seen.insert(tensor).inserted, let step = producers[tensor] else { continue }
            if isNormalized(step) {
                found = max(found ?? step.inputs[0], step.inputs[0])
                continue
            }
            open += step.inputs
        }
        guard let found, let name = names[found] else { return nil }
        let count = plan.shapes[found][1]
        let side = Int(Double(count).squareRoot())
        return Model.ActivationLayer(
            name: name,
            shape: plan.shapes[found],
            grid: [side, side],
            specialTokens: count - side * side
        )
    }
}
#endif
