import GRDB
public import StudyModel

extension StoreTransaction {
    /// Adds an entry to the log.
    /// - Throws: ``StoreError`` `notFound` for an unknown study or session, `invalid` for an empty kind or a detail that is no JSON.
    public func append(event: Event) throws {
        try run(
            "INSERT INTO events (at, study_version_id, session_id, kind, detail) VALUES (?, ?, ?, ?, ?)",
            [event.at, event.study.rawValue, event.session?.rawValue, event.kind, event.detail]
        )
    }

    /// Visits the log of every version of a study in the order of storing.
    public func forEachEvent(study: StudyID, _ body: (Event) throws -> Void) throws {
        let statement = try db.makeStatement(
            sql: """
                SELECT e.at, e.study_version_id, e.session_id, e.kind, e.detail
                FROM events e
                JOIN study_versions v ON v.id = e.study_version_id
                JOIN studies s ON s.id = v.study_id
                WHERE s.study = ?
                ORDER BY e.id
                """
        )
        try Row.fetchCursor(statement, arguments: [study.rawValue]).forEach { row in
            try body(
                Event(
                    at: row[0],
                    study: StudyVersionID(row[1]),
                    session: (row[2] as Int64?).map { SessionID($0) },
                    kind: row[3],
                    detail: row[4]
                )
            )
        }
    }
}
