import Foundation

/// The files that the tests read.
enum Fixture {
    /// The path of a file that `make_fixtures.py` wrote.
    static func path(_ name: String) -> String {
        Bundle.module.bundleURL.appending(path: "Fixtures/\(name)").path
    }

    /// The content of such a file.
    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    /// SqueezeNet 1.1 with 1.2 million weights, if it lies beside the repository.
    static let squeezeNet = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/data/models/squeezenet1_1.onnx").standardizedFileURL.path

    /// Runs a test in a folder of its own, which is removed afterwards.
    static func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "onnx-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }
}
