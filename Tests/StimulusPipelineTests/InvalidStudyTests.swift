import Foundation
import StimulusPipeline
import StudyModel
import Testing

/// Each broken study in `StudyDefinitions/invalid` against the errors written beside it.
@Suite struct InvalidStudyTests {
    private struct Report: Codable {
        let errors: [DefinitionIssue]
    }

    /// What needs no file but the definition.
    private static let structural = Set(DefinitionIssue.Code.allCases)
        .subtracting([
            .missingFile, .unreadableFile, .aspectMismatch, .notFinite, .constantMap, .identicalMaps,
        ])

    private static func path(_ name: String, _ kind: String) -> URL {
        Repository.invalid.appendingPathComponent("\(name).\(kind).json")
    }

    @Test func thereIsOneForEachKindOfError() throws {
        let studies = Repository.studies(in: Repository.invalid)
        var codes: Set<DefinitionIssue.Code> = []
        for name in studies {
            let report = try JSONDecoder().decode(Report.self, from: Data(contentsOf: Self.path(name, "errors")))
            codes.formUnion(report.errors.map(\.code))
        }
        #expect(codes == Set(DefinitionIssue.Code.allCases))
    }

    @Test(arguments: Repository.studies(in: Repository.invalid))
    func theStructureHasTheErrorsExpected(name: String) throws {
        let expected = try JSONDecoder().decode(Report.self, from: Data(contentsOf: Self.path(name, "errors")))
        let definition = StudyDefinition.read(try Data(contentsOf: Self.path(name, "study")))
        #expect(definition.issues == expected.errors.filter { Self.structural.contains($0.code) })
    }

    #if NativeLibraries
    @Test(arguments: Repository.studies(in: Repository.invalid))
    func theFileHasTheErrorsExpected(name: String) throws {
        let examination = StimulusPipeline().examine(Self.path(name, "study").path)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let report = try encoder.encode(Report(errors: examination.issues)) + Data("\n".utf8)
        let expected = try Data(contentsOf: Self.path(name, "errors"))
        #expect(String(decoding: report, as: UTF8.self) == String(decoding: expected, as: UTF8.self))
    }
    #endif
}

/// The studies that the project ships as examples.
@Suite struct ExampleStudyTests {
    @Test(arguments: Repository.studies(in: Repository.examples))
    func isStructurallyValid(name: String) throws {
        let url = Repository.examples.appendingPathComponent(name + ".study.json")
        #expect(StudyDefinition.read(try Data(contentsOf: url)).issues == [])
    }

    #if NativeLibraries
    @Test(arguments: Repository.studies(in: Repository.examples))
    func isValidWithItsFiles(name: String) {
        let examination = StimulusPipeline().examine(
            Repository.examples.appendingPathComponent(name + ".study.json").path
        )
        #expect(examination.issues == [])
        #expect(!examination.stimuli.isEmpty)
    }
    #endif
}
