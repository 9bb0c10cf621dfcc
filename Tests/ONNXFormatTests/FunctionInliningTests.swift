import ONNXFormat
import Testing

/// Functions that a model brings along are put in place of their calls.
struct FunctionInliningTests {
    private func model(
        graph: (inout ProtobufWriter) -> Void,
        functions: ((inout ProtobufWriter) -> Void)...
    ) -> [UInt8] {
        ProtobufWriter.model(graph: graph)
            + ProtobufWriter.message { model in for function in functions { model.message(25, function) } }
    }

    private func function(
        _ writer: inout ProtobufWriter,
        _ name: String,
        _ inputs: [String],
        _ outputs: [String],
        opset: Int = 17,
        _ nodes: (inout ProtobufWriter) -> Void
    ) {
        writer.text(1, name)
        for input in inputs { writer.text(4, input) }
        for output in outputs { writer.text(5, output) }
        nodes(&writer)
        writer.opset("", opset, field: 9)
        writer.text(10, "local")
    }

    @Test func readsWhatOnnxWrote() throws {
        let model = try ONNXModel.read(Fixture.path("functions.onnx"))
        #expect(model.opsets == ["": 17, "local": 1])
        let nodes = model.graph.nodes
        #expect(nodes.map(\.operatorType) == ["Constant", "Mul", "Constant", "Mul", "Identity"])
        #expect(nodes[1].inputs == ["x", nodes[0].outputs[0]])
        #expect(nodes[3].inputs == [nodes[1].outputs[0], nodes[2].outputs[0]])
        #expect(nodes[3].outputs == ["y"])
        #expect(nodes[4].inputs == ["x"])
        #expect(nodes[4].outputs == ["z"])
        #expect(nodes[0].outputs != nodes[2].outputs)
        guard case .float(2) = nodes[0].attributes["value_float"], case .float(3) = nodes[2].attributes["value_float"]
        else {
            Issue.record("\(nodes.map(\.attributes))")
            return
        }
    }

    @Test func attributesHaveDefaultsOrAreLeftOut() throws {
        let bytes = model { graph in
            graph.node("Leak", ["x"], ["y"], domain: "local")
        } functions: { writer in
            function(&writer, "Leak", ["a"], ["b"]) { writer in
                writer.node("LeakyRelu", ["a"], ["b"], field: 7) { node in
                    node.attribute("alpha", kind: 1) { $0.text(21, "slope") }
                    node.attribute("beta", kind: 1) { $0.text(21, "nothing") }
                }
                writer.message(11) { attribute in
                    attribute.text(1, "slope")
                    attribute.float(2, 0.25)
                    attribute.integer(20, 1)
                }
            }
        }
        let node = try ONNXModel.decode(bytes).graph.nodes.first
        #expect(node?.attributes.count == 1)
        guard case .float(0.25) = node?.attributes["alpha"] else {
            Issue.record("no default")
            return
        }
    }

    @Test func leftOutInputsStayLeftOut() throws {
        let bytes = model { graph in
            graph.node("F", ["x"], ["y"], domain: "local")
        } functions: { writer in
            function(&writer, "F", ["a", "min", "max"], ["b"]) {
                $0.node("Clip", ["a", "min", "max"], ["b"], field: 7)
            }
        }
        #expect(try ONNXModel.decode(bytes).graph.nodes.first?.inputs == ["x", "", ""])
    }

    @Test func refusesCallsThatDoNotFit() throws {
        try expect(
            .malformed,
            "node 0 (F): function 'local.F': a call has 2 inputs and 1 outputs, the function 1 and 1",
            in: model {
                $0.node("F", ["x", "z"], ["y"], domain: "local")
            } functions: { writer in
                function(&writer, "F", ["a"], ["b"]) { $0.node("Relu", ["a"], ["b"], field: 7) }
            }
        )
    }

    @Test func refusesOtherVersionsOfOperators() throws {
        let call = { (graph: inout ProtobufWriter) in graph.node("F", ["x"], ["y"], domain: "local") }
        let old = { (writer: inout ProtobufWriter) in
            function(&writer, "F", ["a"], ["b"], opset: 9) { $0.node("Relu", ["a"], ["b"], field: 7) }
        }
        try expect(.unsupported, "function 'local.F'", "version 9", "17", in: model(graph: call, functions: old))
        // What is not called does not matter.
        #expect(throws: Never.self) { try ONNXModel.decode(model(graph: { _ in }, functions: old)) }
    }

    @Test func refusesFunctionsThatCallThemselves() throws {
        try expect(
            .malformed,
            "it calls itself",
            in: model {
                $0.node("F", ["x"], ["y"], domain: "local")
            } functions: { writer in
                function(&writer, "F", ["a"], ["b"]) { $0.node("F", ["a"], ["b"], domain: "local", field: 7) }
            }
        )
    }

    /// Twenty functions, each of which calls the next ten times: 10²⁰ nodes, or none at all.
    @Test(arguments: [true, false])
    func refusesFunctionsThatMultiply(hasNodes: Bool) throws {
        let bytes =
            ProtobufWriter.model { $0.node("F0", ["x"], ["y"], domain: "local") }
            + ProtobufWriter.message { model in
                for level in 0..<20 {
                    model.message(25) { writer in
                        function(&writer, "F\(level)", ["a"], ["b"]) { writer in
                            for _ in 0..<10 {
                                let isLast = level == 19
                                if isLast, !hasNodes { continue }
                                writer.node(
                                    isLast ? "Relu" : "F\(level + 1)",
                                    ["a"],
                                    [""],
                                    domain: isLast ? "" : "local",
                                    field: 7
                                )
                            }
                        }
                    }
                }
            }
        try expect(.tooLarge, "function 'local.F0'", in: bytes)
    }

    @Test func refusesDamagedFunctions() throws {
        try expect(
            .malformed,
            "function 0: it has no name",
            in: model { _ in
            } functions: { _ in
            }
        )
        let twice = { (writer: inout ProtobufWriter) in function(&writer, "F", [], []) { _ in } }
        try expect(
            .duplicateName,
            "function 'local.F': there are two",
            in: model(graph: { _ in }, functions: twice, twice)
        )
        try expect(
            .duplicateName,
            "'local.F'",
            "inputs or outputs",
            in: model { _ in
            } functions: { writer in
                function(&writer, "F", ["a", "a"], []) { _ in }
            }
        )
        try expect(
            .malformed,
            "function 'F'",
            "node 0",
            in: model { _ in
            } functions: { writer in
                writer.text(1, "F")
                writer.node("", field: 7)
            }
        )
        try expect(
            .malformed,
            "two defaults",
            in: model { _ in
            } functions: { writer in
                writer.text(1, "F")
                for _ in 0..<2 {
                    writer.message(11) { attribute in
                        attribute.text(1, "a")
                        attribute.integer(3, 1)
                    }
                }
            }
        )
    }
}
