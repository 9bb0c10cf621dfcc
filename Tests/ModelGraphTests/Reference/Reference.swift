#if NativeLibraries
import ONNXFormat
import Testing

/// One node computed in doubles by plain loops, as the operator specification of ONNX words it.
struct Reference {
    let node: ONNXNode
    let opset: Int
    let inputs: [Array64?]

    var type: String { node.operatorType }

    /// What all nodes of a graph compute, by name.
    static func values(_ graph: ONNXGraph, opset: Int, given: [String: Array64]) throws -> [String: Array64] {
        var values = given
        for tensor in graph.initializers { values[tensor.name] = Array64(tensor.shape, try tensor.doubles()) }
        for node in graph.nodes {
            let reference = Reference(node: node, opset: opset, inputs: node.inputs.map { values[$0] })
            for (name, value) in zip(node.outputs, try reference.outputs()) { values[name] = value }
        }
        return values
    }

    func outputs() throws -> [Array64] {
        if type == "Split" { return try split() }
        let families = [elementwise, binary, windows, products, normalization, reduction, movement, resizing]
        for family in families { if let result = try family() { return [result] } }
        throw Unknown(type: type)
    }

    /// An operator without a reference.
    struct Unknown: Error { let type: String }

    func input(_ index: Int) throws -> Array64 { try #require(optional(index)) }

    func optional(_ index: Int) -> Array64? { index < inputs.count ? inputs[index] : nil }

    // Attributes

    func integer(_ name: String, _ fallback: Int) -> Int {
        if case .int(let value)? = node.attributes[name] { value } else { fallback }
    }

    func number(_ name: String, _ fallback: Double) -> Double {
        if case .float(let value)? = node.attributes[name] { Double(value) } else { fallback }
    }

    func text(_ name: String, _ fallback: String) -> String {
        if case .string(let value)? = node.attributes[name] { value } else { fallback }
    }

    func integers(_ name: String) -> [Int]? {
        if case .ints(let values)? = node.attributes[name] { values } else { nil }
    }

    func numbers(_ name: String) -> [Double]? {
        if case .floats(let values)? = node.attributes[name] { values.map(Double.init) } else { nil }
    }

    /// An attribute of early versions, an input of later ones.
    func list(_ name: String, input index: Int) -> [Int]? { integers(name) ?? optional(index)?.integers }

    func axis(_ fallback: Int, rank: Int) -> Int {
        let axis = integer("axis", fallback)
        return axis < 0 ? axis + rank : axis
    }
}
#endif
