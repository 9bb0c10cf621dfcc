extension ExplainerPair {
    init?(reading reader: DefinitionReader, of definition: StudyDefinition) {
        let expected = "two explainers, such as [\"grad-cam\", \"rise\"]"
        guard let members = reader.array(of: expected) else { return nil }
        guard members.count == 2 else {
            reader.note(.outOfRange, expected: expected)
            return nil
        }
        let ids = members.map { $0.reference(to: definition.explainerIDs, what: "an explainer") }
        guard let first = ids[0], let second = ids[1] else { return nil }
        if first == second {
            reader.note(
                .invalidValue,
                found: "[\"\(first)\", \"\(second)\"]",
                expected: "two different explainers"
            )
            return nil
        }
        self.init(first, second)
    }
}

extension ListedTrial {
    /// What the trial compares, in either order of the sides.
    var units: Set<TrialUnit> {
        [
            TrialUnit(image: image, pair: ExplainerPair(left, right)),
            TrialUnit(image: image, pair: ExplainerPair(right, left)),
        ]
    }

    package static let keys = ["image", "left", "right", "correct", "feedback"]

    /// - Parameter isCheck: Whether the trial is an attention check, which must have a `correct` explainer.
    init?(reading reader: DefinitionReader, of definition: StudyDefinition, isCheck: Bool = false) {
        guard let object = reader.object(keys: Self.keys) else { return nil }
        if isCheck { _ = object.required("correct", "the explainer that a careful participant prefers") }
        let explainers = definition.explainerIDs
        let image = object.required("image", "an image's id")?.reference(to: definition.imageIDs, what: "an image")
        let left = object.required("left", "an explainer's id")?.reference(to: explainers, what: "an explainer")
        let right = object.required("right", "an explainer's id")?.reference(to: explainers, what: "an explainer")
        let feedback = object["feedback"]?.text()
        guard let left, let right else {
            _ = object["correct"]?.reference(to: explainers, what: "an explainer")
            return nil
        }
        if left == right {
            reader.note(.invalidValue, found: "\"\(left)\" on both sides", expected: "two different explainers")
            return nil
        }
        let correct = object["correct"]?.reference(to: [left, right], what: "the trial's left or right explainer")
        guard let image else { return nil }
        self.init(image: image, left: left, right: right, correct: correct, feedback: feedback)
    }
}

extension AttentionChecks {
    package static let keys = ["count", "trials"]

    init?(reading reader: DefinitionReader, of definition: StudyDefinition) {
        guard let object = reader.object(keys: Self.keys) else { return nil }
        let written = object.required("trials", "checks with a `correct` explainer")
        let entries = written?.array(minimum: 1, of: "{\"image\", \"left\", \"right\", \"correct\"}")
        let trials = (entries ?? []).compactMap { ListedTrial(reading: $0, of: definition, isCheck: true) }
        let count = object["count"]?.integer(in: 1...max(entries?.count ?? 10_000, 1))
        guard !trials.isEmpty else { return nil }
        self.init(count: count ?? trials.count, trials: trials)
    }
}
