import Foundation
import Testing

@Suite struct FilesTests {
    private func sources() throws -> [SourceTree.File] {
        try ["Sources", "Migrations", "StudyDefinitions"].flatMap { try SourceTree.package.files(in: $0) }
    }

    @Test func filesAreSmall() throws {
        let lengths = try sources().map { $0.lines.count - 1 }.sorted()
        #expect(lengths.count > 50)
        #expect(lengths[lengths.count / 2] <= 200, "the median")
        #expect(lengths[lengths.count * 9 / 10] <= 400, "nine of ten")
        for file in try sources() { #expect(file.lines.count - 1 <= 600, "\(file.path)") }
    }

    @Test func testFilesAreSmallToo() throws {
        for file in try SourceTree.package.files(in: "Tests") { #expect(file.lines.count - 1 <= 600, "\(file.path)") }
    }

    @Test func namesSayWhatThingsAre() throws {
        for file in try sources() {
            for name in file.declaredTypes + [String(file.name.dropLast(".swift".count))] {
                let hollow = HouseRules.hollowSuffixes.filter { name.hasSuffix($0) }
                #expect(hollow.isEmpty, "\(file.path): \(name)")
            }
        }
    }

    @Test(arguments: ["try! ", "as! ", "fatalError("])
    func nothingTrapsOnData(trap: String) throws {
        for file in try sources() {
            let lines = file.lines(with: trap)
            #expect(lines.isEmpty, "\(file.path): \(trap) on \(lines)")
        }
    }

    /// A path of the machine on which something was made is of no use on another; broken studies have some on purpose.
    @Test func noFileNamesAPathOfAMachine() throws {
        let endings = [".swift", ".py", ".sh", ".json", ".sql", ".md", ".c", ".h"]
        let places = ["home", "Users", "root", "work", "opt"].map { "/\($0)/" }
        for folder in ["Sources", "Tests", "Migrations", "StudyDefinitions"] {
            for file in try SourceTree.package.files(in: folder, endings: endings)
            where !file.path.hasPrefix("StudyDefinitions/invalid/") {
                for place in places {
                    let lines = file.lines(with: place)
                    #expect(lines.isEmpty, "\(file.path): \(place) on \(lines)")
                }
            }
        }
    }
}
