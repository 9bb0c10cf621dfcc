public import ArgumentParser
import Foundation
public import StudyExport
import StudyModel
import StudyStore

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a study's tables and their codebook.",
        discussion: """
            The folder appears, complete, at the end. The same database gives the same bytes. reproduce.R and reproduce.py \
            in it compute the headline numbers anew.

            Example: beholder export scenes --to Exports/scenes
            """
    )

    @Argument(help: "The study's id.")
    var study: String

    @OptionGroup var options: DatabaseOptions

    @Option(help: "The folder to write.")
    var to: String

    @Option(help: "csv (tables with a codebook), wide (a row a session besides), psych-ds or frictionless.")
    var format = StudyExport.Layout.plain

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
            try OtherVersions.tell(of: source, in: transaction)
            return try StudyExport.write(
                source,
                to: URL(fileURLWithPath: to),
                software: "beholder \(Beholder.version)",
                force: force,
                layout: format,
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

extension StudyExport.Layout: ExpressibleByArgument {}
