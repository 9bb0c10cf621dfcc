public import Foundation

/// A definition as read: the study as far as it could be understood, and everything wrong with it.
public struct StudyDefinition: Sendable {
    /// The study; parts with issues are left out or have their default.
    public var study: Study
    /// What is wrong, in document order; empty for a valid definition.
    public var issues: [DefinitionIssue]
    /// The JSON Pointer of each of the study's images.
    public var imagePaths: [ImageID: String]
    /// The JSON Pointer of each of the study's explainers.
    public var explainerPaths: [ExplainerID: String]
    /// The JSON Pointer of each of the study's blocks.
    public var blockPaths: [BlockID: String]

    /// The keys of the document.
    static let keys = [
        "$schema", "formatVersion", "id", "title", "language", "description", "authors", "consent", "instructions",
        "debrief", "completionCode", "corrections", "stimuli", "rendering", "blocks", "participants", "seed",
    ]

    /// Ids that name tables on the command line.
    static let reservedIDs: Set<String> = ["agreement", "preference", "rankings", "ratings", "choices"]

    /// Reads a definition and collects all errors of its structure; files are not looked at.
    /// - Parameter data: The bytes of a `.study.json` file.
    /// - Complexity: O(size of the document + units of the design).
    public static func read(_ data: Data) -> StudyDefinition {
        let issues = IssueCollector()
        var definition = StudyDefinition(
            study: .blank,
            issues: [],
            imagePaths: [:],
            explainerPaths: [:],
            blockPaths: [:]
        )
        do {
            let document = DefinitionReader(value: try JSONValue(parsing: data), path: "", issues: issues)
            if let object = document.object(keys: keys) {
                definition.readStudy(object)
            }
        } catch {
            issues.add(
                DefinitionIssue(
                    path: "",
                    code: .syntax,
                    found: Self.syntaxMessage(in: data),
                    expected: "a JSON document"
                )
            )
        }
        definition.issues = issues.issues
        return definition
    }

    /// The study of a valid definition.
    /// - Throws: ``InvalidDefinition`` with all issues.
    public static func decode(_ data: Data) throws -> Study {
        let definition = read(data)
        guard definition.issues.isEmpty else { throw InvalidDefinition(issues: definition.issues) }
        return definition.study
    }

    private mutating func readStudy(_ object: ObjectReader) {
        if let version = object.required("formatVersion", "1")?.integer(in: 0...Int.max), version != Study.formatVersion
        {
            object["formatVersion"]?.note(
                .unsupportedVersion,
                expected: "\(Study.formatVersion), the format that this version of beholder reads"
            )
        }
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
        study.authors = object["authors"]?.array()?.compactMap { $0.text() } ?? []
        study.consent = object.required("consent", "the text that participants agree to")?.text() ?? ""
        study.instructions = object.required("instructions", "a text, or an array of pages")?.pages() ?? []
        study.debrief = object.required("debrief", "the text after the last trial")?.text() ?? ""
        study.completionCode = object["completionCode"]?.text()
        study.allowsCorrections = object["corrections"]?.boolean() ?? true
        if let seed = object.required("seed", "a whole number")?.integer(in: 0...(1 << 53)) {
            study.seed = UInt64(seed)
        }
        if let stimuli = object.required("stimuli", "images and explainers")?.object(keys: Self.stimuliKeys) {
            readStimuli(stimuli)
        }
        study.rendering = object["rendering"].flatMap(Rendering.init(reading:)) ?? .standard
        study.participants = object["participants"].flatMap(ParticipantPolicy.init(reading:)) ?? study.participants
        readBlocks(object.required("blocks", "at least one block of trials"))
    }

    private mutating func readBlocks(_ reader: DefinitionReader?) {
        for entry in reader?.array(minimum: 1) ?? [] {
            guard let block = Block(reading: entry, study: study) else { continue }
            if blockPaths[block.id] != nil {
                entry.note(.duplicateID, found: "a second block \"\(block.id)\"", expected: "ids that differ")
                continue
            }
            blockPaths[block.id] = entry.path
            study.blocks.append(block)
            block.checkDesign(at: entry, quota: study.participants.quota, allocation: study.participants.allocation)
        }
        if let reader, !study.blocks.isEmpty, !study.blocks.contains(where: { $0.role == .main }) {
            reader.note(.invalidValue, found: "practice blocks only", expected: "at least one block with role `main`")
        }
    }

    /// What is wrong with a document that is no JSON, with line and column where Foundation tells the place.
    private static func syntaxMessage(in data: Data) -> String {
        do {
            _ = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
            return "a document that cannot be read"
        } catch {
            let message = (error as NSError).userInfo[NSDebugDescriptionErrorKey] as? String ?? "\(error)"
            guard let place = message.firstMatch(of: /around character (\d+)/), let offset = Int(place.1) else {
                return message
            }
            let before = data.prefix(offset)
            let line = before.count { $0 == UInt8(ascii: "\n") } + 1
            let column = offset - (before.lastIndex(of: UInt8(ascii: "\n")) ?? -1)
            return message.replacing(place.0, with: "at line \(line), column \(column)")
        }
    }
}

extension DefinitionReader {
    /// A text, or an array of texts.
    fileprivate func pages() -> [String]? {
        if case .array = value { return array(minimum: 1)?.compactMap { $0.text() } }
        return text().map { [$0] }
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
