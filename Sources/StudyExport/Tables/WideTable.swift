import StudyModel

/// `wide.csv`: one row a session that answered a comparison, two columns each comparison that the study serves.
struct WideTable {
    private struct Comparison: Hashable {
        let block: BlockID
        let image: ImageID
        let first: ExplainerID
        let second: ExplainerID
        let isRepeat: Bool

        /// The comparison that a trial asks for; nil for practice and attention checks.
        init?(_ trial: TrialRecord) {
            guard trial.role == .main || trial.role == .repeated else { return nil }
            (block, image) = (trial.block, trial.image)
            (first, second) = (min(trial.left, trial.right), max(trial.left, trial.right))
            isRepeat = trial.role == .repeated
        }

        var name: String { "\(block).\(image).\(first).\(second)" + (isRepeat ? ".repeat" : "") }
    }

    private struct Cell {
        let preferred: String
        let grade: Int?
        let rt: Double?
    }

    private static let session = [
        Column("participant", "The participant's code."),
        Column("session", "The session's number in the database.", .integer),
        Column("simulated", "Whether a simulated observer answered.", .boolean),
        Column("status", "How far the session is.", levels: Session.Status.allCases.map(\.rawValue)),
    ]

    let columns: [Column]
    private let places: [Comparison: Int]
    private let comparisons: Int

    /// Finds the comparisons that were served.
    /// - Complexity: O(trials).
    init(_ source: some ExportSource) throws {
        var served: Set<Comparison> = []
        try source.forEachTrial { if let comparison = Comparison($0) { served.insert(comparison) } }
        func order<ID: Hashable>(_ ids: [ID]) -> [ID: Int] {
            Dictionary(uniqueKeysWithValues: zip(ids, 0...))
        }
        let (blocks, images) = (order(source.study.blocks.map(\.id)), order(source.study.images.map(\.id)))
        let sorted = served.sorted { one, other in
            if one.block != other.block { return (blocks[one.block] ?? 0) < (blocks[other.block] ?? 0) }
            if one.image != other.image { return (images[one.image] ?? 0) < (images[other.image] ?? 0) }
            return one.name < other.name
        }
        columns =
            Self.session
            + sorted.flatMap { comparison in
                let asked =
                    "of \(comparison.first) and \(comparison.second) on \(comparison.image), block \(comparison.block)"
                    + (comparison.isRepeat ? ", shown again with sides swapped" : "")
                return [
                    Column(comparison.name, "The explainer preferred \(asked); tie for none."),
                    Column(
                        comparison.name + ".grade",
                        "By how much: 1 to 3 for \(comparison.second), -1 to -3 for \(comparison.first); empty where no "
                            + "grade is asked for.",
                        .integer
                    ),
                    Column(comparison.name + ".rt", "From stimulus onset to that answer.", .number, unit: "ms"),
                ]
            }
        places = order(sorted)
        comparisons = sorted.count
    }

    /// Writes the answers, session by session.
    func write(_ source: some ExportSource, in context: ExportContext, to csv: inout CSVWriter) throws {
        var cells = [Cell?](repeating: nil, count: comparisons)
        var last: TrialRecord?
        func finish(_ csv: inout CSVWriter) throws {
            guard let trial = last else { return }
            csv.field(trial.participant.rawValue)
            csv.field(trial.session.rawValue)
            csv.field(trial.isSimulated)
            csv.field(context.status(of: trial.session))
            for cell in cells {
                csv.field(cell?.preferred ?? "")
                csv.field(cell?.grade)
                csv.field(cell?.rt)
            }
            try csv.endRow()
        }
        try source.forEachResponse { record in
            guard let pair = PairRow(record), let comparison = Comparison(record.trial),
                let place = places[comparison]
            else { return }
            if let trial = last, trial.session != record.trial.session {
                try finish(&csv)
                cells = [Cell?](repeating: nil, count: comparisons)
            }
            last = record.trial
            let chosen = record.trial.items(choosing: pair.winner).chosen
            cells[place] = Cell(
                preferred: chosen?.rawValue ?? "tie",
                grade: pair.grade.map { pair.left == comparison.first ? $0 : -$0 },
                rt: record.response.rt
            )
        }
        try finish(&csv)
    }
}
