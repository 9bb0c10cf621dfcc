extension ModelDecoder {
    private struct TensorFields {
        var name = ""
        var shape: [Int] = []
        var elementType = 0
        var isExternal = false
        var isSegment = false
        var raw: Range<Int>?
        /// The numbers that each field holds.
        var counts: [TensorField: Int] = [:]
        var textCount = 0
        var external: [String: String] = [:]
        var range = 0..<0
    }

    /// Decodes the `TensorProto` of an initializer.
    ///
    /// - Throws: `Fault`.
    func initializer(_ field: WireField, index: Int) throws -> ONNXTensor {
        var fields = TensorFields()
        func place() -> String {
            let name = fields.name.isEmpty ? nameAhead(field, number: 8) : fields.name
            return "initializer \(name.isEmpty ? "\(index)" : name.quoted)"
        }
        return try within(place()) {
            try collectAll(field, &fields)
            guard !fields.name.isEmpty else { throw Fault(.malformed, "it has no name; export the model again") }
            return try tensor(fields, place: place())
        }
    }

    /// Decodes the `TensorProto` of an attribute.
    ///
    /// - Parameter place: What messages call the tensor when it is read.
    /// - Throws: `Fault`.
    func tensor(_ field: WireField, place: String) throws -> ONNXTensor {
        var fields = TensorFields()
        try collectAll(field, &fields)
        return try tensor(fields, place: place)
    }

    private func collectAll(_ field: WireField, _ fields: inout TensorFields) throws {
        try countTensor()
        fields.range = try field.range()
        var cursor = WireCursor(window, fields.range)
        while let field = try cursor.next() { try collect(field, &fields) }
    }

    private func collect(_ field: WireField, _ fields: inout TensorFields) throws {
        switch field.number {
        case 1: try appendExtents(field, &fields.shape)
        case 2: fields.elementType = try field.integer()
        case 3: fields.isSegment = true
        case 6:
            _ = try field.range()
            fields.textCount += 1
        case 8: fields.name = try name(field)
        case 9:
            guard fields.raw == nil else { throw Fault(.malformed, "it has data twice; export the model again") }
            fields.raw = try field.range()
        case 13:
            let (key, value) = try entry(field)
            fields.external[key] = value
        case 14: fields.isExternal = try field.integer() == 1
        default:
            guard let kind = TensorField(rawValue: field.number) else { return }
            fields.counts[kind, default: 0] += try count(field, kind)
        }
    }

    /// Puts a tensor together; of its elements only the place and the number are noted.
    private func tensor(_ fields: TensorFields, place: String) throws -> ONNXTensor {
        guard !fields.isSegment else {
            throw Fault(.unsupported, "it is stored in segments; export the model with whole tensors")
        }
        guard let type = ONNXElementType(rawValue: fields.elementType) else { throw unknownType(fields.elementType) }
        let count = try elementCount(of: fields.shape)
        try countElements(count)
        try charge(place.utf8.count)
        return ONNXTensor(
            name: fields.name,
            elementType: type,
            shape: fields.shape,
            elementCount: count,
            source: name,
            place: place,
            data: try data(fields, type, count)
        )
    }

    /// Finds the elements, and holds their number against the shape.
    private func data(_ fields: TensorFields, _ type: ONNXElementType, _ count: Int) throws -> TensorData? {
        let (needed, overflow) = count.multipliedReportingOverflow(by: type.byteCount)
        guard !overflow else { throw Fault(.tooLarge, "its shape \(fields.shape) needs too many bytes") }
        guard let field = TensorField(for: type) else {
            try check(fields.textCount, "texts", needed: count, fields.shape, type)
            return nil
        }
        let stored = fields.counts.filter { $0.value > 0 }
        if fields.isExternal {
            guard fields.raw == nil, stored.isEmpty else {
                throw Fault(.malformed, "its data lie in a file of their own and in the model; export the model again")
            }
            let (file, offset) = try externalData(fields.external, needed: needed)
            return .external(file, offset: offset)
        }
        if let raw = fields.raw, stored.isEmpty {
            try check(raw.count, "bytes of data", needed: needed, fields.shape, type)
            return .packed(bytes, offset: raw.lowerBound)
        }
        guard fields.raw == nil, stored.isEmpty || Array(stored.keys) == [field] else {
            let found = stored.keys.map(\.name).sorted() + (fields.raw == nil ? [] : ["raw_data"])
            throw Fault(
                .malformed,
                "its \(type.name) data are in \(found.joined(separator: " and ")); expected raw_data or \(field.name)"
            )
        }
        let numbers = type == .complex64 || type == .complex128 ? 2 * count : count
        try check(stored[field] ?? 0, "numbers", needed: numbers, fields.shape, type)
        return .field(field.rawValue, message: fields.range, of: bytes)
    }

    private func check(
        _ found: Int,
        _ unit: String,
        needed: Int,
        _ shape: [Int],
        _ type: ONNXElementType
    ) throws {
        guard found == needed else {
            throw Fault(
                .sizeMismatch,
                "it has \(found) \(unit), but its shape \(shape) of \(type.name) needs \(needed); export the model again"
            )
        }
    }

    private func unknownType(_ number: Int) -> Fault {
        guard let name = ONNXElementType.refusedNames[number] else {
            return Fault(.malformed, "its elements are of type \(number), which does not exist; export the model again")
        }
        return Fault(
            .unsupported,
            "its elements are \(name); expected floats of 16 to 64 bits or integers of 8 to 64, which exporters write "
                + "when the model is not quantized"
        )
    }

    /// The numbers in one field, which may stand alone or packed.
    private func count(_ field: WireField, _ kind: TensorField) throws -> Int {
        switch (field.value, kind) {
        case (.fixed32, .float), (.fixed64, .double): return 1
        case (.varint, .int32), (.varint, .int64), (.varint, .uint64): return 1
        case (.bytes(let range), .float), (.bytes(let range), .double):
            let size = kind == .float ? 4 : 8
            guard range.count.isMultiple(of: size) else {
                throw Fault(.malformed, "its \(kind.name) end within a number; export the model again")
            }
            return range.count / size
        case (.bytes(let range), _):
            var packed = WireCursor(window, range)
            var count = 0
            while !packed.isAtEnd {
                _ = try packed.varint()
                count += 1
            }
            return count
        default: throw field.unexpected("a list of numbers")
        }
    }

    private func appendExtents(_ field: WireField, _ shape: inout [Int]) throws {
        guard case .bytes(let range) = field.value else {
            try countAxis(after: shape.count)
            return shape.append(try field.integer())
        }
        var packed = WireCursor(window, range)
        while !packed.isAtEnd {
            try countAxis(after: shape.count)
            shape.append(Int(truncatingIfNeeded: try packed.varint()))
        }
    }
}
