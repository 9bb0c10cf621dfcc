import Foundation
import ONNXFormat
import Testing

/// Expected values are those that `make_fixtures.py` gave to PyTorch 2.15.0 and onnx 1.23.2.
struct ONNXModelTests {
    @Test(arguments: [
        ("torchscript", 7, "pytorch 2.15.0", 13), ("dynamo", 10, "pytorch 2.15.0+cu132", 20),
        ("dynamo-unoptimized", 10, "pytorch 2.15.0+cu132", 18),
    ])
    func readsBothExportersOfPyTorch(name: String, irVersion: Int, producer: String, opset: Int) throws {
        let model = try ONNXModel.read(Fixture.path("\(name).onnx"))
        #expect(model.source == Fixture.path("\(name).onnx"))
        #expect(model.irVersion == irVersion)
        #expect(model.producer == producer)
        #expect(model.opsets == ["": opset])

        #expect(model.graph.nodes.first?.operatorType == "Conv")
        #expect(model.graph.nodes.last?.operatorType == "Gemm")
        #expect(model.graph.outputs.map(\.name) == ["logits"])
        let batch: ONNXDimension = name == "dynamo-unoptimized" ? .fixed(2) : .symbolic("batch")
        let image = ONNXValueInfo(
            name: "image",
            elementType: .float32,
            shape: [batch, .fixed(3), .fixed(8), .fixed(8)]
        )
        #expect(model.graph.inputs == [image])

        let weights = try #require(model.graph.initializers.first { $0.name == "conv.weight" })
        #expect(weights.shape == [4, 3, 3, 3])
        #expect(try weights.floats() == (0..<108).map { Float($0 % 17 - 8) / 8 })
    }

    @Test func readsTheSameFromMemory() throws {
        let model = try ONNXModel.decode(Fixture.bytes("dynamo.onnx"), name: "a net")
        #expect(model.source == "a net")
        #expect(model.graph.nodes.count == 4)
        let bias = try #require(model.graph.initializers.first { $0.name == "head.bias" })
        #expect(try bias.floats() == [-1, -0.875])
    }

    @Test func readsMetadata() throws {
        let model = try ONNXModel.read(Fixture.path("types.onnx"))
        #expect(model.metadata == ["purpose": "test", "license": "same as the program"])
        #expect(model.producer == "make_fixtures")
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: Fixture.squeezeNet), "SqueezeNet is not here"))
    func readsSqueezeNet() throws {
        let model = try ONNXModel.read(Fixture.squeezeNet)
        #expect(model.graph.initializers.reduce(0) { $0 + $1.elementCount } == 1_235_496)
        #expect(model.graph.nodes.count == 65)
        #expect(model.graph.nodes.filter { $0.operatorType == "Conv" }.count == 26)
        #expect(model.opsets == ["": 13])
        #expect(model.graph.inputs.map(\.shape) == [[.symbolic("N"), .fixed(3), .fixed(224), .fixed(224)]])
        for tensor in model.graph.initializers {
            #expect(try tensor.floats().allSatisfy(\.isFinite))
        }
    }

    @Test func tensorsOutliveTheModelAndTheName() throws {
        try Fixture.withFolder { folder in
            let file = folder.appending(path: "net.onnx")
            try Data(Fixture.bytes("dynamo.onnx")).write(to: file)
            var tensor = try ONNXModel.read(file.path).graph.initializers.last { $0.name == "head.bias" }
            try FileManager.default.removeItem(at: file)
            #expect(try tensor?.floats() == [-1, -0.875])
            tensor = nil
        }
    }

    @Test func noticesAFileThatBecomesShorter() throws {
        try Fixture.withFolder { folder in
            let file = folder.appending(path: "net.onnx")
            try Data(Fixture.bytes("dynamo.onnx")).write(to: file)
            let model = try ONNXModel.read(file.path)
            let handle = try FileHandle(forWritingTo: file)
            try handle.truncate(atOffset: 40)
            let tensor = try #require(model.graph.initializers.first)
            let error = #expect(throws: ONNXError.self) { try tensor.floats() }
            #expect(error?.code == .unreadable)
            #expect(error?.message.contains("net.onnx: initializer 'conv.weight'") == true)
        }
    }

    @Test func domainsOfStandardOperatorsAreOne() throws {
        let bytes = ProtobufWriter.message { model in
            model.integer(1, 8)
            model.opset("ai.onnx", 12)
            model.opset("ai.onnx.ml", 2)
            model.message(7) { $0.node("Relu", ["x"], ["y"], domain: "ai.onnx") }
        }
        let model = try ONNXModel.decode(bytes)
        #expect(model.opsets == ["": 12, "ai.onnx.ml": 2])
        #expect(model.graph.nodes.map(\.domain) == [""])
        #expect(model.producer == "")
    }

    @Test(arguments: [
        ("", "is empty"), ("version https://git-lfs.github.com/spec/v1\n", "git lfs pull"),
        ("PK\u{3}\u{4}archive", "torch.onnx.export"), ("<!DOCTYPE html>", "a web page"),
        ("hello, world", "not an ONNX"),
        ("\0\0\0\0", "not an ONNX"),
    ])
    func saysWhatOtherFilesAre(content: String, meaning: String) {
        let error = #expect(throws: ONNXError.self) { try ONNXModel.decode(Array(content.utf8), name: "a.onnx") }
        #expect(error?.code == .notONNX)
        #expect(error?.message.hasPrefix("a.onnx: ") == true)
        #expect(error?.message.contains(meaning) == true)
    }

    @Test(arguments: [0, 2, 15, -1])
    func refusesOtherVersionsOfTheFormat(version: Int) {
        let error = #expect(throws: ONNXError.self) { try ONNXModel.decode(ProtobufWriter.model(irVersion: version)) }
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains("IR version \(version); expected 3 to 14") == true)
    }

    @Test func refusesModelsWithParts() throws {
        let graph = ProtobufWriter.message { model in
            model.integer(1, 8)
            model.opset("", 17)
        }
        try expect(.malformed, "no graph", in: graph)
        try expect(
            .malformed,
            "which versions",
            in: ProtobufWriter.message { model in
                model.integer(1, 8)
                model.message(7) { _ in }
            }
        )
        try expect(
            .malformed,
            "two graphs",
            in: ProtobufWriter.model() + ProtobufWriter.message { $0.message(7) { _ in } }
        )
        try expect(.malformed, "version 0", in: ProtobufWriter.model(opset: 0))
        try expect(
            .duplicateName,
            "two versions",
            in: ProtobufWriter.model() + ProtobufWriter.message { $0.opset("", 9) }
        )
    }

    @Test func refusesTwoEntriesOfOneKey() throws {
        let entries = ProtobufWriter.message { model in
            for value in ["a", "b"] {
                model.message(14) { entry in
                    entry.text(1, "author")
                    entry.text(2, value)
                }
            }
        }
        try expect(.duplicateName, "'author'", in: ProtobufWriter.model() + entries)
    }

    @Test func everyCutIsNoticed() throws {
        let bytes = try Fixture.bytes("torchscript.onnx")
        for count in 0..<bytes.count {
            do {
                let model = try ONNXModel.decode(Array(bytes[..<count]))
                // The operator sets are at the end, but the file may be cut between two fields.
                #expect(model.graph.nodes.count == 4, "at \(count)")
            } catch let error as ONNXError {
                #expect([.notONNX, .truncated, .malformed].contains(error.code), "at \(count): \(error)")
            }
        }
        try expect(.truncated, "declares", in: Array(bytes[..<700]))
    }

    @Test func saysWhyAFileCannotBeOpened() throws {
        try Fixture.withFolder { folder in
            let missing = #expect(throws: ONNXError.self) { try ONNXModel.read(folder.path + "/absent.onnx") }
            #expect(missing?.code == .unreadable)
            #expect(missing?.message.contains("absent.onnx: there is no such file") == true)
            let folderError = #expect(throws: ONNXError.self) { try ONNXModel.read(folder.path) }
            #expect(folderError?.message.contains("a folder") == true)
            let pipe = folder.appending(path: "pipe").path
            #expect(mkfifo(pipe, 0o600) == 0)
            let pipeError = #expect(throws: ONNXError.self) { try ONNXModel.read(pipe) }
            #expect(pipeError?.message.contains("not a regular file") == true)
            let zero = #expect(throws: ONNXError.self) { try ONNXModel.read("a\0b") }
            #expect(zero?.code == .unreadable)
        }
    }

    @Test func descriptionIsTheMessage() {
        let error = ONNXError(.malformed, "net.onnx: no")
        #expect("\(error)" == "net.onnx: no")
    }
}
