import ArgumentParser
import Statistics
import StudyExport

struct AnalyzeChoices: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "choices",
        abstract: "How often answers are right: a CSV with participant and a column of right and wrong.",
        discussion: """
            Right is true, 1 or yes; wrong is false, 0 or no.

            Examples:
              beholder analyze choices trials.csv --correct correct --by condition
              beholder analyze choices trials.csv --correct correct --alternatives 4 --statistic dprime
            """
    )

    @Argument(help: "The answers.")
    var file: String

    @Option(help: "The column that says whether the answer is right.")
    var correct: String

    @Option(help: "The column of conditions.")
    var by: String?

    @Option(help: "How many alternatives there were.")
    var alternatives: Int?

    @Option(help: "The column of the number of alternatives.")
    var alternativesColumn: String?

    @Option(
        help: """
            The column that says whether there was a signal, for d′ of yes/no answers; for reliance and hive whether the \
            model was right.
            """
    )
    var signal: String?

    @Option(help: "The column of how strong the stimulus was, for psychometric functions.")
    var intensity: String?

    @Option(help: "The share of answers given without regard to the stimulus, for psychometric; estimated without it.")
    var lapse: Double?

    @Option(help: "The column of how many explained examples participants had learned from, for utility.")
    var k: String?

    @Option(help: "The condition of --by that others are compared with.")
    var baseline: String?

    @Option(help: "How p-values of several conditions are adjusted: holm or benjamini-hochberg.")
    var adjust = PValueAdjustment.holm

    @Option(help: "What is independent: participant (default), or none for the naive form.")
    var cluster = AnalysisOptions.Cluster.participant

    @OptionGroup var arguments: AnalysisArguments

    func validate() throws {
        guard alternatives == nil || alternativesColumn == nil else {
            throw ValidationError("--alternatives and --alternatives-column exclude each other.")
        }
        guard baseline == nil || by != nil else { throw ValidationError("--baseline names a condition of --by.") }
        if let lapse, !(lapse >= 0 && lapse < 0.5) { throw ValidationError("--lapse is from 0 to below 0.5.") }
        if let alternatives, alternatives < 2 { throw ValidationError("--alternatives is at least 2.") }
    }

    func run() throws {
        let table = try ChoiceTable(
            reading: CSVTable(path: file),
            correct: correct,
            group: by,
            alternatives: alternatives,
            alternativesColumn: alternativesColumn,
            signal: signal,
            intensity: intensity,
            k: k
        )
        var options = try arguments.options(cluster: cluster)
        (options.baseline, options.lapse, options.adjustment) = (baseline, lapse, adjust)
        try arguments.print(StatisticCatalog.compute(arguments.names, from: table, options: options))
    }
}
