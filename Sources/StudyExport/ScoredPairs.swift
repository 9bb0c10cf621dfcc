public import Statistics
public import StudyModel

/// The comparisons of a study with what its metrics say of the two maps.
public struct ScoredPairs: Sendable {
    /// The scores that have a better direction, in the order of the definition.
    public let metrics: [String]
    /// First presentations of main trials.
    public let pairs: [ScoredPair]

    /// Collects them among records.
    /// - Parameter block: Only comparisons of this block; `nil` for all.
    public init(of source: some ExportSource, block: BlockID? = nil) throws {
        let scores = ScoreIndex(source.scores)
        var signs: [ScoreID: Double] = [:]
        for score in source.scores where score.provenance.direction != "neither" {
            signs[score.score] = score.provenance.direction == "lower" ? -1 : 1
        }
        let ids = source.scoreIDs.filter { signs[$0] != nil }
        metrics = ids.map(\.rawValue)
        var pairs: [ScoredPair] = []
        try source.forEachResponse { record in
            guard let pair = PairRow(record), pair.session == 1, block == nil || record.trial.block == block else {
                return
            }
            let advantages = ids.map { id in
                scores.difference(id, of: record.trial.image, pair.left, pair.right).map { (signs[id] ?? 1) * $0 }
            }
            let outcome: PairTable.Outcome =
                switch pair.winner {
                case .left: .left
                case .right: .right
                case .tie: .tie
                }
            pairs.append(
                ScoredPair(
                    participant: pair.participant.rawValue,
                    unit: pair.unit,
                    left: pair.left.rawValue,
                    right: pair.right.rawValue,
                    outcome: outcome,
                    advantages: advantages
                )
            )
        }
        self.pairs = pairs
    }
}
