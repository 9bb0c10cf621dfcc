#if os(Linux)
import Foundation

/// A folder that lasts as long as a test.
final class Scratch {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("beholder-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    func path(_ name: String) -> String {
        folder.appendingPathComponent(name).path
    }

    /// Writes a file and gives its path.
    func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: path(name), atomically: true, encoding: .utf8)
        return path(name)
    }

    func text(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }
}

/// The example study of the repository, and databases of it.
enum Example {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("StudyDefinitions/examples/scenes")

    static let definition = folder.appendingPathComponent("scenes.study.json").path

    /// Makes a database of the example study.
    static func create(in scratch: Scratch) throws -> String {
        let database = scratch.path("study.sqlite")
        let outcome = try Program.run(["create", definition, "--database", database], folder: scratch)
        guard outcome.status == 0 else { throw TestFailure("create: \(outcome.errors)") }
        return database
    }

    /// Makes a database of a study with the example's pictures and `changes` to its definition's text.
    static func create(replacing changes: [(String, String)], in scratch: Scratch) throws -> String {
        let study = scratch.path("study")
        try FileManager.default.copyItem(atPath: folder.path, toPath: study)
        var text = try scratch.text(definition)
        for (old, new) in changes {
            guard text.contains(old) else { throw TestFailure("the example study has no \(old)") }
            text = text.replacing(old, with: new)
        }
        let file = try scratch.write(text, to: "study/changed.study.json")
        let database = scratch.path("study.sqlite")
        let outcome = try Program.run(["create", file, "--database", database], folder: scratch)
        guard outcome.status == 0 else { throw TestFailure("create: \(outcome.errors)") }
        return database
    }
}
#endif
