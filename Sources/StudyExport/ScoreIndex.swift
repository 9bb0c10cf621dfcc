import StudyModel

/// The defined scores of a study by score and map.
struct ScoreIndex: Sendable {
    private struct Map: Hashable {
        let image: ImageID
        let explainer: ExplainerID
    }

    private var values: [ScoreID: [Map: Double]] = [:]

    init(_ scores: [MapScore]) {
        for score in scores {
            values[score.score, default: [:]][Map(image: score.image, explainer: score.explainer)] = score.value
        }
    }

    /// How much higher the first map of an image scores than the second; nil where a score is undefined.
    func difference(_ score: ScoreID, of image: ImageID, _ first: ExplainerID, _ second: ExplainerID) -> Double? {
        guard let own = values[score], let high = own[Map(image: image, explainer: first)],
            let low = own[Map(image: image, explainer: second)]
        else { return nil }
        return high - low
    }
}
