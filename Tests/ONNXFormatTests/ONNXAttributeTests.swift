import ONNXFormat
import Testing

struct ONNXAttributeTests {
    private func attribute(
        _ kind: Int?,
        _ fill: (inout ProtobufWriter) -> Void
    ) throws -> ONNXAttribute? {
        try graph { graph in
            graph.node("Test", name: "t") { $0.attribute("a", kind: kind, fill) }
        }.nodes.first?.attributes["a"]
    }

    private func model(_ kind: Int?, _ fill: (inout ProtobufWriter) -> Void) -> [UInt8] {
        ProtobufWriter.model { graph in graph.node("Test") { $0.attribute("a", kind: kind, fill) } }
    }

    @Test func readsWhatOnnxWrote() throws {
        let nodes = try ONNXModel.read(Fixture.path("attributes.onnx")).graph.nodes
        guard case .float(0.5) = nodes[0].attributes["alpha"], case .int(1) = nodes[0].attributes["transB"],
            case .string("reflect") = nodes[1].attributes["mode"],
            case .ints([0, 1, 0, 2]) = nodes[1].attributes["pads"],
            case .floats([0.5, 2]) = nodes[3].attributes["scales"],
            case .strings(["a", "bé"]) = nodes[3].attributes["words"],
            case .tensor(let tensor) = nodes[2].attributes["value"]
        else {
            Issue.record("\(nodes.map(\.attributes))")
            return
        }
        #expect(tensor.shape == [2])
        #expect(try tensor.integers() == [3, -4])
    }

    /// Writers of proto3 leave out what is 0 or empty.
    @Test func declaredKindsHaveDefaults() throws {
        guard case .float(0) = try attribute(1, { _ in }), case .int(0) = try attribute(2, { _ in }),
            case .string("") = try attribute(3, { _ in }), case .floats([]) = try attribute(6, { _ in }),
            case .ints([]) = try attribute(7, { _ in }), case .strings([]) = try attribute(8, { _ in })
        else {
            Issue.record("a default is wrong")
            return
        }
    }

    /// Files of IR version 2 and before declare no kinds.
    @Test func kindsFollowFromValues() throws {
        guard case .float(2) = try attribute(nil, { $0.float(2, 2) }),
            case .int(-1) = try attribute(0, { $0.integer(3, -1) }),
            case .ints([1, 2]) = try attribute(nil, { $0.packed(8, [1, 2]) })
        else {
            Issue.record("a kind is wrong")
            return
        }
        try expect(.malformed, "has 0 values", in: model(nil) { _ in })
        try expect(
            .malformed,
            "has 2 values",
            in: model(nil) { writer in
                writer.integer(3, 1)
                writer.float(2, 1)
            }
        )
    }

    @Test func listsMayBePackedOrNot() throws {
        guard
            case .ints([1, -2, 3]) = try attribute(
                7,
                { writer in
                    writer.integer(8, 1)
                    writer.packed(8, [-2, 3])
                }
            ),
            case .floats([1, 2, 3]) = try attribute(
                6,
                { writer in
                    writer.float(7, 1)
                    writer.data(7, Float(2).bytes + Float(3).bytes)
                }
            )
        else {
            Issue.record("a list is wrong")
            return
        }
    }

    @Test(arguments: [
        (5, 6, "a graph"), (9, 10, "tensors"), (10, 11, "graphs"), (11, 22, "a sparse tensor"),
        (12, 23, "sparse tensors"),
        (13, 14, "a type"), (14, 15, "types"),
    ])
    func saysWhatIsNotRead(kind: Int, field: Int, name: String) throws {
        guard case .unsupported(name) = try attribute(kind, { $0.text(field, "anything") }) else {
            Issue.record("\(name) was read")
            return
        }
    }

    @Test func tensorsOfOtherElementsAndBytesAreNotRead() throws {
        guard
            case .unsupported(let tensor) = try attribute(
                4,
                { $0.tensor("", type: 17, shape: [1]) { $0.data(9, [1]) } }
            ),
            case .unsupported("bytes that are no text") = try attribute(3, { $0.data(4, [0xFF]) }),
            case .unsupported("bytes that are no text") = try attribute(8, { $0.data(9, [0xFF]) })
        else {
            Issue.record("an attribute was read")
            return
        }
        #expect(tensor.contains("float8e4m3fn"))
    }

    @Test func refusesContradictions() throws {
        try expect(.malformed, "node 0 (Test): attribute 'a': it is declared int but", in: model(2) { $0.float(2, 1) })
        try expect(.malformed, "declared a tensor but has none", in: model(4) { _ in })
        try expect(.malformed, "of kind 99", in: model(99) { _ in })
        try expect(.malformed, "field 2 is an integer, not a float", in: model(1) { $0.integer(2, 1) })
        try expect(.malformed, "is cut off", in: model(6) { $0.data(7, [0, 0, 0]) })
        try expect(.malformed, "is cut off", in: model(7) { $0.data(8, [0x80]) })
        try expect(
            .malformed,
            "attribute '': it has no name",
            in: ProtobufWriter.model { graph in
                graph.node("Test") { $0.attribute("", kind: 2) }
            }
        )
        try expect(.malformed, "refers to a function", in: model(2) { $0.text(21, "outer") })
    }

    @Test func tensorsSayWhereTheyAre() throws {
        guard case .tensor(let tensor) = try attribute(4, { $0.tensor("", shape: [1]) { $0.float(4, 1) } }) else {
            Issue.record("no tensor")
            return
        }
        let error = #expect(throws: ONNXError.self) { try tensor.integers() }
        #expect(
            error?.message
                == "The model: node 0 (Test 't'): attribute 'a': its elements are float32; expected integers."
        )
    }
}
