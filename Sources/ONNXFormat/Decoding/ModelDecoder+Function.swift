extension ModelDecoder {
    /// Decodes a `FunctionProto`.
    ///
    /// - Throws: `Fault`.
    func function(_ range: Range<Int>, index: Int) throws -> DecodedFunction {
        var function = DecodedFunction()
        return try within(function.key.name.isEmpty ? "function \(index)" : function.place) {
            try charge(512)
            var cursor = WireCursor(window, range)
            while let field = try cursor.next() { try collect(field, &function) }
            guard !function.key.name.isEmpty else {
                throw Fault(.malformed, "it has no name; export the model again")
            }
            guard Set(function.inputs).count == function.inputs.count,
                Set(function.outputs).count == function.outputs.count
            else { throw Fault(.duplicateName, "two of its inputs or outputs have the same name") }
            return function
        }
    }

    private func collect(_ field: WireField, _ function: inout DecodedFunction) throws {
        switch field.number {
        case 1: function.key.name = try name(field)
        case 4: function.inputs.append(try name(field))
        case 5: function.outputs.append(try name(field))
        case 7: function.nodes.append(try node(field, index: function.nodes.count))
        case 9: try opset(field, &function.opsets)
        case 10: function.key.domain = try domain(field)
        case 11:
            let (name, value) = try attribute(field, of: function.place)
            guard case .value(let value) = value, function.defaults.updateValue(value, forKey: name) == nil else {
                throw Fault(.malformed, "its attribute \(name.quoted) has two defaults, or one that is no value")
            }
        case 13: function.key.overload = try name(field)
        default: break
        }
    }
}
