/// A function that a model brings along: a network in place of an operator.
struct DecodedFunction {
    /// What a node that calls the function says.
    struct Key: Hashable {
        var domain = ""
        var name = ""
        var overload = ""
    }

    var key = Key()
    var inputs: [String] = []
    var outputs: [String] = []
    var defaults: [String: ONNXAttribute] = [:]
    var nodes: [DecodedNode] = []
    var opsets: [String: Int] = [:]

    /// What messages call the function.
    var place: String { "function \((key.domain.isEmpty ? key.name : "\(key.domain).\(key.name)").quoted)" }
}

/// Puts the functions of a model in place of their calls.
struct FunctionInlining {
    private static let depthLimit = 32

    private let decoder: ModelDecoder
    private var functions: [DecodedFunction.Key: DecodedFunction] = [:]
    private var callCount = 0

    /// The operator sets of the model and of its functions.
    private(set) var opsets: [String: Int]

    init(_ decoder: ModelDecoder, opsets: [String: Int]) {
        self.decoder = decoder
        self.opsets = opsets
    }

    /// - Throws: `Fault` when there is such a function already.
    mutating func add(_ function: DecodedFunction) throws {
        guard functions.updateValue(function, forKey: function.key) == nil else {
            throw Fault(.duplicateName, "there are two of them").within(function.place)
        }
    }

    /// The nodes of a graph, with the nodes of functions in place of their calls.
    ///
    /// - Throws: `Fault` when a call does not fit its function, or functions call themselves.
    mutating func expand(_ nodes: [DecodedNode]) throws -> [ONNXNode] {
        var expanded: [ONNXNode] = []
        expanded.reserveCapacity(nodes.count)
        for (index, call) in nodes.enumerated() {
            do {
                guard let name = call.references.keys.first else {
                    try expand(call, depth: 0, into: &expanded)
                    continue
                }
                throw Fault(.malformed, "its attribute \(name.quoted) refers to a function, but it is in none")
            } catch let fault as Fault {
                throw fault.within(ModelDecoder.place(index, call.node.operatorType, call.node.name))
            }
        }
        return expanded
    }

    private mutating func expand(_ call: DecodedNode, depth: Int, into expanded: inout [ONNXNode]) throws {
        let node = call.node
        let key = DecodedFunction.Key(domain: node.domain, name: node.operatorType, overload: call.overload)
        guard let function = functions[key] else { return expanded.append(node) }
        do {
            guard depth < Self.depthLimit else {
                throw Fault(.malformed, "it calls itself, or calls are nested more than \(Self.depthLimit) deep")
            }
            // A call costs more than the nodes that come of it, which may be none.
            try decoder.charge(64 * (function.inputs.count + function.defaults.count + function.opsets.count))
            try adopt(function.opsets)
            guard node.inputs.count <= function.inputs.count, node.outputs.count <= function.outputs.count else {
                throw Fault(
                    .malformed,
                    "a call has \(node.inputs.count) inputs and \(node.outputs.count) outputs, the function "
                        + "\(function.inputs.count) and \(function.outputs.count)"
                )
            }
            var scope = Scope(prefix: "\(node.name.isEmpty ? node.operatorType : node.name)#\(callCount)/")
            callCount += 1
            for (index, input) in function.inputs.enumerated() {
                scope.names[input] = index < node.inputs.count ? node.inputs[index] : ""
            }
            let passed = try bindOutputs(of: function, node, &scope)
            let attributes = function.defaults.merging(node.attributes) { _, set in set }
            for inner in function.nodes {
                try decoder.countNode()
                let node = try scope.node(inner, attributes, decoder)
                try expand(DecodedNode(node: node, overload: inner.overload), depth: depth + 1, into: &expanded)
            }
            expanded += passed
        } catch let fault as Fault {
            // Of nested calls the outermost and the innermost say enough.
            throw depth == 0 || fault.places.isEmpty ? fault.within(function.place) : fault
        }
    }

    /// Notes the operator sets of a function that is called.
    ///
    /// - Throws: `Fault` when the model uses other versions of them.
    private mutating func adopt(_ imported: [String: Int]) throws {
        for (domain, version) in imported {
            guard opsets[domain, default: version] == version else {
                throw Fault(
                    .unsupported,
                    "it uses version \(version) of the operator set \(domain.quoted), but the model version "
                        + "\(opsets[domain, default: 0]); inline functions when exporting"
                )
            }
            opsets[domain] = version
        }
    }

    /// Gives the outputs of a function the names that the call has for them.
    ///
    /// - Returns: Nodes for the outputs that are inputs, handed through.
    /// - Throws: `Fault` when there are too many nodes.
    private func bindOutputs(
        of function: DecodedFunction,
        _ node: ONNXNode,
        _ scope: inout Scope
    ) throws -> [ONNXNode] {
        var passed: [ONNXNode] = []
        for (name, output) in zip(function.outputs, node.outputs) where !output.isEmpty {
            if let known = scope.names[name] {
                try decoder.countNode()
                passed.append(ONNXNode(operatorType: "Identity", inputs: [known], outputs: [output]))
            } else {
                scope.names[name] = output
            }
        }
        return passed
    }
}

/// The names within one call of a function.
private struct Scope {
    let prefix: String

    /// The names in the graph, by those in the function.
    var names: [String: String] = [:]

    /// A node of the function as it stands in the graph.
    ///
    /// - Throws: `Fault` when there is no room for it.
    mutating func node(
        _ inner: DecodedNode,
        _ attributes: [String: ONNXAttribute],
        _ decoder: ModelDecoder
    ) throws -> ONNXNode {
        var settings = inner.node.attributes
        try decoder.charge(512 * (settings.count + inner.references.count))
        for (name, reference) in inner.references { settings[name] = attributes[reference] }
        return ONNXNode(
            name: try name(prefix + inner.node.name, decoder),
            operatorType: inner.node.operatorType,
            domain: inner.node.domain,
            inputs: try inner.node.inputs.map { try renamed($0, decoder) },
            outputs: try inner.node.outputs.map { try renamed($0, decoder) },
            attributes: settings
        )
    }

    private mutating func renamed(_ inner: String, _ decoder: ModelDecoder) throws -> String {
        guard !inner.isEmpty else { return "" }
        if let known = names[inner] {
            try decoder.charge(32)
            return known
        }
        let outer = try name(prefix + inner, decoder)
        names[inner] = outer
        return outer
    }

    private func name(_ name: String, _ decoder: ModelDecoder) throws -> String {
        try decoder.charge(128 + name.utf8.count)
        return name
    }
}
