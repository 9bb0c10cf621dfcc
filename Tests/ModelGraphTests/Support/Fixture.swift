#if NativeLibraries
import Foundation
import ModelGraph
import Tensor
import Testing

/// The small models that `make_small_models.py` exported, with what ONNX Runtime and PyTorch compute on them.
struct Fixture: Sendable, CustomTestStringConvertible {
    /// "residual-cnn--dynamo18".
    let file: String

    /// "residual-cnn".
    var name: String { file.components(separatedBy: "--")[0] }

    var testDescription: String { file }

    var path: String { Self.folder.appending(path: "Fixtures/\(file).onnx").path }

    func model() throws -> Model { try Model(reading: path) }

    /// `input` `[2,3,16,16]`, `output` `[2,6]`, or the `gradient` of class 1.
    func golden(_ kind: String) throws -> Tensor {
        try NPYFile.read(Self.folder.appending(path: "Golden/\(name)--\(kind).npy").path)
    }

    static let all: [Fixture] = {
        let files =
            (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "Fixtures").path)) ?? []
        return files.filter { $0.hasSuffix(".onnx") }.sorted().map { Fixture(file: String($0.dropLast(5))) }
    }()

    /// One export of each network.
    static let networks: [Fixture] = all.reduce(into: []) { found, next in
        if found.last?.name != next.name { found.append(next) }
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
}

extension Tensor {
    /// Some images of a batch, in an order.
    func images(_ indices: [Int]) -> Tensor {
        let size = values.count / shape[0]
        return Tensor(
            shape: [indices.count] + shape.dropFirst(),
            values: indices.flatMap { values[$0 * size..<($0 + 1) * size] }
        )
    }
}
#endif
