/// Writes protobuf messages, also such as no exporter writes.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    static func message(_ fill: (inout ProtobufWriter) -> Void) -> [UInt8] {
        var writer = ProtobufWriter()
        fill(&writer)
        return writer.bytes
    }

    mutating func raw(_ bytes: some Sequence<UInt8>) { self.bytes += bytes }

    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func tag(_ field: Int, _ wireType: UInt64) { varint(UInt64(field) << 3 | wireType) }

    mutating func integer(_ field: Int, _ value: Int) {
        tag(field, 0)
        varint(UInt64(bitPattern: Int64(value)))
    }

    mutating func float(_ field: Int, _ value: Float) {
        tag(field, 5)
        raw(value.bytes)
    }

    mutating func data(_ field: Int, _ data: [UInt8]) {
        tag(field, 2)
        varint(UInt64(data.count))
        raw(data)
    }

    mutating func text(_ field: Int, _ text: String) { data(field, Array(text.utf8)) }

    mutating func message(_ field: Int, _ fill: (inout ProtobufWriter) -> Void) { data(field, Self.message(fill)) }

    mutating func packed(_ field: Int, _ values: [Int]) {
        message(field) { list in
            for value in values { list.varint(UInt64(bitPattern: Int64(value))) }
        }
    }
}

extension ProtobufWriter {
    /// A model; unless told otherwise one that is read without complaint.
    static func model(
        irVersion: Int = 8,
        opset: Int = 17,
        graph: (inout ProtobufWriter) -> Void = { _ in }
    ) -> [UInt8] {
        message { model in
            model.integer(1, irVersion)
            model.opset("", opset)
            model.message(7, graph)
        }
    }

    mutating func opset(_ domain: String, _ version: Int, field: Int = 8) {
        message(field) { opset in
            opset.text(1, domain)
            opset.integer(2, version)
        }
    }

    mutating func node(
        _ operatorType: String,
        _ inputs: [String] = [],
        _ outputs: [String] = [],
        name: String = "",
        domain: String = "",
        field: Int = 1,
        more: (inout ProtobufWriter) -> Void = { _ in }
    ) {
        message(field) { node in
            for input in inputs { node.text(1, input) }
            for output in outputs { node.text(2, output) }
            node.text(3, name)
            node.text(4, operatorType)
            if !domain.isEmpty { node.text(7, domain) }
            more(&node)
        }
    }

    mutating func attribute(_ name: String, kind: Int?, _ fill: (inout ProtobufWriter) -> Void = { _ in }) {
        message(5) { attribute in
            attribute.text(1, name)
            fill(&attribute)
            if let kind { attribute.integer(20, kind) }
        }
    }

    /// A tensor, by default as an initializer of a graph.
    mutating func tensor(
        _ name: String,
        type: Int = 1,
        shape: [Int],
        field: Int = 5,
        _ fill: (inout ProtobufWriter) -> Void
    ) {
        message(field) { tensor in
            for extent in shape { tensor.integer(1, extent) }
            tensor.integer(2, type)
            tensor.text(8, name)
            fill(&tensor)
        }
    }

    mutating func external(_ entries: [(key: String, value: String)]) {
        for (key, value) in entries {
            message(13) { entry in
                entry.text(1, key)
                entry.text(2, value)
            }
        }
        integer(14, 1)
    }

    /// What is known of a value, by default of an input; extents are numbers, names, or nothing.
    mutating func value(_ name: String, type: Int = 1, shape: [Any?]?, field: Int = 11) {
        message(field) { value in
            value.text(1, name)
            value.message(2) { kind in
                kind.message(1) { tensor in
                    tensor.integer(1, type)
                    guard let shape else { return }
                    tensor.message(2) { list in
                        for extent in shape {
                            list.message(1) { dimension in
                                if let number = extent as? Int { dimension.integer(1, number) }
                                if let name = extent as? String { dimension.text(2, name) }
                            }
                        }
                    }
                }
            }
        }
    }
}

extension Float {
    /// The bytes as they are stored, the least significant first.
    var bytes: [UInt8] { withUnsafeBytes(of: bitPattern.littleEndian, Array.init) }
}
