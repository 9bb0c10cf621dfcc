import ArgumentParser
import Statistics
import StudyExport

struct AnalyzeAgreement: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreement",
        abstract: "Agreement of ratings: a CSV with participant, item, value (and session for test–retest).",
        discussion: "Example: beholder analyze agreement ratings.csv --level ordinal"
    )

    @Argument(help: "The ratings.")
    var file: String

    @Option(help: "What the values mean: nominal, ordinal, interval, ratio or circular.")
    var level: MeasurementLevel?

    @Option(help: "After how much circular values begin anew, such as 24 for hours.")
    var period: Double?

    @Option(
        help: """
            How much different categories agree: identity, linear, quadratic, ordinal, radical, ratio, circular or \
            bipolar; each statistic's own choice without it.
            """
    )
    var weights: CategoryWeights?

    @Option(
        help: """
            A CSV of weights in place of --weights: a header "category" with the categories, then a row for each, 1 on the \
            diagonal.
            """
    )
    var weightsFile: String?

    @Option(help: "How many categories the scale has, where not all were used.")
    var categories: Int?

    @Option(help: "The column of groups of participants or items whose agreement is compared.")
    var by: String?

    @Option(
        help: """
            What intervals account for: both (items and raters), items, raters; or how they are computed: linearized, \
            jackknife, kalpha.
            """
    )
    var interval = AgreementInterval.both

    @Option(help: "Tests of pairs of items after Friedman's: conover or nemenyi.")
    var postHoc = AnalysisOptions.PostHoc.conover

    @Option(help: "How p-values of Conover's test are adjusted: holm or benjamini-hochberg.")
    var adjust = PValueAdjustment.holm

    @Flag(help: "Intervals of mean intraclass correlations by Spearman and Brown.")
    var spearmanBrown = false

    @Option(help: "What is independent in comparisons: participant (default), or none for the naive form.")
    var cluster = AnalysisOptions.Cluster.participant

    @OptionGroup var arguments: AnalysisArguments

    func validate() throws {
        guard weights == nil || weightsFile == nil else {
            throw ValidationError("--weights and --weights-file exclude each other.")
        }
        if let categories, categories < 2 { throw ValidationError("--categories is at least 2.") }
    }

    func run() throws {
        let csv = try CSVTable(path: file)
        var options = try arguments.options(level: level, cluster: cluster, weights: weights, period: period)
        (options.interval, options.postHoc, options.spearmanBrown) = (interval, postHoc, spearmanBrown)
        (options.adjustment, options.categories) = (adjust, categories)
        if let weightsFile { options.customWeights = try ItemMatrix(weights: CSVTable(path: weightsFile)) }
        // Comparisons have agreement too; their columns tell them from ratings.
        if csv.column("winner") != nil, csv.column("value") == nil {
            let table = try PairTable(reading: csv, group: by)
            return try arguments.print(
                StatisticCatalog.compute(arguments.names, of: .agreement, from: table, options: options)
            )
        }
        let table = try RatingTable(reading: csv, group: by)
        do {
            try arguments.print(
                StatisticCatalog.compute(arguments.names, of: .agreement, from: table, options: options)
            )
        } catch let error as StatisticsError where error.code == .valuesNotNumeric {
            throw CSVError(.invalidValue, path: file, line: nil, error.message)
        }
    }
}
