import ONNXFormat
import Testing

/// What is wrong with the bytes themselves, wherever in a model it is.
struct WireCursorTests {
    private func node(_ bytes: [UInt8]) -> [UInt8] {
        ProtobufWriter.model { graph in
            graph.message(1) { node in
                node.text(4, "Relu")
                node.raw(bytes)
            }
        }
    }

    @Test(
        arguments: [
            ("declares 100 bytes, but only 1 are left", [0x0A, 100, 0]),
            ("declares 18446744073709551615 bytes", [0x0A] + [UInt8](repeating: 0xFF, count: 9) + [1]),
            ("does not fit 64 bits", [0x98, 6] + [UInt8](repeating: 0x80, count: 10) + [0]),
            ("does not fit 64 bits", [0x98, 6] + [UInt8](repeating: 0xFF, count: 9) + [2]),
            ("is cut off", [0x98, 6, 0x80]),
            ("is cut off", [0x9D, 6, 0, 0, 0]),
            ("is cut off", [0x99, 6, 0, 0, 0, 0, 0, 0, 0]),
            ("there is no field", [0x00, 0]),
            ("there is no field", [0x02, 0]),
            ("there is no field", [0xF8, 0xFF, 0xFF, 0xFF, 0x7F, 0]),
            ("wire type 3", [0x9B, 6]),
            ("wire type 4", [0x9C, 6]),
            ("wire type 6", [0x9E, 6]),
            ("wire type 7", [0x9F, 6]),
        ] as [(String, [UInt8])]
    )
    func refusesWhatIsNoField(reason: String, bytes: [UInt8]) throws {
        try expect(.malformed, "node 0 (Relu)", reason, in: node(bytes))
    }

    @Test func acceptsTheLargestNumbers() throws {
        let bytes = node([0x98, 6] + [UInt8](repeating: 0xFF, count: 9) + [1])
        #expect(try ONNXModel.decode(bytes).graph.nodes.count == 1)
    }

    @Test func aFileThatEndsEarlyIsTruncated() throws {
        try expect(.truncated, "field 7", "declares", in: Array(node([]).dropLast()))
        try expect(.truncated, "is cut off", in: [0x08, 8, 0x99, 6, 0])
    }

    /// Groups and messages within messages are not entered, so that their depth does not matter.
    @Test func deepNestingIsNotEntered() throws {
        var nested: [UInt8] = []
        for _ in 0..<2_000 { nested = ProtobufWriter.message { $0.message(4) { $0.raw(nested) } } }
        let bytes = ProtobufWriter.model { graph in
            graph.message(11) { value in
                value.text(1, "x")
                value.data(2, nested)
            }
            graph.node("If", ["x"], ["y"]) { $0.attribute("then_branch", kind: 5) { $0.data(6, nested) } }
        }
        #expect(try ONNXModel.decode(bytes).graph.inputs.first?.shape == nil)
    }
}
