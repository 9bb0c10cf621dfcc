public import ArgumentParser
import Foundation
public import Statistics
import StudyExport
import StudyModel
import StudyReport

struct Analyze: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute agreement and preference, from a study or from any CSV.",
        discussion: """
            beholder analyze scenes
            beholder analyze agreement ratings.csv --level ordinal --statistic krippendorff-alpha
            beholder analyze preference pairs.csv --reference grad-cam --json
            """,
        subcommands: [AnalyzeStudy.self, AnalyzeAgreement.self, AnalyzePreference.self],
        defaultSubcommand: AnalyzeStudy.self
    )
}

/// The options that every analysis has.
struct AnalysisArguments: ParsableArguments {
    @Option(help: "The statistics, separated by commas, or all.")
    var statistic = "all"

    @Option(help: "The coverage of intervals.")
    var confidence = 0.95

    @Option(help: "How many bootstrap resamples; 0 for none.")
    var bootstrap = 2000

    @Option(help: "The seed of the resamples.")
    var seed: UInt64 = 1

    @Flag(help: "Print the results as JSON.")
    var json = false

    var names: [String] {
        statistic.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    func options(
        level: MeasurementLevel? = nil,
        reference: String? = nil,
        cluster: AnalysisOptions.Cluster = .participant
    )
        throws -> AnalysisOptions
    {
        try AnalysisOptions(
            level: level,
            confidence: confidence,
            resamples: bootstrap,
            seed: seed,
            reference: reference,
            cluster: cluster
        )
    }

    func print(_ results: [StatisticResult]) throws {
        if json {
            try Output.json(["statistics": results])
        } else {
            Output.result(ResultsText.text(of: results))
        }
    }
}

extension MeasurementLevel: ExpressibleByArgument {}
extension AnalysisOptions.Cluster: ExpressibleByArgument {}

struct AnalyzeAgreement: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreement",
        abstract: "Agreement of ratings: a CSV with participant, item, value (and session for test–retest).",
        discussion: "Example: beholder analyze agreement ratings.csv --level ordinal"
    )

    @Argument(help: "The ratings.")
    var file: String

    @Option(help: "What the values mean: nominal, ordinal, interval or ratio.")
    var level: MeasurementLevel?

    @OptionGroup var arguments: AnalysisArguments

    func run() throws {
        let csv = try CSVTable(path: file)
        let options = try arguments.options(level: level)
        // Comparisons have agreement too; their columns tell them from ratings.
        if csv.column("winner") != nil, csv.column("value") == nil {
            let table = try PairTable(reading: csv)
            return try arguments.print(
                StatisticCatalog.compute(arguments.names, of: .agreement, from: table, options: options)
            )
        }
        let table = try RatingTable(reading: csv)
        try arguments.print(StatisticCatalog.compute(arguments.names, of: .agreement, from: table, options: options))
    }
}

struct AnalyzePreference: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preference",
        abstract: "Preference from comparisons: a CSV with participant, left, right, winner.",
        discussion: "Example: beholder analyze preference pairs.csv --statistic bradley-terry,binomial"
    )

    @Argument(help: "The comparisons; winner is left, right or tie.")
    var file: String

    @Option(help: "The item whose log-worth is 0; without it their mean is 0.")
    var reference: String?

    @Option(help: "What is independent: participant (default), or none for the naive form.")
    var cluster = AnalysisOptions.Cluster.participant

    @OptionGroup var arguments: AnalysisArguments

    func run() throws {
        let table = try PairTable(reading: CSVTable(path: file))
        let options = try arguments.options(reference: reference, cluster: cluster)
        try arguments.print(StatisticCatalog.compute(arguments.names, of: .preference, from: table, options: options))
    }
}
