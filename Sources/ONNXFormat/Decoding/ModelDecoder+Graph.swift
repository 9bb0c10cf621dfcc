extension ModelDecoder {
    /// Decodes a `GraphProto`, and puts functions in place of their calls.
    ///
    /// - Throws: `Fault`.
    func graph(_ range: Range<Int>, inlining: inout FunctionInlining) throws -> ONNXGraph {
        var cursor = WireCursor(window, range)
        var name = ""
        var nodes: [DecodedNode] = []
        var initializers: [ONNXTensor] = []
        var inputs: [ONNXValueInfo] = []
        var outputs: [ONNXValueInfo] = []
        var values: [ONNXValueInfo] = []
        while let field = try cursor.next() {
            switch field.number {
            case 1: nodes.append(try node(field, index: nodes.count))
            case 2: name = try self.name(field)
            case 5: initializers.append(try initializer(field, index: initializers.count))
            case 11: inputs.append(try valueInfo(field, "input", index: inputs.count))
            case 12: outputs.append(try valueInfo(field, "output", index: outputs.count))
            case 13: values.append(try valueInfo(field, "value", index: values.count))
            case 15: throw try sparseInitializer(field)
            default: break
            }
        }
        let expanded = try inlining.expand(nodes)
        try checkNames(expanded, initializers, inputs)
        try checkUnique(values, "values")
        return ONNXGraph(
            name: name,
            nodes: expanded,
            initializers: initializers,
            inputs: inputs,
            outputs: outputs,
            values: values
        )
    }

    /// Holds that each name is given to one value only; initializers may be listed as inputs too.
    private func checkNames(_ nodes: [ONNXNode], _ initializers: [ONNXTensor], _ inputs: [ONNXValueInfo]) throws {
        try checkUnique(inputs, "inputs")
        var names: Set<String> = []
        for tensor in initializers where !names.insert(tensor.name).inserted {
            throw Fault(.duplicateName, "two initializers have the name \(tensor.name.quoted)")
        }
        names.formUnion(inputs.map(\.name))
        for (index, node) in nodes.enumerated() {
            for output in node.outputs where !output.isEmpty && !names.insert(output).inserted {
                throw Fault(
                    .duplicateName,
                    "its output \(output.quoted) has the name of an input, an initializer or an output before"
                ).within(Self.place(index, node.operatorType, node.name))
            }
        }
    }

    private func checkUnique(_ values: [ONNXValueInfo], _ what: String) throws {
        var names: Set<String> = []
        for value in values where !names.insert(value.name).inserted {
            throw Fault(.duplicateName, "two \(what) of the graph have the name \(value.name.quoted)")
        }
    }

    /// What messages call a node.
    static func place(_ index: Int, _ operatorType: String, _ name: String) -> String {
        let called = [operatorType, name.isEmpty ? "" : name.quoted].filter { !$0.isEmpty }.joined(separator: " ")
        return called.isEmpty ? "node \(index)" : "node \(index) (\(called))"
    }

    /// Finds the name of a `SparseTensorProto`, to say that it is not read.
    private func sparseInitializer(_ field: WireField) throws -> Fault {
        var cursor = try cursor(field)
        var found = ""
        while let field = try cursor.next() {
            guard field.number == 1 else { continue }
            var values = try self.cursor(field)
            while let field = try values.next() {
                if field.number == 8 { found = try name(field) }
            }
        }
        return Fault(.unsupported, "the initializer \(found.quoted) is sparse; export the model with dense weights")
    }
}
