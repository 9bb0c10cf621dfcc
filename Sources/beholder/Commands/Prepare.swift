#if NativeLibraries
import ArgumentParser
import StimulusPipeline
import StudyModel

struct Prepare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute all maps of a study.",
        discussion: """
            Maps are kept beside the definition by what they were made from, so that nothing is computed twice; maps \
            that cannot be shown are told with the reason and with what the study does about it (`voidTrials`).

            Example: beholder prepare shapes.study.json
            """
    )

    @Argument(help: "The study definition.")
    var file: String

    @Option(help: "How many maps are worked on at once.")
    var jobs = 1

    @Option(help: "Compare the maps of so many seeds, for methods that draw random numbers.")
    var seeds = 1

    @OptionGroup var pixels: PixelOptions

    func validate() throws {
        guard (1...64).contains(jobs) else { throw ValidationError("--jobs is from 1 to 64.") }
        guard (1...100).contains(seeds) else { throw ValidationError("--seeds is from 1 to 100.") }
    }

    func run() async throws {
        let report = try await StudyFile.prepare(file, with: pixels.pipeline, jobs: jobs, seeds: seeds)
        var examination = pixels.pipeline.examine(file, maps: report.maps)
        examination.issues += report.issues
        guard examination.issues.isEmpty else { throw InvalidDefinition(issues: examination.issues) }
        for note in report.notes { Output.message(note) }
        StudyFile.tell(examination.voidPairs, of: examination.study)
        try Output.result(
            "\(report.computed + report.found) maps of \(file) are ready: \(report.computed) computed, "
                + "\(report.found) there already."
        )
    }
}
#endif
