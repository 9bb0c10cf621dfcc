import ArgumentParser
import Foundation
import StudyModel
import StudyReport
import StudyStore

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a study's result as one HTML page.",
        discussion: """
            Who took part, what they preferred, how far they agree, and whether metrics agree with them; the page holds \
            everything that it shows and prints well. Its pictures are written beside it as SVG. Whom the definition's \
            analysis plan excludes is left out.

            Example: beholder report scenes --to Exports/scenes/report.html
            """
    )

    @Argument(help: "The study's id.")
    var study: String

    @OptionGroup var options: DatabaseOptions

    @Option(help: "The HTML file to write.")
    var to: String

    @Option(help: "The version of the study; the latest without it.")
    var studyVersion: Int?

    @Flag(help: "Count simulated participants too.")
    var includeSimulated = false

    func run() throws {
        let page = try options.open().read { transaction in
            let source = try StoreExportSource(
                StudyID(study),
                version: studyVersion,
                includeSimulated: includeSimulated,
                in: transaction
            )
            try OtherVersions.tell(of: source, in: transaction)
            return try ReportBuilder(source: source, includesSimulated: includeSimulated).page()
        }
        let url = URL(fileURLWithPath: to)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(page.html.utf8).write(to: url, options: .atomic)
        Output.message("Wrote \(to)")
        for picture in page.pictures {
            let name = url.deletingPathExtension().lastPathComponent + "-\(picture.name).svg"
            let beside = url.deletingLastPathComponent().appending(path: name)
            try Data(picture.svg.utf8).write(to: beside, options: .atomic)
            Output.message("Wrote \(beside.relativePath)")
        }
    }
}
