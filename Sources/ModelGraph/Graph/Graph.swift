#if NativeLibraries
import ONNXFormat

/// The nodes of a model in an order in which they can run, and what connects them.
struct Graph: Sendable {
    let model: ONNXModel
    let nodes: [ONNXNode]
    let opset: Int
    let initializers: [String: ONNXTensor]
    /// The inputs that are no initializers.
    let inputs: [ONNXValueInfo]
    let outputs: [String]
    /// The node that computes each tensor.
    let producers: [String: Int]

    /// Orders and checks a model's nodes.
    ///
    /// - Throws: `ModelError` `unsupported`, naming every node that is not supported, or `invalidGraph`.
    init(_ model: ONNXModel) throws {
        self.model = model
        opset = model.opsets[""] ?? 0
        guard (7...24).contains(opset) else {
            throw ModelError(
                .unsupported,
                "\(model.source) uses version \(opset) of ONNX's operators; 7 to 24 are supported. Export it anew."
            )
        }
        try Self.checkOperators(model)
        initializers = Dictionary(model.graph.initializers.map { ($0.name, $0) }) { first, _ in first }
        let stored = initializers
        inputs = model.graph.inputs.filter { stored[$0.name] == nil }
        var seen: Set<String> = []
        outputs = model.graph.outputs.map(\.name).filter { seen.insert($0).inserted }
        nodes = try Self.sorted(model, Set(initializers.keys).union(inputs.map(\.name)))
        var producers: [String: Int] = [:]
        for (index, node) in nodes.enumerated() {
            for output in node.outputs where !output.isEmpty { producers[output] = index }
        }
        self.producers = producers
        let known = Set(producers.keys).union(initializers.keys).union(inputs.map(\.name))
        if let missing = outputs.first(where: { !known.contains($0) }) {
            throw ModelError(.invalidGraph, "\(model.source): nothing computes its output \(missing).")
        }
        guard !outputs.isEmpty else { throw ModelError(.invalidGraph, "\(model.source) has no outputs.") }
    }

    /// Every name that can be fetched.
    var tensorNames: [String] {
        inputs.map(\.name) + nodes.flatMap { $0.outputs.filter { !$0.isEmpty } }
    }

    func isKnown(_ tensor: String) -> Bool {
        producers[tensor] != nil || initializers[tensor] != nil || inputs.contains { $0.name == tensor }
    }

    func reader(_ node: Int) -> NodeReader { NodeReader(node: nodes[node], opset: opset) }

    /// The nodes that tensors depend on, in order, without those behind `given`.
    func needed(for tensors: [String], given: Set<String>) -> [Int] {
        var needed: Set<Int> = []
        var open = tensors
        while let tensor = open.popLast() {
            guard !given.contains(tensor), let node = producers[tensor], needed.insert(node).inserted else { continue }
            open += nodes[node].inputs
        }
        return needed.sorted()
    }

    private static func checkOperators(_ model: ONNXModel) throws {
        var refused: [String] = []
        for node in model.graph.nodes {
            let isKnown = node.domain.isEmpty && OperatorTable.isSupported(node.operatorType)
            let attributes = node.attributes.compactMap { name, value in
                if case .unsupported(let what) = value { "\(name) (\(what))" } else { nil as String? }
            }
            guard !isKnown || !attributes.isEmpty else { continue }
            let label = node.name.isEmpty ? node.outputs.first ?? "?" : node.name
            let type = node.domain.isEmpty ? node.operatorType : "\(node.domain).\(node.operatorType)"
            refused.append(
                "  \(label): \(type)"
                    + (attributes.isEmpty ? "" : " with \(attributes.sorted().joined(separator: ", "))")
            )
        }
        guard refused.isEmpty else {
            throw ModelError(
                .unsupported,
                "\(model.source) has \(refused.count) node\(refused.count == 1 ? "" : "s") that cannot be run:\n"
                    + refused.joined(separator: "\n") + "\nExport the model without them, in eval mode."
            )
        }
    }

    private static func sorted(_ model: ONNXModel, _ given: Set<String>) throws -> [ONNXNode] {
        let nodes = model.graph.nodes
        var producers: [String: Int] = [:]
        for (index, node) in nodes.enumerated() {
            for output in node.outputs where !output.isEmpty { producers[output] = index }
        }
        var order: [Int] = []
        var state = [UInt8](repeating: 0, count: nodes.count)
        for root in nodes.indices where state[root] == 0 {
            // Depth first without recursion: a chain may be as long as the file.
            var stack = [(node: root, next: 0)]
            state[root] = 1
            while let (node, next) = stack.last {
                guard next < nodes[node].inputs.count else {
                    state[node] = 2
                    order.append(node)
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].next += 1
                let input = nodes[node].inputs[next]
                guard !input.isEmpty, !given.contains(input) else { continue }
                let reader = NodeReader(node: nodes[node], opset: 0)
                guard let producer = producers[input] else {
                    throw ModelError(
                        .invalidGraph,
                        "\(model.source): node \(reader.name) needs \(input), which nothing computes or stores."
                    )
                }
                if state[producer] == 1 {
                    throw ModelError(.invalidGraph, "\(model.source): node \(reader.name) depends on its own output.")
                }
                if state[producer] == 0 {
                    state[producer] = 1
                    stack.append((producer, 0))
                }
            }
        }
        return order.map { nodes[$0] }
    }
}
#endif
