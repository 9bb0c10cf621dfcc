import ArgumentParser
import Statistics
import StudyExport

struct AnalyzeRatings: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ratings",
        abstract: "Scores of items from ratings: a CSV with participant, item, value.",
        discussion: "Example: beholder analyze ratings ratings.csv --statistic mos,sureal,icc"
    )

    @Argument(help: "The ratings.")
    var file: String

    @Option(help: "The item that others are compared with, for dmos and tests of items.")
    var reference: String?

    @Option(help: "How many categories the scale has, where not all were used.")
    var categories: Int?

    @Option(help: "How far the means of two items may differ and still count as equivalent, for tost.")
    var margin: Double?

    @Option(help: "How p-values of several pairs of items are adjusted: holm or benjamini-hochberg.")
    var adjust = PValueAdjustment.holm

    @OptionGroup var arguments: AnalysisArguments

    func validate() throws {
        if let margin, !(margin > 0 && margin.isFinite) { throw ValidationError("--margin is a positive number.") }
        if let categories, categories < 2 { throw ValidationError("--categories is at least 2.") }
    }

    func run() throws {
        let table = try RatingTable(reading: CSVTable(path: file))
        var options = try arguments.options(reference: reference)
        (options.margin, options.adjustment, options.categories) = (margin, adjust, categories)
        try arguments.print(StatisticCatalog.compute(arguments.names, of: .ratings, from: table, options: options))
    }
}
