import StudyModel

/// `pairs.csv`: the valid comparisons as `beholder analyze preference` reads them.
enum PairsTable {
    static let columns = [
        Column("participant", "The participant's code."),
        Column("left", "The explainer shown left."),
        Column("right", "The explainer shown right."),
        Column("winner", "The side preferred; a grade's sign, 0 a tie.", levels: Answer.Side.allCases.map(\.rawValue)),
        Column("session", "1 for a first presentation, 2 for a repeat with sides swapped.", .integer),
        Column("unit", "Block and image: with the pair of items, what raters agree about."),
        Column("image", "The image's id."),
        Column("block", "The block's id."),
        Column("kind", "What the trial asked.", levels: TrialKind.allCases.map(\.rawValue)),
        Column("grade", "The grade of a comparison, -3 (left much better) to 3 (right much better).", .integer),
        Column("tie_offered", "Whether no difference was among the answers.", .boolean),
        Column("simulated", "Whether a simulated observer answered.", .boolean),
        Column(
            "status",
            "How far the session is; released ones gave their place to somebody else.",
            levels: Session.Status.allCases.map(\.rawValue)
        ),
        Column("rt", "From stimulus onset to the answer; empty where nothing was drawn.", .number, unit: "ms"),
        Column("response", "The id of the response."),
        Column(
            "excluded",
            "Why the plan of the definition leaves the session out; empty where it is analyzed.",
            levels: Screening.Reason.allCases.map(\.rawValue)
        ),
    ]

    static func write(
        _ pair: PairRow,
        of record: ResponseRecord,
        in context: ExportContext,
        to csv: inout CSVWriter
    ) throws {
        csv.field(pair.participant.rawValue)
        csv.field(pair.left.rawValue)
        csv.field(pair.right.rawValue)
        csv.field(pair.winner.rawValue)
        csv.field(pair.session)
        csv.field(pair.unit)
        csv.field(record.trial.image.rawValue)
        csv.field(record.trial.block.rawValue)
        csv.field(context.kind(of: record.trial.block))
        csv.field(pair.grade)
        csv.field(context.tieOffered(in: record.trial.block))
        csv.field(record.trial.isSimulated)
        csv.field(context.status(of: record.trial.session))
        csv.field(record.response.rt)
        csv.freeText(record.response.id.rawValue)
        csv.field(context.excluded(record.trial.session))
        try csv.endRow()
    }
}

/// `ratings.csv`: the valid ratings as `beholder analyze agreement` reads them; no kind of trial yields any so far.
///
/// Graded comparisons are no ratings of an item: which of the two comes first is arbitrary, and so would be the sign.
/// They are in `pairs.csv`.
enum RatingsTable {
    static let columns = [
        Column("participant", "The participant's code."),
        Column("item", "What was rated."),
        Column("value", "The rating.", .number),
    ]
}
