import GRDB
public import StudyModel

extension StoreTransaction {
    /// Visits the sessions of a study in the order in which they joined.
    ///
    /// Sessions of simulated participants under a definition that was replaced are left out.
    /// - Parameters:
    ///   - version: One version; `nil` for all of them.
    ///   - includeSimulated: Whether simulated participants' sessions are visited too.
    public func forEachParticipant(
        study: StudyID,
        version: Int? = nil,
        includeSimulated: Bool,
        _ body: (ParticipantRecord) throws -> Void
    ) throws {
        let sessions = try ColumnReader(
            db,
            sql: """
                SELECT x.id, p.code, x.is_simulated, v.version, x.seat, x.status, x.answered, x.trial_count,
                    x.completion_code, x.joined_at, x.last_seen_at, x.status_at
                FROM sessions x
                JOIN participants p ON p.id = x.participant_id
                JOIN current_versions v ON v.id = x.study_version_id
                JOIN studies s ON s.id = v.study_id
                WHERE s.study = ?1 AND ?2 IN (0, v.version) AND (?3 OR NOT x.is_simulated)
                ORDER BY x.id
                """
        )
        var statuses = WordCache { try Self.decoded($0) as Session.Status }
        try sessions.forEach { values in
            values.add(study.rawValue)
            values.add(version ?? 0)
            values.add(includeSimulated ? 1 : 0)
        } _: { columns in
            try body(
                ParticipantRecord(
                    session: SessionID(columns.integer(0)),
                    participant: ParticipantCode(columns.text(1)),
                    isSimulated: columns.integer(2) != 0,
                    version: Int(columns.integer(3)),
                    seat: Int(columns.integer(4)),
                    status: try statuses.value(columns.bytes(5)),
                    answered: Int(columns.integer(6)),
                    trialCount: Int(columns.integer(7)),
                    completionCode: columns.text(8),
                    joinedAt: columns.integer(9),
                    lastSeenAt: columns.integer(10),
                    statusAt: columns.integer(11)
                )
            )
        }
    }

    /// Visits the trials of a study, session by session in their order, answered or not.
    ///
    /// The parameters are those of ``forEachParticipant(study:version:includeSimulated:_:)``.
    public func forEachTrial(
        study: StudyID,
        version: Int? = nil,
        includeSimulated: Bool,
        _ body: (TrialRecord) throws -> Void
    ) throws {
        var trials = try TrialReader(db, stimuli: stimulusTable(study: study, version: version))
        try forEachParticipant(study: study, version: version, includeSimulated: includeSimulated) { participant in
            try trials.forEach(of: participant, body)
        }
    }

    /// Visits the responses of a study: session by session, trial by trial, each answer before its corrections.
    ///
    /// The parameters are those of ``forEachParticipant(study:version:includeSimulated:_:)``.
    /// - Complexity: Memory for one session's trials, however many responses there are.
    public func forEachResponse(
        study: StudyID,
        version: Int? = nil,
        includeSimulated: Bool,
        _ body: (ResponseRecord) throws -> Void
    ) throws {
        var trials = try TrialReader(db, stimuli: stimulusTable(study: study, version: version))
        var responses = try ResponseReader(db, displays: displays())
        try forEachParticipant(study: study, version: version, includeSimulated: includeSimulated) { participant in
            var list: [TrialRecord] = []
            list.reserveCapacity(participant.trialCount)
            try trials.forEach(of: participant) { list.append($0) }
            try responses.forEach(to: list, body)
        }
    }

    private func displays() throws -> [Int64: Display] {
        let pairs = try rows(
            "SELECT id, graphics, columns, rows, picture_width, picture_height FROM displays",
            []
        ) { row in
            let display = Display(
                graphics: row[1],
                columns: row[2],
                rows: row[3],
                pictureWidth: row[4],
                pictureHeight: row[5]
            )
            return (row[0] as Int64, display)
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}
