import ArgumentParser
import StimulusPipeline
import StudyModel
import StudyService
import StudyStore

struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put a study into a database.",
        discussion: """
            The definition is kept word for word with the hashes of everything it shows. Maps that it asks a method \
            for and that `prepare` has not computed are computed when participants come, the next trials' ahead. Once \
            somebody has joined, a changed file becomes a new version.

            Example: beholder create StudyDefinitions/examples/scenes/scenes.study.json
            """
    )

    @Argument(help: "The study definition.")
    var file: String

    @OptionGroup var options: DatabaseOptions

    @OptionGroup var pixels: PixelOptions

    func run() async throws {
        let examination = try await StudyFile.ready(file, with: pixels.pipeline)
        guard examination.issues.isEmpty else { throw InvalidDefinition(issues: examination.issues) }
        let new = NewStudy(
            id: examination.study.id,
            title: examination.study.title,
            definition: examination.bytes,
            sha256: examination.sha256,
            folder: examination.folder,
            stimuli: examination.stimuli,
            voidPairs: examination.voidPairs
        )
        let store = try options.openOrCreate()
        let (stored, outcome) = try store.write { try $0.addStudy(new, at: StudyService.now()) }
        let what =
            switch outcome {
            case .created: "created"
            case .unchanged: "is there already, unchanged"
            case .replaced: "replaced; nobody had joined it"
            case .newVersion: "created; participants had joined the version before"
            }
        StudyFile.tell(examination.voidPairs, of: examination.study)
        let pending = examination.stimuli.count { $0.picture == nil }
        if pending > 0 {
            Output.message(
                "\(pending) maps are not computed yet: each is when a trial needs it; `beholder prepare \(file)` does it now."
            )
        }
        try Output.result("\"\(stored.id)\" version \(stored.version) in \(options.database): \(what).")
    }
}
