import ArgumentParser
import Statistics
import StudyExport

struct AnalyzeRankings: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rankings",
        abstract: "Worths and concordance from rankings: a CSV with participant, item, and rank or value (1 = best).",
        discussion: """
            Tied items share a rank; participants may rank a part of the items.

            Example: beholder analyze rankings rankings.csv --statistic plackett-luce,kendall-w
            """
    )

    @Argument(help: "The rankings.")
    var file: String

    @Option(help: "The item whose log-worth is 0; without it their mean is 0.")
    var reference: String?

    @OptionGroup var arguments: AnalysisArguments

    func run() throws {
        let csv = try CSVTable(path: file)
        let table = try RatingTable(reading: csv, value: csv.column("rank") == nil ? "value" : "rank")
        let options = try arguments.options(level: .ordinal, reference: reference)
        try arguments.print(StatisticCatalog.compute(arguments.names, of: .rankings, from: table, options: options))
    }
}
