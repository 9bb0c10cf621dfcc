import Spelling

/// All statistics by name.
public enum StatisticCatalog {
    /// Every statistic, in the order in which results are printed.
    public static let all: [Statistic] = [
        .percentAgreement, .brennanPrediger, .fleissKappa, .krippendorffAlpha, .kendallU, .intraRater,
        .cohenKappa, .scottPi, .lightKappa, .randolphKappa, .congerKappa, .gwetAC1, .gwetAC2,
        .icc, .kendallW, .spearman, .kendallTau, .friedman, .stuartMaxwell, .leaveOneOut, .dawidSkene, .glad, .mace,
        .wawa,
        .bradleyTerry, .goodnessOfFit, .groupDifference, .bradleyTerryCovariates, .bradleyTerryMixed, .davidson,
        .raoKupper, .thurstone, .winRate, .winMatrix, .binomial, .sideBias, .copeland,
        .rankCentrality, .elo, .trueSkill, .circularTriads, .transitivity, .eProcess, .confidenceSequence,
        .bradleyTerrySequence,
        .plackettLuce, .mos, .dmos, .sos, .bt500, .p913, .sureal, .wilcoxon, .pairedT, .welch, .tost, .mixedModel,
        .proportion, .dPrime, .mcNemar, .cochranQ, .psychometric, .reliance, .utility, .hive,
    ]

    /// Those of one family that apply to ratings.
    public static func ratings(_ family: Statistic.Family) -> [Statistic] {
        all.filter { $0.appliesToRatings && $0.families.contains(family) }
    }

    /// Those of one family, or of every family, that apply to pairs.
    public static func pairs(_ family: Statistic.Family?) -> [Statistic] {
        all.filter { $0.appliesToPairs && (family.map($0.families.contains) ?? true) }
    }

    /// Those that apply to right and wrong answers.
    public static var choices: [Statistic] { all.filter(\.appliesToChoices) }

    /// Computes the named statistics from right and wrong answers.
    ///
    /// - Throws: ``StatisticsError`` `.unknownStatistic` naming the nearest statistic.
    public static func compute(
        _ names: [String],
        from table: ChoiceTable,
        options: AnalysisOptions
    ) throws -> [StatisticResult] {
        try select(names, from: choices, family: .choices).flatMap { try $0.compute(table, options) }
    }

    /// Computes the named statistics from ratings.
    ///
    /// - Parameter names: names as given to `--statistic`; `all` (or nothing) stands for everything that applies.
    /// - Throws: ``StatisticsError`` `.unknownStatistic` naming the nearest statistic, and what
    ///   ``Statistic/compute(_:_:)-(RatingTable,_)`` throws.
    public static func compute(
        _ names: [String],
        of family: Statistic.Family,
        from table: RatingTable,
        options: AnalysisOptions
    ) throws -> [StatisticResult] {
        let chosen = try select(names, from: ratings(family), family: family)
        return try chosen.flatMap { try $0.compute(table, options) }
    }

    /// Computes the named statistics from pairs.
    ///
    /// - Parameters:
    ///   - names: names as given to `--statistic`; `all` (or nothing) stands for everything that applies and for which
    ///     the table has the columns.
    ///   - family: whose statistics are meant; nil for every family.
    /// - Throws: ``StatisticsError`` `.unknownStatistic` naming the nearest statistic, and what
    ///   ``Statistic/compute(_:_:)-(PairTable,_)`` throws.
    public static func compute(
        _ names: [String],
        of family: Statistic.Family? = nil,
        from table: PairTable,
        options: AnalysisOptions
    ) throws -> [StatisticResult] {
        let chosen = try select(names, from: pairs(family), family: family).filter {
            names.contains($0.name) || $0.suitsPairs(table)
        }
        return try chosen.flatMap { try $0.compute(table, options) }
    }

    /// The named statistics, each once; a name that exists but does not apply is returned too, to say why when it is computed.
    private static func select(
        _ names: [String],
        from applicable: [Statistic],
        family: Statistic.Family?
    ) throws -> [Statistic] {
        if names.isEmpty || names.contains("all") { return applicable }
        var seen: Set<String> = []
        return try names.filter { seen.insert($0).inserted }.map { name in
            if let found = all.first(where: { $0.name == name && (family.map($0.families.contains) ?? true) }) {
                return found
            }
            let known = applicable.map(\.name)
            let nearest = NearestName.suggestion(for: name, among: known).map { ": did you mean \($0)?" } ?? "."
            throw StatisticsError(
                .unknownStatistic,
                "there is no \(family.map { $0.rawValue + " " } ?? "")statistic “\(name)”\(nearest)"
                    + " Known here: \(known.joined(separator: ", ")), all"
            )
        }
    }
}
