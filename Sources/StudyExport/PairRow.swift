public import StudyModel

/// A valid answer as a comparison of two items: what `pairs.csv` holds and preference and agreement are computed from.
public struct PairRow: Sendable, Equatable {
    /// The participant's code.
    public var participant: ParticipantCode
    /// The explainer shown left.
    public var left: ExplainerID
    /// The explainer shown right.
    public var right: ExplainerID
    /// The side that was preferred; a graded comparison's sign.
    public var winner: Answer.Side
    /// Which presentation of the comparison to this participant it was: 1, or 2 for a repeat.
    public var session: Int
    /// What is compared, for agreement: block and image, which a pair of items completes.
    public var unit: String
    /// The grade of a graded comparison.
    public var grade: Int?

    /// The comparison in a response; `nil` for practice, attention checks and responses that were corrected.
    public init?(_ record: ResponseRecord) {
        guard record.supersededBy == nil, record.trial.role == .main || record.trial.role == .repeated else {
            return nil
        }
        participant = record.trial.participant
        left = record.trial.left
        right = record.trial.right
        winner = record.response.answer.preferredSide
        session = record.trial.role == .repeated ? 2 : 1
        unit = "\(record.trial.block)/\(record.trial.image)"
        if case .grade(let grade) = record.response.answer { self.grade = grade }
    }
}
