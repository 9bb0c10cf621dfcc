#if os(Linux)
import Foundation
import Tensor

/// The small networks of `ModelGraphTests` and what PyTorch and ONNX Runtime compute on them; the versions are in
/// `Golden/versions.json`, and `Tests/ModelZoo/make_small_models.py` made them.
struct SmallNetwork: CustomStringConvertible {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("ModelGraphTests").path

    static let all = ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/Fixtures")) ?? [])
        .filter { $0.hasSuffix(".onnx") }.sorted().map { SmallNetwork(String($0.dropLast(".onnx".count))) }

    /// A network with the name of its file, `NAME--VARIANT`.
    let description: String

    init(_ name: String) {
        description = name
    }

    var model: String { Self.folder + "/Fixtures/\(description).onnx" }
    var input: String { golden("input") }

    /// The path of an expected value: input `[2,3,16,16]`, output `[2,6]`, or gradient of class 1.
    func golden(_ kind: String) -> String {
        let name = description.prefix(upTo: description.range(of: "--")?.lowerBound ?? description.endIndex)
        return Self.folder + "/Golden/\(name)--\(kind).npy"
    }

    /// Writes the first of the input's images alone.
    func firstImage(in scratch: Scratch) throws -> String {
        let both = try NPYFile.read(input)
        let image = Tensor(
            shape: [1] + both.shape.dropFirst(),
            values: Array(both.values.prefix(both.values.count / 2))
        )
        try NPYFile.write(image, to: scratch.path("image.npy"))
        return scratch.path("image.npy")
    }

    /// The greatest difference of two files relative to the greatest of the second.
    static func difference(_ found: String, _ expected: String) throws -> Float {
        let (found, expected) = try (NPYFile.read(found), NPYFile.read(expected))
        guard found.shape == expected.shape, found.values.allSatisfy(\.isFinite) else { return .infinity }
        let scale = expected.values.map(abs).max() ?? 0
        return (zip(found.values, expected.values).map { abs($0 - $1) }.max() ?? 0) / scale
    }
}

/// A trained network and photos beside the repository, where they are.
enum SharedData {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/data").path

    static let squeezeNet = folder + "/models/squeezenet1_1.onnx"

    static var isThere: Bool { FileManager.default.fileExists(atPath: squeezeNet) }

    /// Writes a description of the SqueezeNet with the names of its classes.
    static func describe(in scratch: Scratch) throws -> String {
        let text = """
            {
              "formatVersion": 1, "input": "data_0", "layout": "nchw", "channels": "bgr",
              "resize": {"shorterSide": 256, "rounding": "round", "interpolation": "bilinear", "antialias": true,
                         "on": "pixels"},
              "crop": {"size": 224}, "scale": 1, "mean": [104, 117, 123], "std": [1, 1, 1],
              "output": {"tensor": "logits", "kind": "logits"}, "labels": "\(folder)/models/imagenet-labels.txt"
            }
            """
        return try scratch.write(text, to: "squeezenet.model.json")
    }
}
#endif
