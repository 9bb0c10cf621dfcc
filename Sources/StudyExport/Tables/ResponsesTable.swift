import StudyModel

/// `responses.csv`: one row a response, with what is needed to analyze it alone.
enum ResponsesTable {
    /// What every study has, and for each score the difference between the maps of a pair.
    static func columns(scores: [ScoreID]) -> [Column] {
        columns
            + scores.map { score in
                Column(
                    "\(score)_difference",
                    "The score \"\(score)\" of the map chosen minus that of the map rejected; empty for ties and where "
                        + "one is undefined.",
                    .number
                )
            }
    }

    private static let columns = [
        Column("response", "The id that the client made for the response."),
        Column("study", "The study's id."),
        Column("study_version", "The version of the study, from 1.", .integer),
        Column("definition_sha256", "SHA-256 of the definition file."),
        Column("participant", "The participant's code."),
        Column("session", "The session's number in the database.", .integer),
        Column("simulated", "Whether a simulated observer answered.", .boolean),
        Column("status", "How far the session is.", levels: Session.Status.allCases.map(\.rawValue)),
        Column("block", "The block's id."),
        Column("kind", "What the trial asked.", levels: TrialKind.allCases.map(\.rawValue)),
        Column("question", "The question, where {class} stands for the class."),
        Column("trial", "The trial's number in the session, from 1.", .integer),
        Column("role", "Why the trial was in the list.", levels: TrialRole.allCases.map(\.rawValue)),
        Column("repeats_trial", "The number of the trial that this one repeats with sides swapped.", .integer),
        Column("image", "The image's id."),
        Column("class", "The image's class as participants read it."),
        Column("left", "The explainer shown left."),
        Column("right", "The explainer shown right."),
        Column("answer", "left, right or tie in a forced choice; the grade -3…3 in a comparison."),
        Column("chosen_side", "The side preferred; a grade's sign.", levels: Answer.Side.allCases.map(\.rawValue)),
        Column("chosen", "The explainer preferred; tie for none."),
        Column("rejected", "The explainer not preferred; tie for none."),
        Column("correct", "Whether the expected explainer was preferred, where one is expected.", .boolean),
        Column("rt", "From stimulus onset to the answer; empty where nothing was drawn.", .number, unit: "ms"),
        Column("rt_onset", "What the onset was taken from.", levels: Response.Onset.allCases.map(\.rawValue)),
        Column("shown_at", "Wall time of the onset.", .integer, unit: "µs since 1970"),
        Column("submitted_at", "Wall time of the answer.", .integer, unit: "µs since 1970"),
        Column("received_at", "Wall time of storing.", .integer, unit: "µs since 1970"),
        Column("supersedes", "The response that this one corrects."),
        Column("superseded_by", "The response that corrects this one; a valid response has none."),
        Column("graphics", "How pictures were drawn."),
        Column("terminal_columns", "Width of the terminal.", .integer, unit: "cells"),
        Column("terminal_rows", "Height of the terminal.", .integer, unit: "cells"),
        Column("picture_width", "Width of one candidate as drawn.", .integer, unit: "pixels or cells"),
        Column("picture_height", "Height of one candidate as drawn.", .integer, unit: "pixels or cells"),
    ]

    static func write(_ record: ResponseRecord, in context: ExportContext, to csv: inout CSVWriter) throws {
        let trial = record.trial
        let response = record.response
        let side = response.answer.preferredSide
        let (chosen, rejected) = trial.items(choosing: side)
        csv.freeText(response.id.rawValue)
        csv.field(context.study.id.rawValue)
        csv.field(trial.version)
        csv.field(context.definitionSHA256)
        csv.field(trial.participant.rawValue)
        csv.field(trial.session.rawValue)
        csv.field(trial.isSimulated)
        csv.field(context.status(of: trial.session))
        csv.field(trial.block.rawValue)
        csv.field(context.kind(of: trial.block))
        csv.freeText(context.question(of: trial.block))
        csv.field(trial.position + 1)
        csv.field(trial.role.rawValue)
        csv.field(trial.repeats.map { $0 + 1 })
        csv.field(trial.image.rawValue)
        csv.freeText(context.className(of: trial.image))
        csv.field(trial.left.rawValue)
        csv.field(trial.right.rawValue)
        csv.field(response.answer)
        csv.field(side.rawValue)
        csv.field(chosen?.rawValue ?? "tie")
        csv.field(rejected?.rawValue ?? "tie")
        if let correct = trial.correct { csv.field(chosen == correct) } else { csv.empty() }
        csv.field(response.rt)
        csv.field(response.onset.rawValue)
        csv.field(response.shownAt)
        csv.field(response.submittedAt)
        csv.field(record.receivedAt)
        csv.freeText(response.supersedes?.rawValue ?? "")
        csv.freeText(record.supersededBy?.rawValue ?? "")
        csv.freeText(response.display.graphics)
        csv.field(response.display.columns)
        csv.field(response.display.rows)
        csv.field(response.display.pictureWidth)
        csv.field(response.display.pictureHeight)
        for score in context.scoreIDs {
            let sides = chosen.flatMap { chosen in rejected.map { (chosen, $0) } }
            csv.field(sides.flatMap { context.scores.difference(score, of: trial.image, $0, $1) })
        }
        try csv.endRow()
    }
}

extension TrialRecord {
    /// The items preferred and not preferred by an answer; none for a tie.
    func items(choosing side: Answer.Side) -> (chosen: ExplainerID?, rejected: ExplainerID?) {
        switch side {
        case .left: (left, right)
        case .right: (right, left)
        case .tie: (nil, nil)
        }
    }
}

extension CSVWriter {
    /// Adds an answer: a grade without becoming text first.
    mutating func field(_ answer: Answer) {
        switch answer {
        case .side(let side): field(side.rawValue)
        case .grade(let grade): field(grade)
        }
    }

    /// Adds a whole number, or nothing.
    mutating func field(_ number: Int?) {
        if let number { field(number) } else { empty() }
    }
}
