import Foundation
import StimulusPipeline
import StudyModel
import Testing

/// Definition files that are none: each gives an issue, never a crash.
@Suite struct DefinitionFileTests {
    private func issues(of bytes: Data) throws -> [DefinitionIssue] {
        let study = try TemporaryStudy()
        try bytes.write(to: URL(fileURLWithPath: study.path))
        defer { withExtendedLifetime(study) {} }
        return StimulusPipeline().examine(study.path).issues
    }

    @Test func aFileThatIsNotThere() throws {
        let study = try TemporaryStudy()
        let issues = StimulusPipeline().examine(study.path).issues
        #expect(issues.map(\.code) == [.unreadableFile])
        #expect(issues.first?.found.contains("does not exist") == true)
    }

    @Test func aFolder() throws {
        let study = try TemporaryStudy()
        defer { withExtendedLifetime(study) {} }
        let issues = StimulusPipeline().examine(study.folder.path).issues
        #expect(issues.map(\.code) == [.unreadableFile])
        #expect(issues.first?.found.contains("a folder") == true)
    }

    @Test(arguments: ["[", "{\"a\":", "[{\"blocks\":", "{\"stimuli\":["])
    func bracketsWithoutEnd(opening: String) throws {
        let issues = try issues(of: Data(String(repeating: opening, count: 100_000).utf8))
        #expect(issues.map(\.code) == [.syntax])
        #expect(issues.first?.found.contains("more than 128 brackets") == true)
    }

    @Test func fiftyMegabytes() throws {
        let issues = try issues(of: Data(repeating: UInt8(ascii: " "), count: 50_000_000))
        #expect(issues.map(\.code) == [.unreadableFile])
        #expect(issues.first?.found.contains("50 MB") == true)
    }

    @Test(
        arguments: [
            [0xFF, 0xFE, 0x7B, 0x00], [0x7B, 0x80, 0x7D], [0x7B, 0x22, 0xC3], [0x00],
            [0x7B, 0x22, 0xED, 0xA0, 0x80, 0x22],
        ] as [[UInt8]]
    )
    func bytesThatAreNoText(bytes: [UInt8]) throws {
        #expect(try issues(of: Data(bytes)).map(\.code) == [.syntax])
    }

    @Test func everyShorteningOfAnExampleIsRefused() throws {
        let url = Repository.examples.appendingPathComponent("scenes/scenes.study.json")
        let whole = try Data(contentsOf: url)
        #expect(StudyDefinition.read(whole).issues.isEmpty)
        let length = (whole.lastIndex(of: UInt8(ascii: "}")) ?? 0)
        for count in stride(from: 0, through: length, by: 37) {
            #expect(StudyDefinition.read(whole.prefix(count)).issues.map(\.code) == [.syntax])
        }
    }

    /// Wrong values in every place of an example: each is an issue or is allowed, and none is a crash.
    @Test func everyValueReplacedIsRead() throws {
        let url = Repository.examples.appendingPathComponent("scenes/scenes.study.json")
        let document = try JSONSerialization.jsonObject(with: Data(contentsOf: url))
        let values: [Any] = [
            NSNull(), true, -1, 0, Int.max, 1e300, 0.5, "", "all", "main", [Any](), [[Any]()], [String: Any](),
        ]
        var read = 0
        for path in Self.places(in: document) {
            for value in values {
                let changed = Self.replacing(path[...], in: document, by: value)
                let data = try JSONSerialization.data(withJSONObject: changed, options: .fragmentsAllowed)
                let definition = StudyDefinition.read(data)
                _ = definition.study.shownImages
                read += 1
            }
        }
        #expect(read > 1000)
    }

    private static func places(in value: Any, at path: [String] = []) -> [[String]] {
        var places = [path]
        if let object = value as? [String: Any] {
            for key in object.keys.sorted() { places += Self.places(in: object[key] ?? NSNull(), at: path + [key]) }
        } else if let array = value as? [Any] {
            for (index, entry) in array.enumerated() { places += Self.places(in: entry, at: path + ["\(index)"]) }
        }
        return places
    }

    private static func replacing(_ path: ArraySlice<String>, in value: Any, by other: Any) -> Any {
        guard let key = path.first else { return other }
        if var object = value as? [String: Any] {
            object[key] = replacing(path.dropFirst(), in: object[key] ?? NSNull(), by: other)
            return object
        }
        guard var array = value as? [Any], let index = Int(key) else { return value }
        array[index] = replacing(path.dropFirst(), in: array[index], by: other)
        return array
    }
}
