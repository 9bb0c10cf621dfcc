/// Answers that are right or wrong, by participants, perhaps in several conditions.
public struct ChoiceTable: Sendable {
    /// One answer.
    public struct Choice: Sendable {
        /// Who answered.
        public let participant: String
        /// What the answer is about; empty where the rows do not say.
        public let item: String
        /// The condition; empty without one.
        public let group: String
        /// Whether the answer is right.
        public let isCorrect: Bool
        /// Whether there was a signal to detect; nil where the rows do not say.
        public let hasSignal: Bool?
        /// How many alternatives there were.
        public let alternatives: Int?
        /// How strong the stimulus was.
        public let intensity: Double?
        /// How many explained examples the participant had been trained with.
        public let k: Int?

        /// An answer.
        public init(
            participant: String,
            item: String = "",
            group: String = "",
            isCorrect: Bool,
            hasSignal: Bool? = nil,
            alternatives: Int? = nil,
            intensity: Double? = nil,
            k: Int? = nil
        ) {
            (self.participant, self.item, self.group) = (participant, item, group)
            (self.isCorrect, self.hasSignal, self.alternatives) = (isCorrect, hasSignal, alternatives)
            (self.intensity, self.k) = (intensity, k)
        }
    }

    /// The answers.
    public let choices: [Choice]
    /// How many rows had no answer.
    public let emptyRows: Int

    /// Takes answers.
    public init(_ choices: [Choice], emptyRows: Int = 0) { (self.choices, self.emptyRows) = (choices, emptyRows) }

    /// The conditions, in lexicographic order.
    var groups: [String] { Set(choices.map(\.group)).sorted() }

    /// Right answers and all answers by participant.
    static func tallies(_ choices: [Choice]) -> (successes: [Double], trials: [Double]) {
        var tallies: [String: (Double, Double)] = [:]
        for choice in choices {
            let (right, all) = tallies[choice.participant] ?? (0, 0)
            tallies[choice.participant] = (right + (choice.isCorrect ? 1 : 0), all + 1)
        }
        let sorted = tallies.sorted { $0.key < $1.key }.map(\.value)
        return (sorted.map(\.0), sorted.map(\.1))
    }
}
