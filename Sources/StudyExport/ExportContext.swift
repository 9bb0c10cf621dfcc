import StudyModel

/// What rows look up, made once an export.
struct ExportContext {
    let study: Study
    let definitionSHA256: String
    let stimuli: [StimulusID: StimulusRecord]
    private let kinds: [BlockID: String]
    private let classNames: [ImageID: String]

    init(_ source: some ExportSource) {
        study = source.study
        definitionSHA256 = source.definitionSHA256
        stimuli = source.stimuli
        kinds = Dictionary(uniqueKeysWithValues: study.blocks.map { ($0.id, $0.kind.rawValue) })
        classNames = Dictionary(uniqueKeysWithValues: study.images.map { ($0.id, $0.className ?? "") })
    }

    func kind(of block: BlockID) -> String {
        kinds[block] ?? ""
    }

    func className(of image: ImageID) -> String {
        classNames[image] ?? ""
    }
}
