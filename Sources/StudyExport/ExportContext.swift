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
    let scores: ScoreIndex
    private let screening: Screening

    /// - Complexity: O(sessions) time and memory.
    init(_ source: some ExportSource) throws {
        var statuses: [SessionID: Session.Status] = [:]
        try source.forEachParticipant { statuses[$0.session] = $0.status }
        self.statuses = statuses
        study = source.study
        definitionSHA256 = source.definitionSHA256
        stimuli = source.stimuli
        scores = ScoreIndex(source.scores)
        screening = try Screening(source.study.analysis?.exclusions, of: source)
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

    func className(of image: ImageID) -> String {
        classNames[image] ?? ""
    }

    /// Why the study's plan leaves a session out; empty where it does not.
    func excluded(_ session: SessionID) -> String {
        screening.excluded[session]?.rawValue ?? ""
    }
}
