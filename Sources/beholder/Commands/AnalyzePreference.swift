import ArgumentParser
import Statistics
import StudyExport

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

    @Option(help: "What becomes of ties: half wins, drop, or the models davidson or rao-kupper.")
    var ties = AnalysisOptions.Ties.half

    @Flag(help: "Models of pairs have an effect of the left side.")
    var sideEffect = false

    @Option(help: "How p-values of pairs are adjusted: holm or benjamini-hochberg.")
    var adjust = PValueAdjustment.holm

    @Option(help: "Only rows with this in the column block.")
    var block: String?

    @OptionGroup var arguments: AnalysisArguments

    func run() throws {
        let table = try PairTable(reading: CSVTable(path: file), block: block)
        var options = try arguments.options(
            reference: reference,
            cluster: cluster,
            ties: ties,
            sideEffect: sideEffect
        )
        options.adjustment = adjust
        try arguments.print(StatisticCatalog.compute(arguments.names, of: .preference, from: table, options: options))
    }
}
