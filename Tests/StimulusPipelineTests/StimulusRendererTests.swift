import Foundation
import Imaging
import StimulusPipeline
import StudyModel
import Testing

#if NativeLibraries
/// What participants see of a picture, against Pillow (`Golden/make_views.py`).
@Suite struct StimulusRendererTests {
    struct View: Decodable, Sendable, CustomTestStringConvertible {
        let picture: String
        let view: String
        /// 0 without a crop.
        let shorterSide: Int
        let size: Int

        var testDescription: String { view }
    }

    private struct Golden: Decodable {
        let views: [View]
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Golden")

    private static func views() throws -> [View] {
        let data = try Data(contentsOf: folder.appendingPathComponent("views.json"))
        return try JSONDecoder().decode(Golden.self, from: data).views
    }

    @Test(arguments: try views())
    func seesWhatPillowSees(expected: View) throws {
        let picture = try ImageFile.read(Self.folder.appendingPathComponent(expected.picture).path)
        let peer = try ImageFile.read(Self.folder.appendingPathComponent(expected.view).path)
        let view = StimulusRenderer(study: try study(expected)).view(of: picture)
        #expect((view.width, view.height, view.layout) == (peer.width, peer.height, .rgb))
        // Pillow rounds to 8 bits between the two directions of scaling. What is only cut out is the same.
        let isScaled = expected.shorterSide != min(picture.width, picture.height)
        let difference = zip(view.pixels, peer.pixels).map { abs(Int($0) - Int($1)) }.max()
        #expect(try #require(difference) <= (isScaled ? 1 : 0))
    }

    private func study(_ view: View) throws -> Study {
        let study = try TemporaryStudy()
        var stimuli = study.document["stimuli"] as? [String: Any] ?? [:]
        if view.size > 0 { stimuli["crop"] = ["shorterSide": view.shorterSide, "size": view.size] }
        study.document["stimuli"] = stimuli
        return try StudyDefinition.decode(JSONSerialization.data(withJSONObject: study.document))
    }
}
#endif
