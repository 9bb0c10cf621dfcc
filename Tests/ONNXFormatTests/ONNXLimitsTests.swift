import ONNXFormat
import Testing

/// Whatever a file declares, no more is taken than a limit allows.
struct ONNXLimitsTests {
    private func nodes(_ count: Int) -> [UInt8] {
        ProtobufWriter.model { graph in
            for index in 0..<count { graph.node("Relu", ["x"], ["y\(index)"]) }
        }
    }

    @Test func nodes() throws {
        #expect(try ONNXModel.decode(nodes(3), limits: ONNXLimits(nodes: 3)).graph.nodes.count == 3)
        try expect(.tooLarge, "node 3", "limit of 3 nodes", in: nodes(4), limits: ONNXLimits(nodes: 3))
    }

    @Test func tensors() throws {
        let bytes = ProtobufWriter.model { graph in
            graph.tensor("a", shape: []) { $0.float(4, 1) }
            graph.node("Constant", [], ["c"]) { node in
                node.attribute("value", kind: 4) { $0.tensor("", shape: []) { $0.float(4, 1) } }
            }
        }
        #expect(throws: Never.self) { try ONNXModel.decode(bytes, limits: ONNXLimits(tensors: 2)) }
        try expect(.tooLarge, "limit of 1 tensors", in: bytes, limits: ONNXLimits(tensors: 1))
    }

    @Test func values() throws {
        let bytes = ProtobufWriter.model { graph in
            for (field, name) in [(11, "a"), (12, "b"), (13, "c")] { graph.value(name, shape: [], field: field) }
        }
        #expect(throws: Never.self) { try ONNXModel.decode(bytes, limits: ONNXLimits(values: 3)) }
        try expect(.tooLarge, "limit of 2 inputs", in: bytes, limits: ONNXLimits(values: 2))
    }

    @Test func rank() throws {
        let ones = [Int](repeating: 1, count: 17)
        try expect(.tooLarge, "input 'x'", "16 axes", in: ProtobufWriter.model { $0.value("x", shape: ones) })
        try expect(.tooLarge, "'w'", "16 axes", in: ProtobufWriter.model { $0.tensor("w", shape: ones) { _ in } })
        try expect(
            .tooLarge,
            "'w'",
            "16 axes",
            in: ProtobufWriter.model { graph in
                graph.tensor("w", shape: []) { $0.packed(1, ones) }
            }
        )
    }

    @Test func elements() throws {
        let bytes = ProtobufWriter.model { graph in
            for name in ["a", "b"] { graph.tensor(name, shape: [3]) { $0.data(9, [UInt8](repeating: 0, count: 12)) } }
        }
        #expect(throws: Never.self) { try ONNXModel.decode(bytes, limits: ONNXLimits(elements: 6)) }
        try expect(.tooLarge, "'b'", "limit of 5 elements", in: bytes, limits: ONNXLimits(elements: 5))
        try expect(.tooLarge, "'a'", "limit of 2 elements", in: bytes, limits: ONNXLimits(elements: 2))
    }

    @Test(arguments: [
        [1 << 32, 1 << 32], [Int.max, Int.max], [1 << 62, 0], [3_000_000_000], [Int.max, 2, 0], [1 << 31, 1 << 31, 4],
    ])
    func absurdShapes(shape: [Int]) throws {
        let bytes = ProtobufWriter.model { $0.tensor("w", shape: shape) { $0.float(4, 1) } }
        try expect(.tooLarge, "initializer 'w'", "\(shape)", in: bytes)
        do {
            _ = try ONNXModel.decode(bytes, limits: ONNXLimits(elements: .max))
        } catch let error as ONNXError {
            #expect([.tooLarge, .sizeMismatch].contains(error.code))
        }
    }

    @Test func negativeExtents() throws {
        let bytes = ProtobufWriter.model {
            $0.tensor("w", shape: [-1, -4]) { $0.data(9, [UInt8](repeating: 0, count: 16)) }
        }
        try expect(.malformed, "initializer 'w'", "negative extent -1", in: bytes)
    }

    @Test func names() throws {
        let name = String(repeating: "n", count: 4_097)
        try expect(.tooLarge, "4097 bytes", in: ProtobufWriter.model { $0.node("Relu", ["x"], ["y"], name: name) })
        let bytes = ProtobufWriter.model { $0.node("Relu", ["x"], ["y"], name: name) }
        #expect(throws: Never.self) { try ONNXModel.decode(bytes, limits: ONNXLimits(nameBytes: 4_097)) }
    }

    /// Small entries that would take many times their size in memory.
    @Test(arguments: ["inputs", "ints", "packed ints", "strings", "opsets", "metadata", "attributes"])
    func tinyEntries(kind: String) throws {
        let count = 20_000
        let bytes: [UInt8] =
            switch kind {
            case "inputs":
                ProtobufWriter.model { $0.node("Concat", [String](repeating: "", count: count), ["y"]) }
            case "ints", "packed ints", "strings":
                ProtobufWriter.model { graph in
                    graph.node("Test") { node in
                        node.attribute("a", kind: kind == "strings" ? 8 : 7) { attribute in
                            if kind == "packed ints" { return attribute.packed(8, [Int](repeating: 0, count: count)) }
                            for _ in 0..<count {
                                if kind == "ints" { attribute.integer(8, 0) } else { attribute.text(9, "") }
                            }
                        }
                    }
                }
            case "attributes":
                ProtobufWriter.model { graph in
                    graph.node("Test") { node in for index in 0..<count { node.attribute("\(index)", kind: 2) } }
                }
            case "opsets":
                ProtobufWriter.message { model in
                    model.integer(1, 8)
                    for index in 0..<count { model.opset("\(index)", 1) }
                    model.message(7) { _ in }
                }
            default:
                ProtobufWriter.model()
                    + ProtobufWriter.message { model in
                        for index in 0..<count { model.message(14) { $0.text(1, "\(index)") } }
                    }
            }
        #expect(throws: Never.self) { try ONNXModel.decode(bytes) }
        try expect(.tooLarge, "limit of 100000 bytes", in: bytes, limits: ONNXLimits(structureBytes: 100_000))
    }
}
