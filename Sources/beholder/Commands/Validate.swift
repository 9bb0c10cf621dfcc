import ArgumentParser
import Foundation
import StimulusPipeline
import StudyExport
import StudyDefinitions
import StudyModel
import Synchronization

struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a study definition and its files.",
        discussion: """
            Finds every error in one pass: in the JSON, in the design, in the pictures and in the maps.

            Example: beholder validate StudyDefinitions/examples/scenes/scenes.study.json
            The format, for editors and other programs: beholder validate --schema > study-definition.schema.json
            """
    )

    @Argument(help: "The study definition.")
    var file: String?

    @OptionGroup var pixels: PixelOptions

    @Flag(help: "Print the errors as JSON.")
    var json = false

    @Flag(help: "Print the JSON Schema of study definitions and check nothing.")
    var schema = false

    func validate() throws {
        guard schema == (file == nil) else {
            throw ValidationError(schema ? "--schema goes without a file." : "Missing expected argument '<file>'")
        }
    }

    private struct Report: Encodable {
        let errors: [DefinitionIssue]
    }

    func run() throws {
        guard let file else { return try Output.result(StudyDefinitionSchema.json.trimmingCharacters(in: .newlines)) }
        let examination = StudyFile.examine(file, with: pixels.pipeline)
        if json {
            try Output.json(Report(errors: examination.issues))
        } else if examination.issues.isEmpty {
            let study = examination.study
            let maps = examination.stimuli.count { $0.explainer != nil }
            try Output.result(
                "\(file) is valid: study \"\(study.id)\" with \(study.images.count) images, "
                    + "\(study.explainers.count) explainers, \(maps) maps, \(study.blocks.count) blocks."
            )
        } else {
            for issue in examination.issues { try Output.result(issue.message) }
            let count = examination.issues.count
            Output.message("\(file): \(count) error\(count == 1 ? "" : "s")")
        }
        if !examination.issues.isEmpty { throw Failure.invalidInput }
    }
}

/// A definition file on the command line.
enum StudyFile {
    /// Reads a definition and its files with a progress bar.
    static func examine(_ path: String, with pipeline: StimulusPipeline) -> StimulusPipeline.Examination {
        let bar = ProgressBar("Reading stimuli", unit: "images")
        defer { bar.finish() }
        return withPlan(pipeline.examine(path) { bar.update($0, of: $1) })
    }

    /// Adds what is wrong with the plan of the analysis, whose statistics the pipeline does not know.
    private static func withPlan(_ examination: StimulusPipeline.Examination) -> StimulusPipeline.Examination {
        var examination = examination
        examination.issues += examination.study.analysis?.unknownStatistics(at: "/analysis") ?? []
        return examination
    }

    /// Reads everything with the maps that are computed already; the others are left for participants' trials.
    static func ready(_ path: String, with pipeline: StimulusPipeline) async throws
        -> StimulusPipeline.Examination
    {
        #if NativeLibraries
        let report = try await prepare(path, with: pipeline, jobs: 1, isToCompute: false)
        let bar = ProgressBar("Reading stimuli", unit: "images")
        defer { bar.finish() }
        var examination = pipeline.examine(path, maps: report.maps, allowsPending: true) { bar.update($0, of: $1) }
        examination.issues += report.issues
        return withPlan(examination)
        #else
        return examine(path, with: pipeline)
        #endif
    }

    /// Says which trials nobody could answer, why, and what becomes of them.
    static func tell(_ voidPairs: [VoidPair], of study: Study) {
        guard !voidPairs.isEmpty else { return }
        for void in voidPairs {
            Output.message("void: \(void.pair.first) and \(void.pair.second) of \(void.image): \(void.reason)")
        }
        let what =
            study.voidTrials == .replace
            ? "Other images or pairs take the places of their trials." : "Their trials are left out."
        Output.message("\(voidPairs.count) pairs of maps cannot be shown. \(what)")
    }

    #if NativeLibraries
    /// Computes the maps that a definition asks methods for, with a progress bar.
    /// - Parameter isToCompute: Whether maps that are not there are computed, or only those there are found.
    static func prepare(
        _ path: String,
        with pipeline: StimulusPipeline,
        jobs: Int,
        isToCompute: Bool = true,
        seeds: Int = 1
    ) async throws -> PreparationReport {
        let bar = Mutex(ProgressBar(isToCompute ? "Computing maps" : "Looking for maps", unit: "maps"))
        defer { bar.withLock { $0.finish() } }
        return try await pipeline.prepare(
            path,
            version: Beholder.version,
            jobs: jobs,
            isToCompute: isToCompute,
            seeds: seeds
        ) { done, total in
            bar.withLock { $0.update(done, of: total) }
        }
    }
    #endif
}
