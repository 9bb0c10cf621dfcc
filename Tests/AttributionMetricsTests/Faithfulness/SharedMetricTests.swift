#if NativeLibraries
import Attribution
import AttributionMetrics
import Foundation
import ModelGraph
import Tensor
import Testing

/// Data that stand outside of the project.
enum SharedMetrics {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("../../../../shared/data").standardizedFileURL
    static let areThere = FileManager.default.fileExists(
        atPath: folder.appendingPathComponent("goldens/metrics.json").path
    )
}

/// What the survey's program gave for photos, outside of the project.
@Suite("The survey's program on photos", .enabled(if: SharedMetrics.areThere, "the shared goldens are not there"))
struct SharedMetricTests {
    struct Row: Decodable {
        let image: String
        let map: String
        let substitute: String
        let `class`: Int
        let dauc, dc, iauc, ic, iic, ad, add: Double
    }

    @Test("Every value within 1e-3")
    func values() async throws {
        let goldens = SharedMetrics.folder.appendingPathComponent("goldens")
        let data = try Data(contentsOf: goldens.appendingPathComponent("metrics.json"))
        let model = try Model(reading: SharedMetrics.folder.appendingPathComponent("models/squeezenet1_1.onnx").path)
        var pictures: [String: PictureScores] = [:]
        for row in try JSONDecoder().decode([Row].self, from: data) {
            let photo = row.image.replacingOccurrences(of: ".jpg", with: "")
            if pictures[photo] == nil {
                let input = try NPYFile.read(goldens.appendingPathComponent("\(photo)--input.npy").path)
                pictures[photo] = PictureScores(try Subject(Classifier(model), input: input, target: row.class))
            }
            let picture = try #require(pictures[photo])
            let name = row.map == "integrated-gradients" ? "integrated-gradients-sum" : row.map
            let read = try NPYFile.read(goldens.appendingPathComponent("\(photo)--\(name).npy").path)
            let map = Tensor(shape: Array(read.shape.suffix(2)), values: read.values)
            let evaluation = try Evaluation(map, of: picture)
            let parameters = ["substitute": row.substitute == "black" ? "zero" : "blur", "mode": "reference"]
            let expected = [
                ("dauc", row.dauc), ("dc", row.dc), ("iauc", row.iauc), ("ic", row.ic), ("iic", row.iic),
                ("ad", row.ad), ("add", row.add),
            ]
            for (id, value) in expected {
                let found = try #require(try await score(id, evaluation, parameters).value)
                #expect(
                    abs(found - value) < 1e-3,
                    "\(photo) \(row.map) \(row.substitute) \(id): \(found), not \(value)"
                )
            }
        }
    }
}
#endif
