#if NativeLibraries
import ONNXFormat

/// Turns nodes into steps for inputs of known shapes.
final class Lowering {
    /// What a name stands for while nodes are lowered.
    enum Value {
        case tensor(Operand)
        case folded(FoldedConstant)
        case stored(ONNXTensor)
    }

    let graph: Graph
    private(set) var plan = Plan()
    private(set) var values: [String: Value] = [:]
    private var node = 0

    init(_ graph: Graph) {
        self.graph = graph
    }

    /// Lowers what `outputs` need, given inputs (or inner tensors) of known shapes.
    ///
    /// - Throws: `ModelError` naming the node.
    func lower(_ outputs: [String], inputs: [String: [Int]]) throws {
        for (name, shape) in inputs.sorted(by: { $0.key < $1.key }) {
            let tensor = newTensor(shape)
            plan.inputs[name] = tensor
            values[name] = .tensor(tensor)
        }
        for (name, tensor) in graph.initializers where values[name] == nil { values[name] = .stored(tensor) }
        for index in graph.needed(for: outputs, given: Set(inputs.keys)) {
            node = index
            plan.nodeNames[index] = graph.reader(index).name
            try lower(graph.reader(index))
        }
        for output in outputs {
            guard let value = values[output] else {
                throw ModelError(.shapeMismatch, "\(output) needs an input that was not given.")
            }
            let tensor = try operand(value, name: output)
            plan.names[output] = tensor
            plan.kept.insert(tensor)
        }
        for (name, value) in values { if case .tensor(let tensor) = value { plan.names[name] = tensor } }
    }

    private func lower(_ reader: NodeReader) throws {
        let inputs = reader.node.inputs
        if reader.type == "Constant" {
            values[reader.node.outputs[0]] = try constant(reader)
            return
        }
        if ["Shape", "Size"].contains(reader.type), case .tensor(let tensor)? = inputs.first.flatMap({ values[$0] }) {
            let shape = plan.shapes[tensor]
            let result =
                reader.type == "Shape"
                ? reader.shape(of: shape) : FoldedConstant(integers: [shape.reduce(1, *)], shape: [])
            values[reader.node.outputs[0]] = .folded(result)
            return
        }
        if let folded = try fold(reader) {
            for (name, constant) in zip(reader.node.outputs, folded) where !name.isEmpty {
                values[name] = .folded(constant)
            }
            return
        }
        let node = NodeLowering(reader: reader, lowering: self)
        let outputs: [Operand]
        do {
            outputs = try node.lower()
        } catch let error as ModelError where !error.message.contains(reader.name) {
            throw ModelError(error.code, "Node \(reader.name): \(error.message)")
        }
        for (name, tensor) in zip(reader.node.outputs, outputs) where !name.isEmpty { values[name] = .tensor(tensor) }
    }

    private func constant(_ reader: NodeReader) throws -> Value {
        switch reader.node.attributes.first(where: { $0.key.hasPrefix("value") })?.value {
        case .tensor(let tensor):
            tensor.elementCount > NodeReader.foldedLimit && tensor.elementType.isFloatingPoint
                ? .stored(tensor) : .folded(try FoldedConstant(tensor))
        case .float(let value): .folded(FoldedConstant(shape: [], values: [Double(value)], isInteger: false))
        case .floats(let values):
            .folded(FoldedConstant(shape: [values.count], values: values.map(Double.init), isInteger: false))
        case .int(let value): .folded(FoldedConstant(integers: [value], shape: []))
        case .ints(let values): .folded(FoldedConstant(integers: values))
        default: throw reader.unsupported("value")
        }
    }

    private func fold(_ reader: NodeReader) throws -> [FoldedConstant]? {
        var inputs: [FoldedConstant?] = []
        for name in reader.node.inputs {
            guard !name.isEmpty else {
                inputs.append(nil)
                continue
            }
            guard let value = values[name], let constant = try folded(value) else { return nil }
            inputs.append(constant)
        }
        guard !inputs.isEmpty else { return nil }
        return try ConstantFolding(node: reader, inputs: inputs).fold()
    }

    /// A value as a small constant, if it is one.
    func folded(_ value: Value) throws -> FoldedConstant? {
        switch value {
        case .tensor: return nil
        case .folded(let constant): return constant
        case .stored(let tensor):
            // Weights are not read just to fold what lies behind them.
            guard !tensor.elementType.isFloatingPoint || tensor.elementCount <= 65536 else { return nil }
            return try FoldedConstant(tensor)
        }
    }

    // Tensors

    /// A tensor that a step will write or that is given.
    func newTensor(_ shape: [Int]) -> Operand {
        plan.shapes.append(shape)
        return plan.shapes.count - 1
    }

    /// The tensor of a value, a constant where it is none yet.
    ///
    /// - Parameter name: The graph's name of the value; tensors in attributes may all have the same one.
    func operand(_ value: Value, name: String) throws -> Operand {
        switch value {
        case .tensor(let tensor): return tensor
        case .folded(let constant):
            return newConstant(constant.shape, .values(constant.values.map { Float($0) }), key: nil)
        case .stored(let tensor): return newConstant(tensor.shape, .initializer(tensor), key: name)
        }
    }

    func newConstant(_ shape: [Int], _ source: StoredConstant.Source, key: String?) -> Operand {
        let tensor = newTensor(shape)
        plan.constants[tensor] = StoredConstant(shape: shape, source: source, key: key)
        return tensor
    }

    /// The tensor of a name.
    func operand(named name: String) throws -> Operand {
        guard let value = values[name] else {
            throw ModelError(.shapeMismatch, "\(name) was not given.")
        }
        return try operand(value, name: name)
    }

    /// Adds a step.
    func emit(_ operation: Operation, _ inputs: [Operand], _ shape: [Int]) throws -> Operand {
        guard shape.allSatisfy({ $0 >= 0 }), shape.reduce(1.0, { $0 * Double($1) }) <= 0x1p30 else {
            throw ModelError(.invalidGraph, "it would make an array of shape \(shape).")
        }
        let output = newTensor(shape)
        plan.steps.append(Step(operation: operation, inputs: inputs, output: output, node: node))
        return output
    }
}
#endif
