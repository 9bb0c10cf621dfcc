import ONNXFormat
import Testing

struct ONNXValueInfoTests {
    private func input(_ fill: (inout ProtobufWriter) -> Void) throws -> ONNXValueInfo? {
        try graph(fill).inputs.first
    }

    @Test func dimensionsAreNumbersNamesOrUnknown() throws {
        let value = try input { $0.value("x", type: 10, shape: ["batch", 3, 0, nil, ""]) }
        #expect(value?.elementType == .float16)
        #expect(value?.shape == [.symbolic("batch"), .fixed(3), .fixed(0), .unknown, .unknown])
    }

    @Test func whatIsNotSaidIsNil() throws {
        #expect(try input { $0.value("x", shape: nil) }?.shape == nil)
        #expect(try input { $0.value("x", shape: []) }?.shape == [])
        #expect(try input { $0.value("x", type: 0, shape: []) }?.elementType == nil)
        #expect(try input { $0.value("x", type: 99, shape: []) }?.elementType == nil)
        let bare = try input { $0.message(11) { $0.text(1, "x") } }
        #expect(bare == ONNXValueInfo(name: "x", elementType: nil, shape: nil))
    }

    @Test func sequencesAreNoTensors() throws {
        let value = try ONNXModel.read(Fixture.path("attributes.onnx")).graph.inputs.last
        #expect(value == ONNXValueInfo(name: "s", elementType: nil, shape: nil))
    }

    @Test func refusesAbsurdShapes() throws {
        try expect(
            .malformed,
            "input 'x': its shape [2, -1] has the negative extent -1",
            in: ProtobufWriter.model { $0.value("x", shape: [2, -1]) }
        )
        try expect(
            .tooLarge,
            "output 'y'",
            in: ProtobufWriter.model { $0.value("y", shape: [Int.max, "n", 2], field: 12) }
        )
        try expect(
            .tooLarge,
            "value 'v'",
            in: ProtobufWriter.model { $0.value("v", shape: [1 << 40, 1 << 40, 0], field: 13) }
        )
    }

    @Test func needsAName() throws {
        try expect(.malformed, "input 0: it has no name", in: ProtobufWriter.model { $0.value("", shape: []) })
    }

    @Test func refusesTypesInsideOfTypes() throws {
        try expect(
            .malformed,
            "input 'x': field 1",
            in: ProtobufWriter.model { graph in
                graph.message(11) { value in
                    value.text(1, "x")
                    value.message(2) { $0.integer(1, 1) }
                }
            }
        )
    }
}
