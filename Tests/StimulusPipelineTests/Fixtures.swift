import Foundation
import Imaging
import StimulusPipeline
import StudyModel
import Tensor

/// The repository's folders, found from this file.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let invalid = root.appendingPathComponent("StudyDefinitions/invalid")
    static let examples = root.appendingPathComponent("StudyDefinitions/examples")

    /// The names of the study definitions in and below a folder, without `.study.json`.
    static func studies(in folder: URL) -> [String] {
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        return paths.filter { $0.hasSuffix(".study.json") }.map { String($0.dropLast(11)) }.sorted()
    }
}

/// A study of one picture and two maps in a folder of its own, to vary.
final class TemporaryStudy {
    let folder: URL
    var document: [String: Any] = [
        "formatVersion": 1, "id": "temporary", "title": "Temporary", "consent": "I agree.", "instructions": "Choose.",
        "debrief": "Thank you.", "seed": 1,
        "stimuli": [
            "images": [["id": "one", "file": "one.png"]],
            "explainers": [["id": "a", "maps": "{image}--a.npy"], ["id": "b", "maps": "{image}--b.npy"]],
        ],
        "blocks": [["id": "main", "kind": "forcedChoice", "question": "Which?"]],
    ]

    var path: String { folder.appendingPathComponent("temporary.study.json").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("beholder-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try write(Self.map { x, y in x * y }, named: "one--a.npy")
        try write(Self.map { x, _ in 1 - x }, named: "one--b.npy")
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Writes the definition.
    func save() throws {
        try JSONSerialization.data(withJSONObject: document).write(to: URL(fileURLWithPath: path))
    }

    /// Writes the definition and examines it.
    func examine() throws -> StimulusPipeline.Examination {
        try save()
        return StimulusPipeline().examine(path)
    }

    /// The picture of a stimulus as PNG.
    func picture(_ stimulus: StimulusRecord, of study: Study) throws -> [UInt8] {
        try StimulusPipeline().picture(stimulus, of: study, folder: folder.path)
    }

    /// Writes a map, 8×6 like those of ``map(_:)`` or any other.
    func write(_ map: Tensor, named name: String) throws {
        try NPYFile.write(map, to: folder.appendingPathComponent(name).path)
    }

    /// Writes a picture of a plain ramp.
    func writePicture(named name: String = "one.png", width: Int = 32, height: Int = 24, start: UInt8 = 0) throws {
        let pixels = (0..<width * height * 3).map { start &+ UInt8(truncatingIfNeeded: $0 / 16) }
        let picture = RasterImage(width: width, height: height, layout: .rgb, pixels: pixels)
        try ImageFile.writePNG(picture, to: folder.appendingPathComponent(name).path)
    }

    /// A map from a function of the place, both coordinates 0…1.
    static func map(width: Int = 8, height: Int = 6, _ value: (Float, Float) -> Float) -> Tensor {
        let values = (0..<width * height).map { index in
            value(Float(index % width) / Float(width - 1), Float(index / width) / Float(height - 1))
        }
        return Tensor(shape: [height, width], values: values)
    }
}
