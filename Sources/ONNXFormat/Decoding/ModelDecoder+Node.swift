/// A node before functions are put in place.
struct DecodedNode {
    var node: ONNXNode

    /// Which function of several with the same name is called.
    var overload = ""

    /// Attributes that are set to those of the function around: the names there, by the names here.
    var references: [String: String] = [:]
}

extension ModelDecoder {
    private struct NodeFields {
        var name = ""
        var operatorType = ""
        var domain = ""
        var overload = ""
        var inputs: [String] = []
        var outputs: [String] = []
        var attributes: [String: ONNXAttribute] = [:]
        var references: [String: String] = [:]
    }

    /// Decodes a `NodeProto`.
    ///
    /// - Throws: `Fault`.
    func node(_ field: WireField, index: Int) throws -> DecodedNode {
        var fields = NodeFields()
        func place() -> String {
            let name = fields.name.isEmpty ? nameAhead(field, number: 3) : fields.name
            let operatorType = fields.operatorType.isEmpty ? nameAhead(field, number: 4) : fields.operatorType
            return Self.place(index, operatorType, name)
        }
        return try within(place()) {
            try countNode()
            var cursor = try cursor(field)
            while let field = try cursor.next() { try collect(field, &fields, index) }
            guard !fields.operatorType.isEmpty else {
                throw Fault(.malformed, "it names no operator; export the model again")
            }
            let node = ONNXNode(
                name: fields.name,
                operatorType: fields.operatorType,
                domain: fields.domain,
                inputs: fields.inputs,
                outputs: fields.outputs,
                attributes: fields.attributes
            )
            return DecodedNode(node: node, overload: fields.overload, references: fields.references)
        }
    }

    private func collect(_ field: WireField, _ fields: inout NodeFields, _ index: Int) throws {
        switch field.number {
        case 1: fields.inputs.append(try name(field))
        case 2: fields.outputs.append(try name(field))
        case 3: fields.name = try name(field)
        case 4: fields.operatorType = try name(field)
        case 5:
            let (name, value) = try attribute(field, of: Self.place(index, fields.operatorType, fields.name))
            guard fields.attributes[name] == nil, fields.references[name] == nil else {
                throw Fault(.duplicateName, "it has two attributes \(name.quoted)")
            }
            switch value {
            case .value(let value): fields.attributes[name] = value
            case .reference(let other): fields.references[name] = other
            }
        case 7: fields.domain = try domain(field)
        case 8: fields.overload = try name(field)
        default: break
        }
    }
}
