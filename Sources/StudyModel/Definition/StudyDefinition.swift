public import Foundation
import JSONText

/// A definition as read: the study as far as it could be understood, and everything wrong with it.
public struct StudyDefinition: Sendable {
    /// The study; parts with issues are left out or have their default.
    public var study: Study
    /// What is wrong, in document order, the first thousand errors; empty for a valid definition.
    public var issues: [DefinitionIssue]
    /// The JSON Pointer of each image's file.
    public var imagePaths: [ImageID: String]
    /// The JSON Pointer of each explainer's maps.
    public var explainerPaths: [ExplainerID: String]
    /// The JSON Pointer of each score.
    public var scorePaths: [ScoreID: String] = [:]
    var imageIDs = DeclaredIDs<SourceImage>()
    var explainerIDs = DeclaredIDs<Explainer>()

    /// The size above which a file is not read, in bytes; a hundred thousand written-out trials take half of it.
    public static let sizeLimit = 8_000_000

    /// The keys of the document.
    package static let keys = [
        "$schema", "formatVersion", "id", "title", "language", "description", "authors", "consent", "instructions",
        "debrief", "completionCode", "corrections", "stimuli", "rendering", "blocks", "scores", "participants", "seed",
        "analysis",
    ]

    /// Ids that name tables on the command line.
    package static let reservedIDs: Set<String> = ["agreement", "preference", "rankings", "ratings", "choices"]

    /// Reads a definition and collects all errors of its structure; files are not looked at.
    /// - Parameter data: The bytes of a `.study.json` file.
    /// - Complexity: O(size of the document + units of the design).
    public static func read(_ data: Data) -> StudyDefinition {
        let issues = IssueCollector()
        var definition = StudyDefinition(study: .blank, issues: [], imagePaths: [:], explainerPaths: [:])
        do {
            let value = try JSONValue(parsing: data)
            let document = DefinitionReader(value: value, path: "", issues: issues)
            if document.isOfThisVersion(), let object = document.object(keys: keys) { definition.readStudy(object) }
            definition.issues = issues.sorted(by: value)
        } catch {
            let failure = error as? JSONSyntaxError
            definition.issues = [
                DefinitionIssue(
                    path: "",
                    code: .syntax,
                    found: failure?.found ?? "\(error)",
                    expected: failure?.expected ?? "a JSON document"
                )
            ]
        }
        return definition
    }

    /// A definition of which nothing is known but why it cannot be read.
    package static func unreadable(_ issue: DefinitionIssue) -> StudyDefinition {
        StudyDefinition(study: .blank, issues: [issue], imagePaths: [:], explainerPaths: [:])
    }

    /// The study of a valid definition.
    /// - Throws: ``InvalidDefinition`` with all issues.
    public static func decode(_ data: Data) throws -> Study {
        let definition = read(data)
        guard definition.issues.isEmpty else { throw InvalidDefinition(issues: definition.issues) }
        return definition.study
    }

    private mutating func readStudy(_ object: ObjectReader) {
        _ = object["$schema"]?.text(expected: "the path of the schema, for editors")
        _ = object.required("formatVersion", "\(Study.formatVersion)")?.integer(in: 1...1)
        if let reader = object.required("id", "the name of the study in commands"), let id = reader.id(StudyID.self) {
            study.id = id
            if Self.reservedIDs.contains(id.rawValue) {
                reader.note(
                    .invalidValue,
                    expected: "an id other than " + Self.reservedIDs.sorted().joined(separator: ", ")
                        + ", which `beholder analyze` reads as tables"
                )
            }
        }
        study.title = object.required("title", "what participants read at the top")?.text() ?? ""
        study.language = object["language"]?.text() ?? study.language
        study.description = object["description"]?.text()
        study.authors = object["authors"]?.array(of: "names")?.compactMap { $0.text() } ?? []
        study.consent = object.required("consent", "the text that participants agree to")?.text() ?? ""
        study.instructions = object.required("instructions", "a text, or an array of pages")?.pages() ?? []
        study.debrief = object.required("debrief", "the text after the last trial")?.text() ?? ""
        study.completionCode = object["completionCode"]?.text()
        study.allowsCorrections = object["corrections"]?.boolean() ?? true
        if let seed = object.required("seed", "a whole number")?.integer(in: 0...(1 << 53)) {
            study.seed = UInt64(seed)
        }
        readStimuli(object.required("stimuli", "images and explainers")?.object(keys: Self.stimuliKeys))
        readScores(object["scores"])
        study.rendering = object["rendering"].flatMap(Rendering.init(reading:)) ?? .standard
        study.participants = object["participants"].flatMap(ParticipantPolicy.init(reading:)) ?? study.participants
        readBlocks(object.required("blocks", "at least one block of trials"))
        study.analysis = object["analysis"].flatMap { AnalysisPlan(reading: $0, for: study) }
    }

    private mutating func readBlocks(_ reader: DefinitionReader?) {
        var ids = DeclaredIDs<Block>()
        for entry in reader?.array(minimum: 1, of: "blocks") ?? [] {
            guard let block = Block(reading: entry, of: self) else {
                ids.reject(nil)
                continue
            }
            if !block.id.rawValue.isEmpty, !ids.insert(block.id) {
                DefinitionReader(value: entry.value, path: entry.path + "/id", issues: entry.issues)
                    .note(.duplicateID, found: "a second block \"\(block.id)\"", expected: "an id of its own")
            }
            study.blocks.append(block)
        }
        if let reader, ids.isComplete, !study.blocks.isEmpty, !study.blocks.contains(where: { $0.role == .main }) {
            reader.note(.invalidValue, found: "practice blocks only", expected: "at least one block with role `main`")
        }
    }
}

extension DefinitionReader {
    /// A text, or an array of texts.
    fileprivate func pages() -> [String]? {
        if case .array = value { return array(minimum: 1, of: "texts")?.compactMap { $0.text() } }
        return text(expected: "a text, or an array of texts").map { [$0] }
    }

    /// Whether the document is to be read: one of another version would seem to be full of errors.
    fileprivate func isOfThisVersion() -> Bool {
        guard case .object(let object) = value, case .integer(let version) = object["formatVersion"],
            version > Study.formatVersion
        else { return true }
        issues.add(
            DefinitionIssue(
                path: "/formatVersion",
                code: .unsupportedVersion,
                found: "\(version)",
                expected:
                    "\(Study.formatVersion), the format that this version of beholder reads; is there a newer one?"
            )
        )
        return false
    }
}

extension Study {
    /// What a definition is read into.
    static let blank = Study(
        id: "",
        title: "",
        language: "en",
        description: nil,
        authors: [],
        consent: "",
        instructions: [],
        debrief: "",
        completionCode: nil,
        allowsCorrections: true,
        images: [],
        crop: nil,
        explainers: [],
        rendering: .standard,
        blocks: [],
        participants: ParticipantPolicy(quota: nil, allocation: .balanced, releaseAfterMinutes: 60),
        seed: 0
    )
}
