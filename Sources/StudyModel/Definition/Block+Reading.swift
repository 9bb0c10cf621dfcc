import JSONText
import Spelling

extension Block {
    package static let keys = [
        "id", "kind", "role", "question", "tie", "gradeLabels", "images", "pairs", "trials", "trialsPerParticipant",
        "repeats", "attentionChecks", "order", "sides", "breakEvery",
    ]
    /// Keys that do not go with trials written out.
    package static let poolKeys = ["images", "pairs", "trialsPerParticipant", "repeats", "attentionChecks", "sides"]

    /// The words for −3…+3 of a study that does not say, after the comparison scale of ITU-T P.800.
    static let standardGradeLabels = [
        "left much better", "left better", "left slightly better", "about the same", "right slightly better",
        "right better", "right much better",
    ]

    /// Reads a block; one without a valid id or kind has an empty id or the first kind, so that the rest is read.
    init?(reading reader: DefinitionReader, of definition: StudyDefinition) {
        guard let object = reader.object(keys: Self.keys) else { return nil }
        let id = object.required("id", "the block's id")?.id(BlockID.self)
        let kind = object.required("kind", "what each trial asks")?.word(TrialKind.self)
        let beforeContent = reader.issues.count
        let content = Self.readContent(object, of: definition)
        let isSound =
            reader.issues.count == beforeContent && definition.imageIDs.isComplete
            && definition.explainerIDs.isComplete
        self.init(
            id: id ?? "",
            kind: kind ?? .forcedChoice,
            role: object["role"]?.word() ?? .main,
            question: object.required("question", "the question on every trial")?.question() ?? "",
            allowsTie: object["tie"]?.boolean() ?? false,
            gradeLabels: kind == .comparison ? Self.standardGradeLabels : [],
            content: content,
            trialsPerParticipant: 0,
            order: object["order"]?.word() ?? .random,
            sides: object["sides"]?.word() ?? .counterbalanced,
            breakEvery: object["breakEvery"]?.integer(in: 1...10_000)
        )
        if let kind { readKeys(of: kind, object) }
        guard case .pool = content else { return }
        let before = reader.issues.count
        trialsPerParticipant = object["trialsPerParticipant"]?.integer(in: 1...1_000_000) ?? max(unitCount, 1)
        repeats = object["repeats"]?.integer(in: 0...10_000) ?? 0
        attentionChecks = object["attentionChecks"].flatMap { AttentionChecks(reading: $0, of: definition) }
        // With a part missing the numbers would not be those that the researcher means.
        if isSound, reader.issues.count == before { checkDesign(in: object, of: definition.study.participants) }
    }

    private mutating func readKeys(of kind: TrialKind, _ object: ObjectReader) {
        if kind != .forcedChoice {
            object["tie"]?.note(
                .invalidValue,
                found: "`tie` in a block of kind `\(kind.rawValue)`",
                expected: "no `tie` here: the grade 0 is the tie"
            )
        }
        guard let labels = object["gradeLabels"] else { return }
        guard kind == .comparison else {
            labels.note(
                .invalidValue,
                found: "`gradeLabels` in a block of kind `\(kind.rawValue)`",
                expected: "no `gradeLabels` here: they belong to the kind `comparison`"
            )
            return
        }
        let expected = "seven texts for −3…+3, the first for −3"
        guard let entries = labels.array(of: expected) else { return }
        guard entries.count == 7 else { return labels.note(.outOfRange, expected: expected) }
        gradeLabels = entries.map { $0.text() ?? "" }
    }

    private static func readContent(_ object: ObjectReader, of definition: StudyDefinition) -> Content {
        guard let trials = object["trials"] else {
            return .pool(images: readImages(object, of: definition), pairs: readPairs(object, of: definition))
        }
        for key in poolKeys {
            object[key]?.note(
                .invalidValue,
                found: "`\(key)` beside `trials`",
                expected: "either `trials`, which are written out one by one, or `\(key)`"
            )
        }
        let entries = trials.array(minimum: 1, of: "{\"image\", \"left\", \"right\"}") ?? []
        var seen: Set<TrialUnit> = []
        return .listed(
            entries.compactMap { entry in
                guard let trial = ListedTrial(reading: entry, of: definition) else { return nil }
                let isNew = seen.isDisjoint(with: trial.units)
                seen.formUnion(trial.units)
                if !isNew { entry.note(.duplicateID, expected: "each image with each pair of explainers once") }
                return trial
            }
        )
    }

    private static func readImages(_ object: ObjectReader, of definition: StudyDefinition) -> [ImageID] {
        guard let reader = object["images"], reader.value != .string("all") else { return definition.imageIDs.ids }
        guard let entries = reader.chosen(of: "image ids") else { return [] }
        var images = DeclaredIDs<SourceImage>()
        for entry in entries {
            guard let id = entry.reference(to: definition.imageIDs, what: "an image") else { continue }
            if !images.insert(id) { entry.note(.duplicateID, expected: "each image once") }
        }
        return images.ids
    }

    private static func readPairs(_ object: ObjectReader, of definition: StudyDefinition) -> [ExplainerPair] {
        guard let reader = object["pairs"], reader.value != .string("all") else {
            let all = definition.explainerIDs.ids
            if all.count < 2, definition.explainerIDs.isComplete {
                (object["pairs"] ?? object.place).note(
                    .outOfRange,
                    found: "one explainer in `stimuli`",
                    expected: "at least two explainers to compare"
                )
            }
            return all.indices.flatMap { first in
                all.indices.dropFirst(first + 1).map { ExplainerPair(all[first], all[$0]) }
            }
        }
        var seen: Set<Set<ExplainerID>> = []
        return (reader.chosen(of: "pairs of explainers") ?? []).compactMap { entry in
            guard let pair = ExplainerPair(reading: entry, of: definition) else { return nil }
            guard seen.insert([pair.first, pair.second]).inserted else {
                entry.note(
                    .duplicateID,
                    found: "[\"\(pair.first)\", \"\(pair.second)\"] again",
                    expected: "each pair once, in either order"
                )
                return nil
            }
            return pair
        }
    }
}

extension DefinitionReader {
    /// An array that is not empty, where `"all"` would do too.
    fileprivate func chosen(of entries: String) -> [DefinitionReader]? {
        if case .array = value { return array(minimum: 1, of: entries) }
        note(.wrongType, expected: "\"all\", or an array of \(entries)")
        return nil
    }
}

extension DefinitionReader {
    /// A question, whose only placeholder is `{class}`.
    fileprivate func question() -> String? {
        guard let text = text() else { return nil }
        for match in text.matches(of: /\{([^{}]*)\}/) where match.1 != "class" {
            note(
                .invalidValue,
                found: "the placeholder \(match.0)",
                expected: "no placeholder but {class}, which stands for the image's class",
                suggestion: NearestName.suggestion(for: String(match.1), among: ["class"]).map { "`{\($0)}`" }
            )
        }
        return text
    }
}
