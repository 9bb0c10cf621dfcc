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
        var values: [ScoreID: [MapOfImage: Double]] = [:]
        var signs: [ScoreID: Double] = [:]
        for score in source.scores where score.provenance.direction != "neither" {
            signs[score.score] = score.provenance.direction == "lower" ? -1 : 1
            values[score.score, default: [:]][MapOfImage(image: score.image, explainer: score.explainer)] = score.value
        }
        let ids = source.scoreIDs.filter { signs[$0] != nil }
        metrics = ids.map(\.rawValue)
        var pairs: [ScoredPair] = []
        try source.forEachResponse { record in
            guard let pair = PairRow(record), pair.session == 1, block == nil || record.trial.block == block else {
                return
            }
            let image = record.trial.image
            let advantages = ids.map { id -> Double? in
                guard let own = values[id], let left = own[MapOfImage(image: image, explainer: pair.left)],
                    let right = own[MapOfImage(image: image, explainer: pair.right)]
                else { return nil }
                return (signs[id] ?? 1) * (left - right)
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

    private struct MapOfImage: Hashable {
        let image: ImageID
        let explainer: ExplainerID
    }
}
