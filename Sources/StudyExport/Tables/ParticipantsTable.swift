import StudyModel

/// `participants.csv`: one row a session.
enum ParticipantsTable {
    static let columns = [
        Column("participant", "The participant's code."),
        Column("session", "The session's number in the database.", .integer),
        Column("simulated", "Whether a simulated observer answered.", .boolean),
        Column("study", "The study's id."),
        Column("study_version", "The version of the study, from 1.", .integer),
        Column("place", "The place in the design, from 1; it determines the trial list.", .integer),
        Column("status", "How far the session is.", levels: Session.Status.allCases.map(\.rawValue)),
        Column("trials", "How many trials the session has.", .integer),
        Column("answered", "How many of them are answered.", .integer),
        Column("attention_checks", "How many attention checks were answered.", .integer),
        Column("attention_checks_passed", "How many of them as expected.", .integer),
        Column("corrections", "How many answers were corrected.", .integer),
        Column("joined_at", "When the participant joined.", .integer, unit: "µs since 1970"),
        Column("last_seen_at", "When the participant was last heard of.", .integer, unit: "µs since 1970"),
        Column("status_at", "Since when the session has its status.", .integer, unit: "µs since 1970"),
        Column("completion_code", "The code given at the end, for those who finished."),
        Column(
            "excluded",
            "Why the plan of the definition leaves the session out; empty where it is analyzed.",
            levels: Screening.Reason.allCases.map(\.rawValue)
        ),
    ]

    static func write(
        _ record: ParticipantRecord,
        _ tally: SessionConduct,
        in context: ExportContext,
        to csv: inout CSVWriter
    ) throws {
        csv.field(record.participant.rawValue)
        csv.field(record.session.rawValue)
        csv.field(record.isSimulated)
        csv.field(context.study.id.rawValue)
        csv.field(record.version)
        csv.field(record.seat + 1)
        csv.field(record.status.rawValue)
        csv.field(record.trialCount)
        csv.field(record.answered)
        csv.field(tally.checks)
        csv.field(tally.checksPassed)
        csv.field(tally.corrections)
        csv.field(record.joinedAt)
        csv.field(record.lastSeenAt)
        csv.field(record.statusAt)
        csv.freeText(record.status == .completed ? record.completionCode : "")
        csv.field(context.excluded(record.session))
        try csv.endRow()
    }
}
