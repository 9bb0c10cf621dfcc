extension Block {
    static let keys = [
        "id", "kind", "role", "question", "tie", "gradeLabels", "images", "pairs", "trials", "trialsPerParticipant",
        "repeats", "attentionChecks", "order", "sides", "breakEvery",
    ]
    static let poolKeys = ["images", "pairs", "trialsPerParticipant", "repeats", "attentionChecks", "sides"]
    static let listedKeys = ["image", "left", "right", "correct", "feedback"]
    static let attentionKeys = ["count", "trials"]

    /// The words for −3…+3 of a study that does not say, after the comparison scale of ITU-T P.800.
    static let standardGradeLabels = [
        "left much better", "left better", "left slightly better", "about the same", "right slightly better",
        "right better", "right much better",
    ]

    init?(reading reader: DefinitionReader, study: Study) {
        guard let object = reader.object(keys: Self.keys) else { return nil }
        let id = object.required("id", "the block's id")?.id(BlockID.self)
        let kind = object.required("kind", "what each trial asks")?.word(TrialKind.self)
        let question = object.required("question", "the question on every trial")?.text()
        let content = Self.readContent(object, study: study)
        guard let id, let kind, let content else { return nil }
        self.init(
            id: id,
            kind: kind,
            role: object["role"]?.word() ?? .main,
            question: question ?? "",
            allowsTie: object["tie"]?.boolean() ?? false,
            gradeLabels: kind == .comparison ? Self.standardGradeLabels : [],
            content: content,
            trialsPerParticipant: 0,
            repeats: object["repeats"]?.integer(in: 0...10_000) ?? 0,
            attentionChecks: object["attentionChecks"].flatMap { AttentionChecks(reading: $0, study: study) },
            order: object["order"]?.word() ?? .random,
            sides: object["sides"]?.word() ?? .counterbalanced,
            breakEvery: object["breakEvery"]?.integer(in: 1...10_000)
        )
        let available = max(units.count, 1)
        trialsPerParticipant = object["trialsPerParticipant"]?.integer(in: 1...1_000_000) ?? available
        readKindKeys(object)
    }

    private mutating func readKindKeys(_ object: ObjectReader) {
        if kind != .forcedChoice {
            object["tie"]?.note(.invalidValue, expected: "no `tie` here: a comparison has the grade 0")
        }
        guard let labels = object["gradeLabels"] else { return }
        guard kind == .comparison else {
            labels.note(.invalidValue, expected: "no `gradeLabels` here: they belong to `comparison`")
            return
        }
        let texts = labels.array()?.compactMap { $0.text() } ?? []
        if texts.count == 7 {
            gradeLabels = texts
        } else {
            labels.note(.outOfRange, expected: "seven texts, for −3…+3, the lowest first")
        }
    }

    private static func readContent(_ object: ObjectReader, study: Study) -> Content? {
        guard let trials = object["trials"] else {
            return .pool(images: readImages(object, study: study), pairs: readPairs(object, study: study))
        }
        for key in poolKeys {
            object[key]?.note(.invalidValue, expected: "no `\(key)` beside `trials`, which are written out one by one")
        }
        guard let entries = trials.array(minimum: 1) else { return nil }
        return .listed(entries.compactMap { ListedTrial(reading: $0, study: study) })
    }

    private static func readImages(_ object: ObjectReader, study: Study) -> [ImageID] {
        let all = study.images.map(\.id)
        guard let reader = object["images"] else { return all }
        if case .string("all") = reader.value { return all }
        let entries = reader.array(minimum: 1) ?? []
        return entries.compactMap { $0.reference(to: all, what: "an image") }.uniqued(at: reader, what: "image")
    }

    private static func readPairs(_ object: ObjectReader, study: Study) -> [ExplainerPair] {
        let all = study.explainers.map(\.id)
        guard let reader = object["pairs"], reader.value != .string("all") else {
            if all.count < 2 {
                (object["pairs"] ?? object.place).note(
                    .outOfRange,
                    found: "\(all.count) explainer\(all.count == 1 ? "" : "s")",
                    expected: "at least two explainers to compare"
                )
            }
            return all.indices.flatMap { first in
                all.indices.dropFirst(first + 1).map { ExplainerPair(all[first], all[$0]) }
            }
        }
        var pairs: [ExplainerPair] = []
        for entry in reader.array(minimum: 1) ?? [] {
            guard let members = entry.array() else { continue }
            guard members.count == 2 else {
                entry.note(.outOfRange, expected: "two explainers, such as [\"grad-cam\", \"rise\"]")
                continue
            }
            guard let first = members[0].reference(to: all, what: "an explainer"),
                let second = members[1].reference(to: all, what: "an explainer")
            else { continue }
            let isKnown = pairs.contains { Set([$0.first, $0.second]) == Set([first, second]) }
            if first == second || isKnown {
                entry.note(
                    first == second ? .invalidValue : .duplicateID,
                    found: "[\"\(first)\", \"\(second)\"]",
                    expected: first == second ? "two different explainers" : "each pair once, in either order"
                )
                continue
            }
            pairs.append(ExplainerPair(first, second))
        }
        return pairs
    }
}

extension ListedTrial {
    init?(reading reader: DefinitionReader, study: Study) {
        let explainers = study.explainers.map(\.id)
        guard let object = reader.object(keys: Block.listedKeys) else { return nil }
        let image = object.required("image", "an image's id")?.reference(to: study.images.map(\.id), what: "an image")
        let left = object.required("left", "an explainer's id")?.reference(to: explainers, what: "an explainer")
        let right = object.required("right", "an explainer's id")?.reference(to: explainers, what: "an explainer")
        guard let image, let left, let right else { return nil }
        if left == right {
            reader.note(.invalidValue, found: "\"\(left)\" on both sides", expected: "two different explainers")
            return nil
        }
        self.init(image: image, left: left, right: right)
        correct = object["correct"]?.reference(to: [left, right], what: "the trial's left or right explainer")
        feedback = object["feedback"]?.text()
    }
}

extension AttentionChecks {
    init?(reading reader: DefinitionReader, study: Study) {
        guard let object = reader.object(keys: Block.attentionKeys),
            let entries = object.required("trials", "checks with a `correct` explainer")?.array(minimum: 1)
        else { return nil }
        let trials = entries.compactMap { entry -> ListedTrial? in
            guard let trial = ListedTrial(reading: entry, study: study) else { return nil }
            if trial.correct == nil {
                entry.note(
                    .missingKey,
                    found: "no key \"correct\"",
                    expected: "\"correct\": the explainer that a careful participant prefers"
                )
            }
            return trial
        }
        guard !trials.isEmpty else { return nil }
        self.init(count: object["count"]?.integer(in: 1...trials.count) ?? trials.count, trials: trials)
    }
}

extension [ImageID] {
    fileprivate func uniqued(at reader: DefinitionReader, what: String) -> [ImageID] {
        var seen: Set<ImageID> = []
        return filter { id in
            if seen.insert(id).inserted { return true }
            reader.note(.duplicateID, found: "the \(what) \"\(id)\" twice", expected: "each \(what) once")
            return false
        }
    }
}
