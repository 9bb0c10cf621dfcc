import Foundation
import StimulusPipeline
import StudyModel
import Tensor
import Testing

#if NativeLibraries
/// What is wrong with the files of a study.
@Suite struct StudyFilesTests {
    private func issues(_ change: (TemporaryStudy) throws -> Void) throws -> [DefinitionIssue] {
        let study = try TemporaryStudy()
        try study.writePicture()
        try change(study)
        return try study.examine().issues
    }

    @Test(arguments: [(Float(2), Float(1)), (0.001, -5), (1000, 0)])
    func aMapThatIsAnotherOnAnotherScaleMakesThePairVoid(factor: Float, offset: Float) throws {
        let found = try issues { study in
            try study.write(TemporaryStudy.map { x, y in factor * x * y + offset }, named: "one--b.npy")
        }
        #expect(found.map(\.code) == [.identicalMaps])
        #expect(found.first?.path == "/stimuli/explainers/1/maps")
        #expect(found.first?.found.contains("\"a\" and \"b\" of image \"one\"") == true)
    }

    @Test func theSameMapFinerIsStillTheSame() throws {
        let found = try issues { study in
            try study.write(TemporaryStudy.map(width: 8, height: 6) { x, _ in x }, named: "one--a.npy")
            try study.write(TemporaryStudy.map(width: 8, height: 6) { x, _ in x + 0.001 * x }, named: "one--b.npy")
        }
        #expect(found.map(\.code) == [.identicalMaps])
    }

    @Test func oneCellThatDiffersIsADifference() throws {
        let found = try issues { study in
            var map = TemporaryStudy.map { x, y in x * y }
            var values = map.values
            values[20] += 0.02
            map = Tensor(shape: map.shape, values: values)
            try study.write(map, named: "one--b.npy")
        }
        #expect(found == [])
    }

    @Test func onlyTheMapsOfShownPairsAreNeeded() throws {
        let found = try issues { study in
            study.document["stimuli"] = [
                "images": [["id": "one", "file": "one.png"], ["id": "unused", "file": "unused.png"]],
                "explainers": [
                    ["id": "a", "maps": "{image}--a.npy"], ["id": "b", "maps": "{image}--b.npy"],
                    ["id": "c", "maps": "{image}--c.npy"],
                ],
            ]
            study.document["blocks"] = [
                [
                    "id": "main", "kind": "forcedChoice", "question": "Which?", "images": ["one"],
                    "pairs": [["a", "b"]],
                ]
            ]
        }
        #expect(found == [])
    }

    @Test func aLinkOutOfTheFolderIsRefused() throws {
        let other = try TemporaryStudy()
        try other.writePicture()
        let found = try issues { study in
            let picture = study.folder.appendingPathComponent("one.png")
            try FileManager.default.removeItem(at: picture)
            try FileManager.default.createSymbolicLink(
                at: picture,
                withDestinationURL: other.folder.appendingPathComponent("one.png")
            )
        }
        #expect(FileManager.default.fileExists(atPath: other.folder.path))
        #expect(found.map(\.code) == [.pathOutsideFolder])
        #expect(found.map(\.path) == ["/stimuli/images/0/file"])
    }

    @Test(arguments: ["linked/one.png", "linked/missing.png"])
    func aLinkedFolderOutsideIsRefused(file: String) throws {
        let other = try TemporaryStudy()
        try other.writePicture()
        let found = try issues { study in
            try FileManager.default.createSymbolicLink(
                at: study.folder.appendingPathComponent("linked"),
                withDestinationURL: other.folder
            )
            study.document["stimuli"] = [
                "images": [["id": "one", "file": file]],
                "explainers": [["id": "a", "maps": "one--a.npy"], ["id": "b", "maps": "one--b.npy"]],
            ]
        }
        #expect(FileManager.default.fileExists(atPath: other.folder.path))
        #expect(found.map(\.code) == [.pathOutsideFolder])
    }

    @Test func aLinkWithinTheFolderIsFollowed() throws {
        let found = try issues { study in
            try study.writePicture(named: "real.png")
            let picture = study.folder.appendingPathComponent("one.png")
            try FileManager.default.removeItem(at: picture)
            try FileManager.default.createSymbolicLink(
                at: picture,
                withDestinationURL: study.folder.appendingPathComponent("real.png")
            )
        }
        #expect(found == [])
    }

    @Test func theMapsAreJudgedWithoutThePicture() throws {
        let found = try issues { study in
            try FileManager.default.removeItem(at: study.folder.appendingPathComponent("one.png"))
            try study.write(TemporaryStudy.map { x, _ in 1 / x }, named: "one--b.npy")
        }
        #expect(found.map(\.code) == [.missingFile, .notFinite])
    }

    @Test func progressCountsTheImages() throws {
        let study = try TemporaryStudy()
        try study.writePicture()
        try study.save()
        var told: [[Int]] = []
        let examination = StimulusPipeline().examine(study.path) { told.append([$0, $1]) }
        #expect(examination.folder == study.folder.resolvingSymlinksInPath().path)
        #expect(told == [[1, 1]])
    }
}
#endif
