import Foundation
import StudyDefinitions
import StudyModel
import Testing

/// The JSON Schema says what the reader does: otherwise an editor would praise what the program refuses.
@Suite struct StudyDefinitionSchemaTests {
    private let schema: [String: Any]

    init() throws {
        let object = try JSONSerialization.jsonObject(with: Data(StudyDefinitionSchema.json.utf8))
        schema = try #require(object as? [String: Any])
    }

    /// An object of the format: where its schema is, where it stands in ``Sample``, and the reader's keys.
    struct Place: Sendable, CustomTestStringConvertible {
        let schema: [String]
        let document: [String]
        let keys: [String]

        var testDescription: String { "/" + document.joined(separator: "/") }
    }

    private static let stimuli = ["properties", "stimuli"]
    static let objects = [
        Place(schema: [], document: [], keys: StudyDefinition.keys),
        Place(schema: stimuli, document: ["stimuli"], keys: StudyDefinition.stimuliKeys),
        Place(
            schema: stimuli + ["properties", "crop"],
            document: ["stimuli", "crop"],
            keys: StudyDefinition.cropKeys
        ),
        Place(schema: ["$defs", "image"], document: ["stimuli", "images", "0"], keys: StudyDefinition.imageKeys),
        Place(
            schema: ["$defs", "explainer"],
            document: ["stimuli", "explainers", "1"],
            keys: StudyDefinition.explainerKeys
        ),
        Place(schema: ["properties", "rendering"], document: ["rendering"], keys: Rendering.keys),
        Place(schema: ["properties", "participants"], document: ["participants"], keys: ParticipantPolicy.keys),
        Place(schema: ["properties", "analysis"], document: ["analysis"], keys: AnalysisPlan.keys),
        Place(
            schema: ["properties", "analysis", "properties", "exclude"],
            document: ["analysis", "exclude"],
            keys: AnalysisPlan.exclusionKeys
        ),
        Place(schema: ["$defs", "block"], document: ["blocks", "0"], keys: Block.keys),
        Place(schema: ["$defs", "listedTrial"], document: ["blocks", "1", "trials", "0"], keys: ListedTrial.keys),
        Place(
            schema: ["$defs", "block", "properties", "attentionChecks"],
            document: ["blocks", "0", "attentionChecks"],
            keys: AttentionChecks.keys
        ),
    ]

    @Test func isTheFileOfTheRepository() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("StudyDefinitions/study-definition.schema.json")
        #expect(try String(contentsOf: file, encoding: .utf8) == StudyDefinitionSchema.json)
    }

    @Test func theSampleIsValid() throws {
        #expect(try Sample.issues { _ in } == [])
    }

    @Test(arguments: objects)
    func hasTheKeysOfTheReader(place: Place) throws {
        let object = try object(at: place.schema)
        let properties = try #require(object["properties"] as? [String: Any])
        #expect(properties.keys.sorted() == place.keys.sorted())
        #expect(object["additionalProperties"] as? Bool == false)
    }

    @Test(arguments: objects)
    func requiresTheKeysOfTheReader(place: Place) throws {
        let object = try object(at: place.schema)
        // Of keys that stand for each other, the reader names the first.
        let choices = object["oneOf"] as? [[String: [String]]] ?? []
        let required = (object["required"] as? [String] ?? []) + (choices.first?["required"] ?? [])
        let issues = try Sample.issues { $0 = Sample.replacing(place.document[...], in: $0, by: [String: Any]()) }
        let pointer = place.document.map { "/" + $0 }.joined()
        let missing = issues.filter { $0.code == .missingKey && $0.path == pointer }
        #expect(missing.map { $0.found.split(separator: "\"")[1] }.sorted() == required.map { $0[...] }.sorted())
    }

    @Test(arguments: objects)
    func limitsNumbersAsTheReaderDoes(place: Place) throws {
        let properties = try #require(try object(at: place.schema)["properties"] as? [String: [String: Any]])
        for (key, property) in properties {
            guard let least = property["minimum"] as? Int, let greatest = property["maximum"] as? Int else {
                continue
            }
            for (value, isAllowed) in [(least - 1, false), (least, true), (greatest, true), (greatest + 1, false)] {
                // How many checks there can be depends on those listed, which the schema cannot say.
                if place.document.last == "attentionChecks", value > 1 { continue }
                let path = place.document + [key]
                let issues = try Sample.issues { document in
                    document = Sample.replacing(path[...], in: document, by: value)
                    if key == "size" {
                        document = Sample.replacing(["stimuli", "crop", "shorterSide"], in: document, by: 4096)
                    }
                }
                let isRefused = issues.contains {
                    $0.path == "/" + path.joined(separator: "/") && $0.code == .outOfRange
                }
                let isTooLargeForTheSide = key == "shorterSide" && value == least
                #expect(isRefused == !isAllowed || isTooLargeForTheSide, "\(path) = \(value)")
            }
        }
    }

    @Test func hasTheWordsOfTheReader() throws {
        let rendering = ["properties", "rendering", "properties"]
        let block = ["$defs", "block", "properties"]
        try expect(Rendering.Style.self, at: rendering + ["style"])
        try expect(Rendering.Colormap.self, at: rendering + ["colormap"])
        try expect(Rendering.Normalization.self, at: rendering + ["normalization"])
        let analysis = ["properties", "analysis", "properties"]
        try expect(AnalysisPlan.Cluster.self, at: analysis + ["cluster"])
        try expect(AnalysisPlan.Ties.self, at: analysis + ["ties"])
        try expect(AnalysisPlan.Adjustment.self, at: analysis + ["adjust"])
        try expect(TrialKind.self, at: block + ["kind"])
        try expect(Block.Role.self, at: block + ["role"])
        try expect(Block.Order.self, at: block + ["order"])
        try expect(Block.Sides.self, at: block + ["sides"])
        try expect(
            ParticipantPolicy.Allocation.self,
            at: ["properties", "participants", "properties", "allocation"]
        )
    }

    @Test func hasTheDefaultsOfTheReader() throws {
        let rendering = try #require(
            try object(at: ["properties", "rendering"])["properties"] as? [String: [String: Any]]
        )
        let standard = Rendering.standard
        #expect(rendering["style"]?["default"] as? String == standard.style.rawValue)
        #expect(rendering["colormap"]?["default"] as? String == standard.colormap.rawValue)
        #expect(rendering["normalization"]?["default"] as? String == standard.normalization.rawValue)
        #expect(rendering["opacity"]?["default"] as? Double == standard.opacity)
        #expect(rendering["clipPercentile"]?["default"] as? Double == standard.clipPercentile)
        let read = StudyDefinition.read(try JSONSerialization.data(withJSONObject: Sample.smallest)).study
        let block = try #require(try object(at: ["$defs", "block"])["properties"] as? [String: [String: Any]])
        #expect(block["role"]?["default"] as? String == read.blocks.first?.role.rawValue)
        #expect(block["order"]?["default"] as? String == read.blocks.first?.order.rawValue)
        #expect(block["sides"]?["default"] as? String == read.blocks.first?.sides.rawValue)
        #expect(block["repeats"]?["default"] as? Int == read.blocks.first?.repeats)
        #expect(block["tie"]?["default"] as? Bool == read.blocks.first?.allowsTie)
        let analysis = try #require(
            try object(at: ["properties", "analysis"])["properties"] as? [String: [String: Any]]
        )
        let plan = AnalysisPlan()
        #expect(analysis["confidence"]?["default"] as? Double == plan.confidence)
        #expect(analysis["bootstrap"]?["default"] as? Int == plan.bootstrap)
        #expect(analysis["seed"]?["default"] as? Int == Int(plan.seed))
        #expect(analysis["cluster"]?["default"] as? String == plan.cluster.rawValue)
        #expect(analysis["ties"]?["default"] as? String == plan.ties.rawValue)
        #expect(analysis["adjust"]?["default"] as? String == plan.adjustment.rawValue)
        #expect(analysis["sideEffect"]?["default"] as? Bool == plan.hasSideEffect)
        let policy = try #require(
            try object(at: ["properties", "participants"])["properties"] as? [String: [String: Any]]
        )
        #expect(policy["allocation"]?["default"] as? String == read.participants.allocation.rawValue)
        #expect(policy["releaseAfterMinutes"]?["default"] as? Int == read.participants.releaseAfterMinutes)
        #expect(try object(at: ["properties", "language"])["default"] as? String == read.language)
        #expect(try object(at: ["properties", "corrections"])["default"] as? Bool == read.allowsCorrections)
    }

    @Test func refusesWhatDoesNotGoTogetherAsTheReaderDoes() throws {
        let beside = try object(at: ["$defs", "block", "dependentSchemas", "trials", "properties"])
        #expect(beside.keys.sorted() == Block.poolKeys.sorted())
        let clauses = try #require(try object(at: ["properties", "id"])["allOf"] as? [[String: Any]])
        let reserved = clauses.compactMap { ($0["not"] as? [String: [String]])?["enum"] }.joined()
        #expect(Set(reserved) == StudyDefinition.reservedIDs)
        #expect(try object(at: ["properties", "formatVersion"])["const"] as? Int == Study.formatVersion)
    }

    private func object(at path: [String]) throws -> [String: Any] {
        try path.reduce(schema) { try #require($0[$1] as? [String: Any], "\(path)") }
    }

    private func expect<Word: RawRepresentable<String> & CaseIterable>(_: Word.Type, at path: [String]) throws {
        #expect(try object(at: path)["enum"] as? [String] == Word.allCases.map(\.rawValue), "\(path)")
    }
}
