extension ModelDecoder {
    private struct ModelFields {
        var irVersion: Int?
        var producerName = ""
        var producerVersion = ""
        var graph: Range<Int>?
        var opsets: [String: Int] = [:]
        var metadata: [String: String] = [:]
        var functions: [Range<Int>] = []
    }

    /// Decodes a `ModelProto`.
    ///
    /// - Throws: `Fault`.
    func model() throws -> ONNXModel {
        let fields = try modelFields()
        guard let irVersion = fields.irVersion else { throw notONNX() }
        guard ONNXModel.irVersions.contains(irVersion) else {
            let (least, most) = (ONNXModel.irVersions.lowerBound, ONNXModel.irVersions.upperBound)
            throw Fault(
                .unsupported,
                "the file has IR version \(irVersion); expected \(least) to \(most). Export the model with another version "
                    + "of the exporter"
            )
        }
        guard let graph = fields.graph else {
            throw Fault(.malformed, "the file has no graph; export the model again")
        }
        guard !fields.opsets.isEmpty else {
            throw Fault(.malformed, "the file does not say which versions of operators it uses; export the model again")
        }
        var inlining = FunctionInlining(self, opsets: fields.opsets)
        for (index, range) in fields.functions.enumerated() { try inlining.add(try function(range, index: index)) }
        let decoded = try self.graph(graph, inlining: &inlining)
        return ONNXModel(
            source: name,
            irVersion: irVersion,
            producer: [fields.producerName, fields.producerVersion].filter { !$0.isEmpty }.joined(separator: " "),
            opsets: inlining.opsets,
            metadata: fields.metadata,
            graph: decoded
        )
    }

    private func modelFields() throws -> ModelFields {
        var fields = ModelFields()
        do {
            var cursor = WireCursor(window, 0..<bytes.byteCount, codeAtEnd: .truncated)
            while let field = try cursor.next() { try collect(field, &fields) }
        } catch let fault as Fault where fault.code != .unreadable && isNoModel(fields) {
            throw notONNX()
        }
        return fields
    }

    /// Whether the file is something else, given that there was a fault; a model begins with its IR version.
    private func isNoModel(_ fields: ModelFields) -> Bool {
        fields.graph == nil && fields.irVersion.map(ONNXModel.irVersions.contains) != true
    }

    private func collect(_ field: WireField, _ fields: inout ModelFields) throws {
        switch field.number {
        case 1: fields.irVersion = try field.integer()
        case 2: fields.producerName = try name(field)
        case 3: fields.producerVersion = try name(field)
        case 7:
            guard fields.graph == nil else {
                throw Fault(.malformed, "the file has two graphs; expected one. Export the model again")
            }
            fields.graph = try field.range()
        case 8: try opset(field, &fields.opsets)
        case 14:
            let (key, value) = try entry(field)
            guard fields.metadata.updateValue(value, forKey: key) == nil else {
                throw Fault(.duplicateName, "two entries of the metadata have the key \(key.quoted)")
            }
        case 25:
            try charge(64)
            fields.functions.append(try field.range())
        default: break
        }
    }

    /// Decodes an `OperatorSetIdProto`.
    ///
    /// - Throws: `Fault`, also when the same domain has another version already.
    func opset(_ field: WireField, _ opsets: inout [String: Int]) throws {
        var cursor = try cursor(field)
        var domain = ""
        var version = 0
        while let field = try cursor.next() {
            switch field.number {
            case 1: domain = try self.domain(field)
            case 2: version = try field.integer()
            default: break
            }
        }
        guard version > 0 else {
            throw Fault(.malformed, "the operator set \(domain.quoted) has version \(version); expected 1 or more")
        }
        try charge(128)
        guard opsets[domain] == nil || opsets[domain] == version else {
            throw Fault(.duplicateName, "the operator set \(domain.quoted) is imported with two versions")
        }
        opsets[domain] = version
    }

    /// Decodes a `StringStringEntryProto`.
    ///
    /// - Throws: `Fault`.
    func entry(_ field: WireField) throws -> (key: String, value: String) {
        var cursor = try cursor(field)
        var (key, value) = ("", "")
        try charge(128)
        while let field = try cursor.next() {
            switch field.number {
            case 1: key = try name(field)
            case 2:
                guard let text = try text(field) else {
                    throw Fault(.malformed, "the value of \(key.quoted) is not UTF-8; export the model again")
                }
                value = text
            default: break
            }
        }
        return (key, value)
    }

    private func notONNX() -> Fault {
        guard bytes.byteCount > 0, let start = try? window.copy(0..<min(bytes.byteCount, 32)) else {
            return Fault(.notONNX, "the file is empty; copy or export it again")
        }
        let known: [(start: String, meaning: String)] = [
            ("version https://git-lfs", "a Git LFS pointer; fetch the file itself with 'git lfs pull'"),
            ("PK", "a ZIP archive, as torch.save writes; export the model with torch.onnx.export"),
            ("<", "a web page or XML; download the file itself"),
            ("\u{89}HDF", "an HDF5 file; convert the model to ONNX"),
        ]
        let found = known.first { known in
            start.starts(with: known.start.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
        }
        return Fault(
            .notONNX,
            found.map { "this is not an ONNX file but \($0.meaning)" }
                ?? "this is not an ONNX file; expected one as torch.onnx.export writes it"
        )
    }
}
