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

    @Option(help: "How intervals of Bradley–Terry worths are computed: wald, profile or bootstrap.")
    var interval = WorthInterval.wald

    @Option(help: "Add estimates with a normal prior of this standard deviation; they depend on it.")
    var priorSd: Double?

    @Option(help: "The column of groups whose preferences are compared.")
    var by: String?

    @Option(
        help: """
            Names of numbers that may explain preferences, separated by commas: NAME has the columns NAME_left and \
            NAME_right, or one column of the trial.
            """
    )
    var covariates: String?

    @Option(help: "Only rows with this in the column block.")
    var block: String?

    @OptionGroup var arguments: AnalysisArguments

    func validate() throws {
        if let priorSd, !(priorSd > 0 && priorSd.isFinite) { throw ValidationError("--prior-sd is a positive number.") }
    }

    func run() throws {
        let table = try PairTable(
            reading: CSVTable(path: file),
            block: block,
            group: by,
            covariates: covariates.map(AnalysisArguments.names) ?? []
        )
        var options = try arguments.options(
            reference: reference,
            cluster: cluster,
            ties: ties,
            sideEffect: sideEffect
        )
        (options.adjustment, options.worthInterval, options.priorSD) = (adjust, interval, priorSd)
        try arguments.print(StatisticCatalog.compute(arguments.names, of: .preference, from: table, options: options))
    }
}
