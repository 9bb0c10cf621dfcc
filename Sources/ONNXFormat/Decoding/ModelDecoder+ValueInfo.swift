extension ModelDecoder {
    /// Decodes a `ValueInfoProto`.
    ///
    /// - Parameter what: Whether it is an input, an output or a value.
    /// - Throws: `Fault`.
    func valueInfo(_ field: WireField, _ what: String, index: Int) throws -> ONNXValueInfo {
        var name = ""
        return try within("\(what) \(name.isEmpty ? "\(index)" : name.quoted)") {
            try countValue()
            var cursor = try cursor(field)
            var type: WireField?
            while let field = try cursor.next() {
                switch field.number {
                case 1: name = try self.name(field)
                case 2: type = field
                default: break
                }
            }
            guard !name.isEmpty else { throw Fault(.malformed, "it has no name; export the model again") }
            guard let type else { return ONNXValueInfo(name: name, elementType: nil, shape: nil) }
            return try valueInfo(name, type)
        }
    }

    /// Decodes a `TypeProto`; types other than tensors are left unknown.
    private func valueInfo(_ name: String, _ type: WireField) throws -> ONNXValueInfo {
        var elementType: ONNXElementType?
        var shape: [ONNXDimension]?
        var cursor = try cursor(type)
        while let field = try cursor.next() {
            guard field.number == 1 else { continue }
            var tensor = try self.cursor(field)
            while let field = try tensor.next() {
                switch field.number {
                case 1: elementType = ONNXElementType(rawValue: try field.integer())
                case 2: shape = try self.shape(field)
                default: break
                }
            }
        }
        return ONNXValueInfo(name: name, elementType: elementType, shape: shape)
    }

    /// Decodes a `TensorShapeProto`.
    private func shape(_ field: WireField) throws -> [ONNXDimension] {
        var cursor = try cursor(field)
        var shape: [ONNXDimension] = []
        while let field = try cursor.next() {
            guard field.number == 1 else { continue }
            try countAxis(after: shape.count)
            shape.append(try dimension(field))
        }
        let known = shape.compactMap { dimension in
            if case .fixed(let extent) = dimension { extent } else { nil as Int? }
        }
        _ = try elementCount(of: known)
        return shape
    }

    private func dimension(_ field: WireField) throws -> ONNXDimension {
        var cursor = try cursor(field)
        var dimension = ONNXDimension.unknown
        while let field = try cursor.next() {
            switch field.number {
            case 1: dimension = .fixed(try field.integer())
            case 2:
                let name = try name(field)
                dimension = name.isEmpty ? .unknown : .symbolic(name)
            default: break
            }
        }
        return dimension
    }
}
