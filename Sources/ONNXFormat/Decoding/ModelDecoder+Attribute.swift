/// What a node says of one of its attributes.
enum DecodedAttribute {
    case value(ONNXAttribute)
    /// The value is that of an attribute of the function around.
    case reference(String)
}

/// The kinds of attributes; the raw values are those of `AttributeProto.AttributeType`.
private enum AttributeKind: Int {
    case float = 1
    case int, string, tensor, graph, floats, ints, strings, tensors, graphs
    case sparseTensor, sparseTensors, type, types

    /// The kind whose value a field of `AttributeProto` holds.
    init?(field number: Int) {
        switch number {
        case 2...10: self.init(rawValue: number - 1)
        case 11: self = .graphs
        case 22: self = .sparseTensor
        case 23: self = .sparseTensors
        case 14: self = .type
        case 15: self = .types
        default: return nil
        }
    }

    /// What the kind is called where it is not read.
    var refusedName: String {
        switch self {
        case .graph: "a graph"
        case .graphs: "graphs"
        case .tensors: "tensors"
        case .sparseTensor: "a sparse tensor"
        case .sparseTensors: "sparse tensors"
        case .type: "a type"
        case .types: "types"
        case .float, .int, .string, .tensor, .floats, .ints, .strings: "\(self)"
        }
    }
}

extension ModelDecoder {
    private struct AttributeFields {
        var name = ""
        var reference = ""
        var kind: Int?
        var present: Set<AttributeKind> = []
        var float: Float = 0
        var int = 0
        var string: WireField?
        var tensor: WireField?
        var floats: [Float] = []
        var ints: [Int] = []
        var strings: [String?] = []
    }

    /// Decodes an `AttributeProto`.
    ///
    /// - Parameter place: What messages call the node, when a tensor of it is read.
    /// - Throws: `Fault`.
    func attribute(
        _ field: WireField,
        of place: @autoclosure () -> String
    ) throws -> (name: String, value: DecodedAttribute) {
        var fields = AttributeFields()
        return try within("attribute \(fields.name.quoted)") {
            try charge(512)
            var cursor = try cursor(field)
            while let field = try cursor.next() { try collect(field, &fields) }
            guard !fields.name.isEmpty else { throw Fault(.malformed, "it has no name; export the model again") }
            guard fields.reference.isEmpty else { return (fields.name, .reference(fields.reference)) }
            return (fields.name, .value(try value(fields, place)))
        }
    }

    private func collect(_ field: WireField, _ fields: inout AttributeFields) throws {
        if let kind = AttributeKind(field: field.number) { fields.present.insert(kind) }
        switch field.number {
        case 1: fields.name = try name(field)
        case 2: fields.float = try field.float()
        case 3: fields.int = try field.integer()
        case 4: fields.string = field
        case 5: fields.tensor = field
        case 7: try appendFloats(field, &fields.floats)
        case 8: try appendInts(field, &fields.ints)
        case 9: fields.strings.append(try text(field))
        case 20: fields.kind = try field.integer()
        case 21: fields.reference = try name(field)
        default: break
        }
    }

    private func value(_ fields: AttributeFields, _ place: () -> String) throws -> ONNXAttribute {
        switch try kind(fields) {
        case .float: return .float(fields.float)
        case .int: return .int(fields.int)
        case .floats: return .floats(fields.floats)
        case .ints: return .ints(fields.ints)
        case .string:
            guard let field = fields.string else { return .string("") }
            return try text(field).map { .string($0) } ?? .unsupported("bytes that are no text")
        case .strings:
            let texts = fields.strings.compactMap(\.self)
            return texts.count == fields.strings.count ? .strings(texts) : .unsupported("bytes that are no text")
        case .tensor:
            guard let field = fields.tensor else {
                throw Fault(.malformed, "it is declared a tensor but has none; export the model again")
            }
            do {
                return .tensor(try tensor(field, place: "\(place()): attribute \(fields.name.quoted)"))
            } catch let fault as Fault where fault.code == .unsupported {
                return .unsupported("a tensor of which \(fault.reason)")
            }
        case let kind: return .unsupported(kind.refusedName)
        }
    }

    /// The kind that the attribute declares, or else the only one that it has a value of.
    private func kind(_ fields: AttributeFields) throws -> AttributeKind {
        if let number = fields.kind, number != 0 {
            guard let kind = AttributeKind(rawValue: number) else {
                throw Fault(.malformed, "it is of kind \(number), which does not exist; export the model again")
            }
            // What is 0 or empty may be left out, but not stored as something else.
            guard fields.present.isSubset(of: [kind]) else {
                throw Fault(.malformed, "it is declared \(kind) but holds something else; export the model again")
            }
            return kind
        }
        guard let kind = fields.present.first, fields.present.count == 1 else {
            throw Fault(.malformed, "it declares no kind and has \(fields.present.count) values; expected one")
        }
        return kind
    }

    private func appendFloats(_ field: WireField, _ floats: inout [Float]) throws {
        guard case .bytes(let range) = field.value else {
            try charge(8)
            return floats.append(try field.float())
        }
        try charge(2 * range.count)
        var packed = WireCursor(window, range)
        while !packed.isAtEnd { floats.append(Float(bitPattern: try packed.fixed(UInt32.self))) }
    }

    private func appendInts(_ field: WireField, _ ints: inout [Int]) throws {
        guard case .bytes(let range) = field.value else {
            try charge(16)
            return ints.append(try field.integer())
        }
        var packed = WireCursor(window, range)
        while !packed.isAtEnd {
            try charge(16)
            ints.append(Int(truncatingIfNeeded: try packed.varint()))
        }
    }
}
