#if NativeLibraries
import Attribution
import Foundation
import ModelGraph
import Tensor

/// The small networks that ModelGraph's tests run, with their images.
enum ActivationFixtures {
    private static let tests = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("../..").standardizedFileURL

    /// - Parameter file: NAME--VARIANT.
    static func model(_ file: String) throws -> Model {
        try Model(reading: tests.appendingPathComponent("ModelGraphTests/Fixtures/\(file).onnx").path)
    }

    /// The two images of a network, `[2,3,16,16]`.
    static func images(_ file: String) throws -> Tensor {

        let network = file.components(separatedBy: "--")[0]
        return try NPYFile.read(tests.appendingPathComponent("ModelGraphTests/Golden/\(network)--input.npy").path)
    }

    /// What goldens explain: class 1 for the first image.
    static func subject(
        _ file: String,
        layer: String? = nil,
        target: Int = 1,
        seed: UInt64 = 0,
        memoryLimit: Int = 400 << 20
    ) throws -> Subject {
        let images = try images(file)
        let shape = Array(images.shape.dropFirst())
        return try Subject(
            Classifier(model(file)),
            input: Tensor(shape: shape, values: Array(images.values[..<shape.reduce(1, *)])),
            target: target,
            layer: layer,
            seed: seed,
            memoryLimit: memoryLimit
        )
    }

    static func golden(_ path: String) throws -> Tensor {
        try NPYFile.read(tests.appendingPathComponent("AttributionTests/Golden/\(path).npy").path)
    }
}
#endif
