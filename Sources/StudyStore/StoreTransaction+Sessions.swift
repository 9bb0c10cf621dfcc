import GRDB
public import StudyModel

extension StoreTransaction {
    /// The places in the design that sessions hold, ascending.
    public func heldSeats(_ study: StudyVersionID, simulated: Bool) throws -> [Int] {
        try Int.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT seat FROM sessions
                    WHERE study_version_id = ? AND is_simulated = ? AND status IN ('joined', 'active', 'completed')
                    ORDER BY seat
                    """
            ),
            arguments: [study.rawValue, simulated]
        )
    }

    /// Frees the places of real participants' sessions that are neither finished nor heard of since a time.
    /// - Parameter lastSeen: In µs since 1970; a session last seen before it is released.
    /// - Returns: The sessions released.
    public func releaseStale(_ study: StudyVersionID, before lastSeen: Int64, at: Int64) throws -> [SessionID] {
        try rows(
            """
            UPDATE sessions SET status = 'released', status_at = ?3
            WHERE study_version_id = ?1 AND NOT is_simulated AND status IN ('joined', 'active') AND last_seen_at < ?2
            RETURNING id
            """,
            [study.rawValue, lastSeen, at]
        ) { SessionID($0[0] as Int64) }
    }

    /// A session by its row.
    public func session(_ id: SessionID) throws -> Session? {
        try row(Self.sessionSelection + "WHERE x.id = ?", [id.rawValue]).map(Self.session)
    }

    /// The latest session of a participant in any version of a study, and that version.
    public func findSession(_ study: StudyID, code: ParticipantCode) throws -> (Session, StudyVersionID)? {
        try row(
            Self.sessionSelection + """
                JOIN studies s ON s.id = p.study_id
                WHERE s.study = ? AND p.code = ?
                ORDER BY x.id DESC
                LIMIT 1
                """,
            [study.rawValue, code.rawValue]
        ).map(Self.session).map { ($0, $0.study) }
    }

    /// Gives a participant a place and the trials that go with it.
    /// - Throws: ``StoreError`` `conflict` when the seat is held, the participant has an open session, the code is a
    ///   simulated participant's and this one is not (or the other way round), or the study has been replaced since;
    ///   `notFound` for an unknown study version; `invalid` for a trial that names an unknown picture.
    public func insertSession(
        study: StudyVersionID,
        code: ParticipantCode,
        simulated: Bool,
        seat: Int,
        completionCode: String,
        trials: [TrialPlan],
        at: Int64
    ) throws -> Session {
        let participant = try participant(code, simulated: simulated, study: study)
        do {
            try run(
                """
                INSERT INTO sessions
                    (study_version_id, participant_id, is_simulated, seat, status, trial_count, completion_code,
                     joined_at, last_seen_at, status_at)
                VALUES (?1, ?2, ?3, ?4, 'joined', ?5, ?6, ?7, ?7, ?7)
                """,
                [study.rawValue, participant.id.rawValue, simulated, seat, trials.count, completionCode, at]
            )
        } catch let error as DatabaseError where error.isUniqueViolation {
            throw StoreError(
                .conflict,
                "Seat \(seat) is taken, or \(code) has an open session; choose a seat again, or resume.",
                cause: error
            )
        }
        let session = SessionID(db.lastInsertedRowID)
        try insert(trials, of: session, study)
        return Session(
            id: session,
            study: study,
            participant: participant,
            seat: seat,
            status: .joined,
            answered: 0,
            trialCount: trials.count,
            completionCode: completionCode
        )
    }

    /// Changes how far a session is; the change is logged.
    /// - Throws: ``StoreError`` `notFound`; `conflict` when the session's seat has gone to somebody else.
    public func setStatus(_ session: SessionID, _ status: Session.Status, at: Int64) throws {
        do {
            try run(
                "UPDATE sessions SET status = ?2, status_at = ?3, last_seen_at = ?3 WHERE id = ?1",
                [session.rawValue, status.rawValue, at]
            )
        } catch let error as DatabaseError where error.isUniqueViolation {
            throw StoreError(
                .conflict,
                "The place of session \(session) has gone to somebody else; it cannot become \(status.rawValue).",
                cause: error
            )
        }
        try expectChange(of: session)
    }

    /// Gives a returning participant the released place again, if nobody has taken it.
    /// - Returns: Whether the session is open again: `active` where consent had been given, else `joined`.
    /// - Complexity: O(events), as the log tells whether consent had been given.
    public func reclaim(_ session: SessionID, at: Int64) throws -> Bool {
        do {
            try run(
                """
                UPDATE sessions
                SET status = iif(
                        answered > 0
                            OR EXISTS (SELECT 1 FROM events WHERE session_id = ?1 AND kind = 'session.active'),
                        'active', 'joined'
                    ),
                    status_at = ?2, last_seen_at = ?2
                WHERE id = ?1 AND status = 'released'
                """,
                [session.rawValue, at]
            )
        } catch let error as DatabaseError where error.isUniqueViolation {
            return false
        }
        return db.changesCount > 0
    }

    /// Notes that a participant was heard of.
    /// - Throws: ``StoreError`` `notFound`.
    public func touch(_ session: SessionID, at: Int64) throws {
        try run("UPDATE sessions SET last_seen_at = ? WHERE id = ?", [at, session.rawValue])
        try expectChange(of: session)
    }

    private func expectChange(of session: SessionID) throws {
        guard db.changesCount > 0 else {
            throw StoreError(.notFound, "There is no session \(session).")
        }
    }

    private func participant(
        _ code: ParticipantCode,
        simulated: Bool,
        study: StudyVersionID
    ) throws -> Participant {
        let version = try row(
            """
            SELECT study_id, id IN (SELECT id FROM current_versions WHERE study_id = v.study_id)
            FROM study_versions v WHERE id = ?
            """,
            [study.rawValue]
        )
        guard let version else {
            throw StoreError(.notFound, "There is no study version \(study).")
        }
        guard version[1] as Bool else {
            throw StoreError(.conflict, "The study was replaced in the meantime; join again.")
        }
        let studyRow: Int64 = version[0]
        try run(
            "INSERT INTO participants (study_id, code, is_simulated) VALUES (?, ?, ?) ON CONFLICT (study_id, code) DO NOTHING",
            [studyRow, code.rawValue, simulated]
        )
        let stored = try row(
            "SELECT id, is_simulated FROM participants WHERE study_id = ? AND code = ?",
            [studyRow, code.rawValue]
        )
        guard let stored, stored[1] == simulated else {
            throw StoreError(
                .conflict,
                "\(code) is \(simulated ? "a real" : "a simulated") participant of this study; choose another code."
            )
        }
        return Participant(id: ParticipantID(stored[0] as Int64), code: code, isSimulated: simulated)
    }

    private static let sessionSelection = """
        SELECT x.id, x.study_version_id, p.id, p.code, p.is_simulated, x.seat, x.status, x.answered, x.trial_count,
            x.completion_code
        FROM sessions x JOIN participants p ON p.id = x.participant_id\n
        """

    private static func session(_ row: Row) throws -> Session {
        Session(
            id: SessionID(row[0] as Int64),
            study: StudyVersionID(row[1] as Int64),
            participant: Participant(
                id: ParticipantID(row[2] as Int64),
                code: ParticipantCode(row[3] as String),
                isSimulated: row[4]
            ),
            seat: row[5],
            status: try decoded(row[6]),
            answered: row[7],
            trialCount: row[8],
            completionCode: row[9]
        )
    }
}
