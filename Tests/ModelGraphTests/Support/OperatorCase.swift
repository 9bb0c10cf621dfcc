#if NativeLibraries
import ONNXFormat
import Tensor
import Testing

/// One node with its operands, as a graph of its own.
struct OperatorCase: Sendable, CustomTestStringConvertible {
    /// What goes into a node.
    enum Operand: Sendable {
        /// Given, and differentiated by: distinct numbers away from the middle of a range.
        case variable([Int], ClosedRange<Float> = -2...2)
        /// Given truth values.
        case flags([Int])
        /// Stored.
        case weights([Int], ClosedRange<Float> = -1...1)
        case floats([Float], [Int]? = nil)
        case integers([Int], [Int]? = nil)
        case none
    }

    let type: String
    let attributes: [String: ONNXAttribute]
    let opset: Int
    let operands: [Operand]
    let outputCount: Int
    let isDifferentiable: Bool

    init(
        _ type: String,
        _ operands: [Operand],
        _ attributes: [String: ONNXAttribute] = [:],
        opset: Int = 17,
        outputs: Int = 1,
        isDifferentiable: Bool = true
    ) {
        self.type = type
        self.attributes = attributes
        self.opset = opset
        self.operands = operands
        outputCount = outputs
        self.isDifferentiable = isDifferentiable
    }

    var testDescription: String {
        let inputs = operands.map { operand in
            switch operand {
            case .variable(let shape, _), .flags(let shape): "\(shape)"
            case .weights(let shape, _): "weights \(shape)"
            case .floats(let values, _): "\(values)"
            case .integers(let values, _): "\(values)"
            case .none: "–"
            }
        }
        let settings = attributes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return "\(type)-\(opset) (\(inputs.joined(separator: ", "))) \(settings.joined(separator: " "))"
    }

    var graph: TestGraph {
        var generator = SeededGenerator(state: 7)
        var inputs: [String: Tensor] = [:]
        var (names, variables): ([String], [String]) = ([], [])
        var initializers: [ONNXTensor] = []
        for (index, operand) in operands.enumerated() {
            let name = "x\(index)"
            names.append(name)
            switch operand {
            case .variable(let shape, let range):
                variables.append(name)
                inputs[name] = Tensor(shape: shape, values: generator.spread(shape.reduce(1, *), over: range))
            case .flags(let shape):
                let values = (0..<shape.reduce(1, *)).map { _ in Float(Int.random(in: 0...1, using: &generator)) }
                inputs[name] = Tensor(shape: shape, values: values)
            case .weights(let shape, let range):
                let values = generator.spread(shape.reduce(1, *), over: range)
                initializers.append(ONNXTensor(name: name, shape: shape, floats: values))
            case .floats(let values, let shape):
                initializers.append(ONNXTensor(name: name, shape: shape ?? [values.count], floats: values))
            case .integers(let values, let shape):
                initializers.append(ONNXTensor(name: name, shape: shape ?? [values.count], integers: values))
            case .none: names[index] = ""
            }
        }
        let node = ONNXNode(
            name: "node",
            operatorType: type,
            inputs: names,
            outputs: (0..<outputCount).map { "y\($0)" },
            attributes: attributes
        )
        return TestGraph([node], opset: opset, inputs: inputs, initializers: initializers, variables: variables)
    }

    /// Compares outputs and gradients with the reference.
    func check(_ check: ReferenceCheck = ReferenceCheck()) async throws {
        try await check.expectEqual(graph, isDifferentiable: isDifferentiable)
    }
}
#endif
