import Foundation
import ONNXFormat
import Testing

struct ExternalDataTests {
    /// A model with one tensor of two floats whose data lie elsewhere.
    private func model(_ entries: (key: String, value: String)...) -> [UInt8] {
        ProtobufWriter.model { graph in
            graph.tensor("w", shape: [2]) { $0.external(entries) }
        }
    }

    private func write(_ bytes: [UInt8], _ folder: URL, _ name: String) throws {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    private func refusal(
        _ folder: URL,
        _ bytes: [UInt8],
        _ words: String...,
        code: ONNXError.Code = .externalData,
        at location: SourceLocation = #_sourceLocation
    ) throws {
        try write(bytes, folder, "net.onnx")
        let path = folder.appending(path: "net.onnx").path
        let error = #expect(throws: ONNXError.self, sourceLocation: location) { try ONNXModel.read(path) }
        #expect(error?.code == code, "\(error?.message ?? "")", sourceLocation: location)
        for word in ["net.onnx: initializer 'w'"] + words {
            #expect(error?.message.contains(word) == true, "\(error?.message ?? "")", sourceLocation: location)
        }
    }

    private let data = Float(1).bytes + Float(2).bytes + Float(3).bytes

    @Test(arguments: ["external", "external-many"])
    func readsWhatOnnxWrote(name: String) throws {
        let graph = try ONNXModel.read(Fixture.path("\(name).onnx")).graph
        #expect(graph.initializers.map(\.name) == ["w", "n", "h"])
        #expect(try graph.initializers[0].floats() == (0..<600).map { Float($0) / 8 })
        #expect(try graph.initializers[1].integers() == Array(0..<300))
        #expect(try graph.initializers[2].floats() == (0..<400).map { Float($0) / 8 })
    }

    @Test func readsAPartOfAFile() throws {
        try Fixture.withFolder { folder in
            try write(data, folder, "parts/weights")
            for location in ["parts/weights", "./parts/weights", "parts/./weights"] {
                let bytes = model(("location", location), ("offset", "4"), ("length", "8"), ("checksum", "none"))
                try write(bytes, folder, "net.onnx")
                let graph = try ONNXModel.read(folder.appending(path: "net.onnx").path).graph
                #expect(try graph.initializers.first?.floats() == [2, 3])
            }
            try write(model(("location", "parts/weights")), folder, "net.onnx")
            let graph = try ONNXModel.read(folder.appending(path: "net.onnx").path).graph
            #expect(try graph.initializers.first?.floats() == [1, 2])
        }
    }

    @Test func linksWithinTheFolderAreFollowed() throws {
        try Fixture.withFolder { folder in
            try write(data, folder, "blobs/one")
            try FileManager.default.createSymbolicLink(
                atPath: folder.appending(path: "weights").path,
                withDestinationPath: "blobs/one"
            )
            try write(model(("location", "weights")), folder, "net.onnx")
            let link = folder.appending(path: "link").path
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: ".")
            let graph = try ONNXModel.read(link + "/net.onnx").graph
            #expect(try graph.initializers.first?.floats() == [1, 2])
        }
    }

    @Test(arguments: [
        "../secret", "parts/../../secret", "/etc/hostname", "", "..", "parts/..", "a\0b", "//etc/hostname",
    ])
    func locationsStayInTheFolder(location: String) throws {
        try Fixture.withFolder { folder in
            try write(data, folder, "secret")
            let inner = folder.appending(path: "model")
            try write([], inner, "parts/nothing")
            try refusal(inner, model(("location", location)), "within the folder of the model")
        }
    }

    @Test func linksOutOfTheFolderAreRefused() throws {
        try Fixture.withFolder { folder in
            try write(data, folder, "model-secret/weights")
            let inner = folder.appending(path: "model")
            try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
            for (name, target) in [("file", "../model-secret/weights"), ("folder", "../model-secret")] {
                try FileManager.default.createSymbolicLink(
                    atPath: inner.appending(path: name).path,
                    withDestinationPath: target
                )
            }
            try refusal(inner, model(("location", "file")), "leads out of the folder")
            try refusal(inner, model(("location", "folder/weights")), "leads out of the folder")
        }
    }

    @Test func filesAreThereAndLongEnough() throws {
        try Fixture.withFolder { folder in
            try write(data, folder, "weights")
            try refusal(folder, model(("location", "absent")), "'absent', which is missing")
            try refusal(folder, model(("location", "weights/x")), "which is missing")
            try refusal(folder, model(("location", "weights"), ("offset", "5")), "8 bytes at 5", "only 12")
            try refusal(folder, model(("location", "weights"), ("offset", "\(Int.max)")), "only 12")
            try write(data, folder, "parts/weights")
            try refusal(folder, model(("location", "parts")), "a folder")
            try refusal(folder, model(("location", ".")), "out of the folder")
            #expect(mkfifo(folder.appending(path: "pipe").path, 0o600) == 0)
            try refusal(folder, model(("location", "pipe")), "not a regular file")
        }
    }

    @Test func placesAreNumbersThatFit() throws {
        try Fixture.withFolder { folder in
            try write(data, folder, "weights")
            for number in ["-4", "four", "", "99999999999999999999", "0x4"] {
                try refusal(folder, model(("location", "weights"), ("offset", number)), "the offset of its data is")
                try refusal(folder, model(("location", "weights"), ("length", number)), "the length of its data is")
            }
            let long = model(("location", "weights"), ("length", "12"))
            try refusal(folder, long, "needs 8", code: .sizeMismatch)
            try refusal(folder, model(("offset", "0")), "not named")
        }
    }

    @Test func dataAreInOnePlace() throws {
        try Fixture.withFolder { folder in
            try write(data, folder, "weights")
            let both = ProtobufWriter.model { graph in
                graph.tensor("w", shape: [2]) { tensor in
                    tensor.data(9, Array(data[..<8]))
                    tensor.external([("location", "weights")])
                }
            }
            try refusal(folder, both, "and in the model", code: .malformed)
        }
    }

    @Test func modelsInMemoryHaveNoFolder() throws {
        try expect(.externalData, "initializer 'w'", "in memory", in: model(("location", "weights")))
    }

    @Test func noticesAReplacedFile() throws {
        try Fixture.withFolder { folder in
            try write(data, folder, "weights")
            try write(model(("location", "weights")), folder, "net.onnx")
            let tensor = try #require(
                try ONNXModel.read(folder.appending(path: "net.onnx").path).graph.initializers.first
            )
            let weights = folder.appending(path: "weights")
            try FileManager.default.moveItem(at: weights, to: folder.appending(path: "old"))
            for replacement in [data, nil] {
                try? FileManager.default.removeItem(at: weights)
                if let replacement { try write(replacement, folder, "weights") }
                let error = #expect(throws: ONNXError.self) { try tensor.floats() }
                #expect(error?.code == .externalData)
                #expect(error?.message.contains("initializer 'w'") == true)
            }
        }
    }
}
