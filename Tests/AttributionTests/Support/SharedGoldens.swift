#if NativeLibraries
import Attribution
import Foundation
import ModelGraph
import Tensor
import Testing

/// The golden maps that peers computed for photos, outside of the project.
enum SharedGoldens {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("../../../../shared/data").standardizedFileURL

    /// Whether they are there; tests that need them are skipped where not.
    static let areThere = FileManager.default.fileExists(atPath: folder.appendingPathComponent("goldens").path)

    static let photos = ["n01770393_scorpion", "n02058221_albatross"]

    /// The layer that the class activation goldens are taken at.
    static let layer = "fire9/concat_1"

    static func golden(_ photo: String, _ method: String) throws -> Tensor {
        try NPYFile.read(folder.appendingPathComponent("goldens/\(photo)--\(method).npy").path)
    }

    /// What the goldens explain.
    static func subject(_ photo: String) async throws -> Subject {
        let model = try Model(reading: folder.appendingPathComponent("models/squeezenet1_1.onnx").path)
        let input = try golden(photo, "input")
        let classifier = try Classifier(model)
        let scores = try await classifier.allScores(input, PassLog())
        let target = scores.values.indices.max { scores.values[$0] < scores.values[$1] } ?? 0
        return try Subject(classifier, input: input, target: target, layer: layer)
    }
}

/// Holds a map against a golden: at least 99.9 % of values within 1e-3 of the golden's largest magnitude, and a cosine
/// of at least 0.9999.
func expectAgreement(
    _ found: Tensor,
    _ golden: Tensor,
    _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    guard found.values.count == golden.values.count else {
        Issue.record("\(what): shape \(found.shape) in place of \(golden.shape)", sourceLocation: sourceLocation)
        return
    }
    let top = golden.values.reduce(0) { max($0, abs($1)) }
    var (near, product, own, other) = (0, 0.0, 0.0, 0.0)
    for (a, b) in zip(found.values, golden.values) {
        if abs(a - b) <= 1e-3 * top { near += 1 }
        product += Double(a) * Double(b)
        own += Double(a) * Double(a)
        other += Double(b) * Double(b)
    }
    let share = Double(near) / Double(found.values.count)
    let cosine = product / (own * other).squareRoot()
    #expect(share >= 0.999, "\(what): \(share) of the values agree", sourceLocation: sourceLocation)
    #expect(cosine >= 0.9999, "\(what): cosine \(cosine)", sourceLocation: sourceLocation)
}
#endif
