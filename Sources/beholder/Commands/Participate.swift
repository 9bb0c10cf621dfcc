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

    @Option(help: "Your code; without it you get a new one.")
    var participant: String?

    @Option(help: "How pictures are drawn: auto, kitty, iterm, sixel, symbols or none.")
    var graphics = GraphicsChoice.auto

    func run() async throws {
        let store = try options.open()
        let service = StudyService(store: store, stimuli: PipelineStimuli())
        let (study, database) = (study, options.database)
        let terminal = ParticipantTerminal(connection: service.connection(to: StudyID(study)), graphics: graphics) {
            "beholder participate \(study) --participant \($0)"
                + (database == "study.sqlite" ? "" : " --database \(database)")
        }
        _ = try await terminal.run(code: participant.map { ParticipantCode($0) })
    }
}

extension GraphicsChoice: ExpressibleByArgument {}

/// The stimulus pipeline as the service's source of pictures; drawing runs off the cooperative pool.
struct PipelineStimuli: StimulusProvider {
    private let queue = DispatchQueue(label: "stimuli", attributes: .concurrent)

    func picture(_ stimulus: StimulusRecord, of study: Study, folder: String) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result { try StimulusPipeline().picture(stimulus, of: study, folder: folder) }
                )
            }
        }
    }
}
