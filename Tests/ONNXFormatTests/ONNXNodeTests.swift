import ONNXFormat
import Testing

struct ONNXNodeTests {
    @Test func readsWhatOnnxWrote() throws {
        let model = try ONNXModel.read(Fixture.path("attributes.onnx"))
        #expect(model.opsets == ["": 7, "test": 1])
        let nodes = model.graph.nodes
        #expect(nodes.map(\.operatorType) == ["Gemm", "Pad", "Constant", "Custom"])
        #expect(nodes.map(\.name) == ["gemm", "", "", ""])
        #expect(nodes.map(\.domain) == ["", "", "", "test"])
        #expect(nodes[3].inputs == ["p", "", "c"])
        #expect(nodes[3].outputs == ["y"])
    }

    @Test func needsAnOperator() throws {
        try expect(
            .malformed,
            "node 1: it names no operator",
            in: ProtobufWriter.model { graph in
                graph.node("Relu", ["x"], ["y"])
                graph.node("")
            }
        )
    }

    @Test func refusesAttributesThatStandTwice() throws {
        try expect(
            .duplicateName,
            "node 0 (Elu 'e'): it has two attributes 'alpha'",
            in: ProtobufWriter.model { graph in
                graph.node("Elu", ["x"], ["y"], name: "e") { node in
                    node.attribute("alpha", kind: 1) { $0.float(2, 1) }
                    node.attribute("alpha", kind: nil) { $0.text(21, "other") }
                }
            }
        )
    }

    @Test func refusesFieldsOfAnotherKind() throws {
        try expect(
            .malformed,
            "node 0 (Relu)",
            "field 2",
            in: ProtobufWriter.model { graph in
                graph.message(1) { node in
                    node.text(4, "Relu")
                    node.integer(2, 3)
                }
            }
        )
    }

    @Test func namesAreText() throws {
        try expect(
            .malformed,
            "node 0: the name at byte",
            "not UTF-8",
            in: ProtobufWriter.model { graph in
                graph.message(1) { $0.data(4, [0xC3, 0x28]) }
            }
        )
    }

    @Test func messagesShowNamesWithoutControlCharacters() throws {
        let name = "\u{1B}[2J" + String(repeating: "a", count: 200)
        try expect(
            .malformed,
            "node 0 (Relu '\u{FFFD}[2J" + String(repeating: "a", count: 76) + "…')",
            in: ProtobufWriter.model { graph in
                graph.node("Relu", name: name) { $0.integer(1, 1) }
            }
        )
    }
}
