public import ArgumentParser
import Foundation
public import ParticipantTerminal
import StimulusPipeline
import StudyModel
import StudyService
import StudyStore

struct Participate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answer a study in this terminal.",
        discussion: """
            Leave with q and come back with --participant and the code shown. With piped input, one line answers each \
            screen: an empty line continues, yes or no for consent, left, right, tie, -3…3, back, quit.

            Example: beholder participate scenes --graphics symbols
            """
    )

    @Argument(help: "The study's id.")
    var study: String

    @OptionGroup var options: DatabaseOptions

    @OptionGroup var pixels: PixelOptions

    @Option(help: "Your code; without it you get a new one.")
    var participant: String?

    @Option(help: "How pictures are drawn: auto, kitty, iterm, sixel, symbols or none.")
    var graphics = GraphicsChoice.auto

    func run() async throws {
        let store = try options.open()
        let service = StudyService(store: store, stimuli: PipelineStimuli(pipeline: pixels.pipeline))
        let (study, database) = (study, options.database)
        try checkFiles(in: store)
        let terminal = ParticipantTerminal(connection: service.connection(to: StudyID(study)), graphics: graphics) {
            "beholder participate \(study) --participant \($0)"
                + (database == "study.sqlite" ? "" : " --database \(database)")
        }
        _ = try await terminal.run(code: participant.map { ParticipantCode($0) })
    }
}

extension Participate {
    /// Nobody takes a place in a study whose files are gone.
    private func checkFiles(in store: StudyStore) throws {
        try store.read { transaction in
            guard let stored = try transaction.study(StudyID(study)) else { return }
            let files = Set(try transaction.stimuli(of: stored.row).compactMap(\.picture?.file)).sorted()
            let folder = URL(fileURLWithPath: stored.folder, isDirectory: true)
            let missing = files.filter { !FileManager.default.fileExists(atPath: folder.appending(path: $0).path) }
            guard let first = missing.first else { return }
            throw ServiceError(
                .stimulusChanged,
                "\(missing.count) of \(files.count) files of study \"\(study)\" are gone from \(stored.folder), such as "
                    + "\(first); put them back, or run `beholder create` with the definition in its new place"
            )
        }
    }
}

extension GraphicsChoice: ExpressibleByArgument {}
