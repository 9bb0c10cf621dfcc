public import StudyModel

/// How a session's participant answers.
public struct SessionConduct: Sendable {
    /// How many attention checks were answered.
    public private(set) var checks = 0
    /// How many of them as expected.
    public private(set) var checksPassed = 0
    /// How many answers were corrected.
    public private(set) var corrections = 0
    /// How many comparisons, repeats among them, the left item won.
    public private(set) var left = 0
    /// How many the right item won.
    public private(set) var right = 0
    /// How many were ties.
    public private(set) var ties = 0
    /// The response times of comparisons, in ms.
    public private(set) var times: [Double] = []

    /// Nothing answered.
    init() {}

    /// The median response time in ms; nil where none is known.
    public var medianTime: Double? {
        guard !times.isEmpty else { return nil }
        let sorted = times.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    /// The share of the decided answers that chose the left side; nil where none is decided.
    public var leftShare: Double? { left + right > 0 ? Double(left) / Double(left + right) : nil }

    mutating func add(_ record: ResponseRecord) {
        guard record.supersededBy == nil else {
            corrections += 1
            return
        }
        let side = record.response.answer.preferredSide
        if record.trial.role == .attentionCheck {
            checks += 1
            let chosen = record.trial.items(choosing: side).chosen
            if chosen != nil, chosen == record.trial.correct { checksPassed += 1 }
        }
        guard PairRow(record) != nil else { return }
        if let rt = record.response.rt { times.append(rt) }
        switch side {
        case .left: left += 1
        case .right: right += 1
        case .tie: ties += 1
        }
    }

    /// Visits the sessions that answered something.
    /// - Complexity: O(responses); memory is bounded by the answers of one session.
    public static func forEach(
        of source: some ExportSource,
        _ body: (SessionID, ParticipantCode, SessionConduct) throws -> Void
    ) throws {
        var current: (session: SessionID, participant: ParticipantCode)?
        var conduct = SessionConduct()
        try source.forEachResponse { record in
            if record.trial.session != current?.session {
                if let current { try body(current.session, current.participant, conduct) }
                (current, conduct) = ((record.trial.session, record.trial.participant), SessionConduct())
            }
            conduct.add(record)
        }
        if let current { try body(current.session, current.participant, conduct) }
    }
}
