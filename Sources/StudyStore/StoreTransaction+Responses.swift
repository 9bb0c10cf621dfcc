import GRDB
public import StudyModel

extension StoreTransaction {
    /// Stores a response and moves its session on; a response that is stored already changes nothing.
    ///
    /// An answer adds one to the session's `answered`, and the last one completes it; a correction does neither.
    /// - Parameters:
    ///   - session: The session whose trial is answered.
    ///   - receivedAt: In µs since 1970.
    /// - Returns: Whether the response is new; `false` when the same response was stored before.
    /// - Throws: ``StoreError`` `conflict` when the id stands for another response, the trial is answered, or the
    ///   superseded response is not the trial's latest; `notFound` when the session has no such trial; `invalid` for an
    ///   `rt` that is no time or an id that is empty or longer than 64 bytes.
    public func insert(_ response: Response, session: Session, at receivedAt: Int64) throws -> Bool {
        try check(response)
        let attempt = try attempt(of: response)
        do {
            try store(response, attempt, session, at: receivedAt)
            if db.changesCount == 0 {
                guard try self.response(id: response.id) == nil else {
                    return try isRepetition(response)
                }
                try store(response.display)
                try store(response, attempt, session, at: receivedAt)
            }
        } catch let error as DatabaseError where error.isUniqueViolation {
            return try isRepetition(response, cause: error)
        }
        guard db.changesCount > 0 else {
            throw StoreError(.notFound, "The session has no trial \(response.trial).")
        }
        try advance(session, by: attempt == 0 ? 1 : 0, at: receivedAt)
        return true
    }

    /// Moves a session past its open trial, to which there is no answer.
    public func skipTrial(of session: Session, at: Int64) throws {
        try advance(session, by: 1, at: at)
    }

    /// The response with an id.
    public func response(id: ResponseID) throws -> Response? {
        try row(Self.responseSelection + "WHERE r.response = ?", [id.rawValue]).map(Self.response)
    }

    /// The responses to a trial in order of storing: the answer, then its corrections.
    public func responses(trial: TrialID) throws -> [Response] {
        try rows(
            Self.responseSelection + "WHERE r.trial_id = ? ORDER BY r.attempt",
            [trial.rawValue],
            Self.response
        )
    }

    private func check(_ response: Response) throws {
        if let rt = response.rt, !(rt.isFinite && rt >= 0) {
            throw StoreError(.invalid, "Response \(response.id) has rt \(rt); expected ms, 0 or more, or none.")
        }
        guard (1...64).contains(response.id.rawValue.utf8.count) else {
            throw StoreError(.invalid, "\"\(response.id)\" is no response id; expected 1 to 64 bytes.")
        }
    }

    /// 0 for an answer; for a correction the number after that of the response that it supersedes.
    private func attempt(of response: Response) throws -> Int {
        guard let superseded = response.supersedes else { return 0 }
        let row = try row(
            "SELECT attempt FROM responses WHERE response = ? AND trial_id = ?",
            [superseded.rawValue, response.trial.rawValue]
        )
        guard let row else {
            throw StoreError(
                .conflict,
                "Response \(response.id) supersedes \(superseded), which is no response to trial \(response.trial)."
            )
        }
        return row[0] + 1
    }

    /// Adds the row, unless its id is taken or the trial or the display is unknown.
    private func store(_ response: Response, _ attempt: Int, _ session: Session, at: Int64) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO responses
                    (trial_id, attempt, response, answer, rt, onset, shown_at, submitted_at, received_at, display_id)
                SELECT t.id, ?, ?, ?, ?, ?, ?, ?, ?, d.id
                FROM trials t JOIN displays d
                WHERE t.id = ? AND t.session_id = ?
                    AND d.graphics = ? AND d.columns = ? AND d.rows = ?
                    AND d.picture_width = ? AND d.picture_height = ?
                ON CONFLICT (response) DO NOTHING
                """
        )
        try statement.execute { values in
            values.add(attempt)
            values.add(response.id.rawValue)
            values.add(response.answer.json)
            values.add(response.rt)
            values.add(response.onset.rawValue)
            values.add(response.shownAt)
            values.add(response.submittedAt)
            values.add(at)
            values.add(response.trial.rawValue)
            values.add(session.id.rawValue)
            values.add(response.display.graphics)
            values.add(response.display.columns)
            values.add(response.display.rows)
            values.add(response.display.pictureWidth)
            values.add(response.display.pictureHeight)
        }
    }

    private func store(_ display: Display) throws {
        try run(
            """
            INSERT INTO displays (graphics, columns, rows, picture_width, picture_height) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            [display.graphics, display.columns, display.rows, display.pictureWidth, display.pictureHeight]
        )
    }

    /// Whether a response that could not be stored is there already.
    private func isRepetition(_ response: Response, cause: (any Error)? = nil) throws -> Bool {
        if let stored = try self.response(id: response.id) {
            guard stored == response else {
                throw StoreError(.conflict, "The id \(response.id) stands for another response; make a new id.")
            }
            return false
        }
        throw StoreError(
            .conflict,
            response.supersedes.map { "Response \($0) has been corrected already." }
                ?? "Trial \(response.trial) is answered already; only a correction may follow.",
            cause: cause
        )
    }

    private func advance(_ session: Session, by step: Int, at: Int64) throws {
        let update = try db.cachedStatement(
            sql: "UPDATE sessions SET answered = answered + ?, last_seen_at = ? WHERE id = ?"
        )
        try update.execute { values in
            values.add(step)
            values.add(at)
            values.add(session.id.rawValue)
        }
        // A session whose place went to somebody else stays released, however much of it is answered.
        let completion = try db.cachedStatement(
            sql: """
                UPDATE sessions SET status = 'completed', status_at = ?1, last_seen_at = ?1
                WHERE id = ?2 AND answered = trial_count AND status IN ('joined', 'active')
                """
        )
        try completion.execute { values in
            values.add(at)
            values.add(session.id.rawValue)
        }
    }

    private static let responseSelection = """
        SELECT r.response, r.trial_id, r.answer, r.rt, r.onset, r.shown_at, r.submitted_at,
            d.graphics, d.columns, d.rows, d.picture_width, d.picture_height, p.response
        FROM responses r
        JOIN displays d ON d.id = r.display_id
        LEFT JOIN responses p ON p.trial_id = r.trial_id AND p.attempt = r.attempt - 1\n
        """

    private static func response(_ row: Row) throws -> Response {
        Response(
            id: ResponseID(row[0] as String),
            trial: TrialID(row[1] as Int64),
            answer: try answer(row[2]),
            rt: row[3],
            onset: try decoded(row[4]),
            shownAt: row[5],
            submittedAt: row[6],
            display: Display(
                graphics: row[7],
                columns: row[8],
                rows: row[9],
                pictureWidth: row[10],
                pictureHeight: row[11]
            ),
            supersedes: (row[12] as String?).map { ResponseID($0) }
        )
    }

    static func answer(_ json: String) throws -> Answer {
        guard let answer = Answer(text: json) else {
            throw StoreError(.corrupt, "The database holds the answer \(json), which this Beholder does not know.")
        }
        return answer
    }
}
