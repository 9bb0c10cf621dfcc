import ONNXFormat
import Testing

struct ONNXGraphTests {
    @Test func keepsTheOrderOfTheFile() throws {
        let graph = try graph { graph in
            graph.text(2, "net")
            graph.value("y", shape: nil, field: 12)
            graph.node("Relu", ["h"], ["y"])
            graph.node("Relu", ["x"], ["h"])
            graph.value("h", shape: [1], field: 13)
            graph.value("x", shape: [1])
        }
        #expect(graph.name == "net")
        #expect(graph.nodes.map(\.outputs) == [["y"], ["h"]])
        #expect(graph.inputs.map(\.name) == ["x"])
        #expect(graph.outputs == [ONNXValueInfo(name: "y", elementType: .float32, shape: nil)])
        #expect(graph.values == [ONNXValueInfo(name: "h", elementType: .float32, shape: [.fixed(1)])])
    }

    /// Until IR version 4 initializers had to be inputs too.
    @Test func initializersMayBeInputs() throws {
        let bytes = ProtobufWriter.model(irVersion: 3) { graph in
            graph.tensor("w", shape: []) { $0.float(4, 2) }
            graph.value("w", shape: [])
        }
        let graph = try ONNXModel.decode(bytes).graph
        #expect(graph.inputs.map(\.name) == ["w"])
        #expect(graph.initializers.map(\.name) == ["w"])
    }

    @Test func outputsMayRepeat() throws {
        let graph = try graph { graph in
            graph.node("Relu", ["x"], ["y"])
            graph.value("y", shape: [1], field: 12)
            graph.value("y", shape: [1], field: 12)
        }
        #expect(graph.outputs.map(\.name) == ["y", "y"])
    }

    @Test func leftOutOutputsHaveNoName() throws {
        let graph = try graph { $0.node("Split", ["x"], ["", "", "y"]) }
        #expect(graph.nodes.first?.outputs == ["", "", "y"])
    }

    @Test func refusesNamesThatStandTwice() throws {
        try expect(
            .duplicateName,
            "two initializers have the name 'w'",
            in: ProtobufWriter.model { graph in
                for _ in 0..<2 { graph.tensor("w", shape: []) { $0.float(4, 2) } }
            }
        )
        try expect(
            .duplicateName,
            "two inputs",
            "'x'",
            in: ProtobufWriter.model { graph in
                for _ in 0..<2 { graph.value("x", shape: []) }
            }
        )
        try expect(
            .duplicateName,
            "two values",
            "'v'",
            in: ProtobufWriter.model { graph in
                for _ in 0..<2 { graph.value("v", shape: [], field: 13) }
            }
        )
        try expect(
            .duplicateName,
            "node 1 (Relu 'b')",
            "'y'",
            in: ProtobufWriter.model { graph in
                for name in ["a", "b"] { graph.node("Relu", ["x"], ["y"], name: name) }
            }
        )
        try expect(
            .duplicateName,
            "node 0 (Relu)",
            "'w'",
            in: ProtobufWriter.model { graph in
                graph.node("Relu", ["x"], ["w"])
                graph.tensor("w", shape: []) { $0.float(4, 2) }
            }
        )
        try expect(
            .duplicateName,
            "node 0 (Relu)",
            "'x'",
            in: ProtobufWriter.model { graph in
                graph.node("Relu", ["x"], ["x"])
                graph.value("x", shape: [])
            }
        )
    }

    @Test func namesSparseInitializers() throws {
        try expect(
            .unsupported,
            "'thin' is sparse",
            in: ProtobufWriter.model { graph in
                graph.message(15) { $0.tensor("thin", shape: [1], field: 1) { $0.float(4, 1) } }
            }
        )
    }

    @Test func skipsWhatItDoesNotKnow() throws {
        let bytes = ProtobufWriter.model { graph in
            graph.integer(99, -1)
            graph.float(98, 1)
            graph.tag(97, 1)
            graph.raw([UInt8](repeating: 0xFF, count: 8))
            graph.text(536_870_911, "the last number of a field")
            graph.node("Relu", ["x"], ["y"]) { $0.text(10, "device") }
            graph.text(10, "documentation \u{1F600}")
        }
        #expect(try ONNXModel.decode(bytes).graph.nodes.count == 1)
    }
}
