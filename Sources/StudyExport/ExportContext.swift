import StudyModel

/// What rows look up, made once an export.
struct ExportContext {
    let study: Study
    let definitionSHA256: String
    let stimuli: [StimulusID: StimulusRecord]
    private let blocks: [BlockID: Block]
    private let classNames: [ImageID: String]
    private let statuses: [SessionID: Session.Status]
    let scoreIDs: [ScoreID]
    private let scores: [ScoreID: [TrialSide: Double]]

    private struct TrialSide: Hashable {
        let image: ImageID
        let explainer: ExplainerID
    }

    /// - Complexity: O(sessions) time and memory.
    init(_ source: some ExportSource) throws {
        var statuses: [SessionID: Session.Status] = [:]
        try source.forEachParticipant { statuses[$0.session] = $0.status }
        self.statuses = statuses
        study = source.study
        definitionSHA256 = source.definitionSHA256
        stimuli = source.stimuli
        var scores: [ScoreID: [TrialSide: Double]] = [:]
        for score in source.scores {
            scores[score.score, default: [:]][TrialSide(image: score.image, explainer: score.explainer)] = score.value
        }
        self.scores = scores
        scoreIDs = source.scoreIDs
        blocks = Dictionary(uniqueKeysWithValues: study.blocks.map { ($0.id, $0) })
        classNames = Dictionary(uniqueKeysWithValues: study.images.map { ($0.id, $0.className ?? "") })
    }

    func kind(of block: BlockID) -> String {
        blocks[block]?.kind.rawValue ?? ""
    }

    func question(of block: BlockID) -> String {
        blocks[block]?.question ?? ""
    }

    func tieOffered(in block: BlockID) -> Bool {
        blocks[block]?.offersTie ?? false
    }

    func status(of session: SessionID) -> String {
        statuses[session]?.rawValue ?? ""
    }

    /// How much higher the first map of an image scores than the second; nil where a score is undefined.
    func difference(_ score: ScoreID, of image: ImageID, _ first: ExplainerID?, _ second: ExplainerID?) -> Double? {
        guard let first, let second, let values = scores[score],
            let high = values[TrialSide(image: image, explainer: first)],
            let low = values[TrialSide(image: image, explainer: second)]
        else { return nil }
        return high - low
    }

    func className(of image: ImageID) -> String {
        classNames[image] ?? ""
    }
}
