import ArgumentParser
import Foundation
import StudyExport
import StudyModel
import StudyService
import StudyStore

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a study's tables and their codebook.",
        discussion: """
            The folder appears, complete, at the end. The same database gives the same bytes.

            Example: beholder export scenes --to Exports/scenes
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case csv
    }

    @Argument(help: "The study's id.")
    var study: String

    @OptionGroup var options: DatabaseOptions

    @Option(help: "The folder to write.")
    var to: String

    @Option(help: "The format.")
    var format = Format.csv

    @Option(help: "The version of the study; the latest without it.")
    var studyVersion: Int?

    @Flag(help: "Export simulated participants too.")
    var includeSimulated = false

    @Flag(help: "Replace a folder that is not empty.")
    var force = false

    func run() throws {
        let bar = ProgressBar("Exporting", unit: "responses")
        let counts = try options.open().read { transaction in
            let source = try StoreExportSource(
                StudyID(study),
                version: studyVersion,
                includeSimulated: includeSimulated,
                in: transaction
            )
            return try StudyExport.write(
                source,
                to: URL(fileURLWithPath: to),
                software: "beholder \(Beholder.version)",
                force: force,
                progress: { bar.update($0) }
            )
        }
        bar.finish()
        let tables = counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        Output.message("\(to): rows in \(tables)")
        if counts["responses.csv"] == 0, !includeSimulated {
            Output.message("Nobody has answered yet; --include-simulated exports simulated participants too.")
        }
    }
}

/// One version of a study in a snapshot of the store, for export and analysis.
struct StoreExportSource: ExportSource {
    let study: Study
    let version: Int
    let definition: [UInt8]
    let definitionSHA256: String
    let stimuli: [StimulusID: StimulusRecord]
    private let includeSimulated: Bool
    private let transaction: StoreTransaction

    init(_ id: StudyID, version: Int?, includeSimulated: Bool, in transaction: StoreTransaction) throws {
        guard let stored = try transaction.study(id, version: version) else {
            guard let version, try transaction.study(id) != nil else {
                throw try StudyService.unknown(id, in: transaction)
            }
            throw ServiceError(.unknownStudy, "study \"\(id)\" has no version \(version)")
        }
        study = try StudyDefinition.decode(Data(stored.definition))
        self.version = stored.version
        definition = stored.definition
        definitionSHA256 = stored.sha256
        stimuli = try transaction.stimulusTable(study: id, version: stored.version)
        self.includeSimulated = includeSimulated
        self.transaction = transaction
    }

    func forEachParticipant(_ body: (ParticipantRecord) throws -> Void) throws {
        try transaction.forEachParticipant(
            study: study.id,
            version: version,
            includeSimulated: includeSimulated,
            body
        )
    }

    func forEachTrial(_ body: (TrialRecord) throws -> Void) throws {
        try transaction.forEachTrial(study: study.id, version: version, includeSimulated: includeSimulated, body)
    }

    func forEachResponse(_ body: (ResponseRecord) throws -> Void) throws {
        try transaction.forEachResponse(study: study.id, version: version, includeSimulated: includeSimulated, body)
    }
}
