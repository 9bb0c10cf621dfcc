/// A statistic of the catalog: what it is, what it applies to and how it is computed.
///
/// A new statistic is a file with a `static let` in an extension of this type, listed in ``StatisticCatalog``.
public struct Statistic: Sendable {
    /// The question a statistic answers.
    public enum Family: String, Sendable, CaseIterable {
        /// How far participants agree, with each other or with themselves.
        case agreement
        /// Which items are preferred.
        case preference
        /// Which order items have in rankings.
        case rankings
        /// How items are rated.
        case ratings
        /// How often answers are right.
        case choices
    }

    /// Computes the statistic from a table; most give one result, some one for each of their forms.
    typealias Computation<Table> = @Sendable (Table, AnalysisOptions) throws -> [StatisticResult]

    /// The name in kebab case, as given to `--statistic` and printed in results.
    public let name: String
    /// One line that says what the number means.
    public let summary: String
    /// The paper or book the method is from.
    public let citation: String
    /// The questions it answers.
    public let families: Set<Family>
    /// Whether ratings need a measurement level to be given.
    public let needsLevel: Bool

    /// Whether pairs hold what it needs, and so few items that it is computed unasked.
    let suitsPairs: @Sendable (PairTable) -> Bool
    let ratings: Computation<RatingTable>?
    let pairs: Computation<PairTable>?
    let choices: Computation<ChoiceTable>?

    init(
        name: String,
        summary: String,
        citation: String,
        families: Set<Family>,
        needsLevel: Bool = false,
        suitsPairs: @escaping @Sendable (PairTable) -> Bool = { _ in true },
        ratings: Computation<RatingTable>? = nil,
        pairs: Computation<PairTable>? = nil,
        choices: Computation<ChoiceTable>? = nil
    ) {
        self.name = name
        self.summary = summary
        self.citation = citation
        self.families = families
        self.needsLevel = needsLevel
        self.suitsPairs = suitsPairs
        self.ratings = ratings
        self.pairs = pairs
        self.choices = choices
    }

    /// Whether it can be computed from ratings.
    public var appliesToRatings: Bool { ratings != nil }

    /// Whether it can be computed from pairs.
    public var appliesToPairs: Bool { pairs != nil }

    /// Whether it can be computed from right and wrong answers.
    public var appliesToChoices: Bool { choices != nil }

    /// Computes it from ratings.
    ///
    /// - Throws: ``StatisticsError`` `.notApplicable` where it is not a statistic of ratings, `.levelRequired` where it
    ///   needs a measurement level and none is given, `.valuesNotNumeric` where the level needs numbers and some values
    ///   are not.
    public func compute(_ table: RatingTable, _ options: AnalysisOptions) throws -> [StatisticResult] {
        guard let ratings else { throw notApplicable(to: "ratings") }
        if needsLevel, options.level == nil {
            throw StatisticsError(
                .levelRequired,
                "\(name) depends on the measurement level: give --level nominal, ordinal, interval, ratio or circular"
            )
        }
        return try ratings(table, options).map { result in
            var result = finished(result)
            if table.groups.count > 1, result.groups == nil, result.status == .ok {
                result.warn(
                    "groups are not compared: coefficients such as krippendorff-alpha, gwet-ac2 and conger-kappa do so"
                )
            }
            return result
        }
    }

    /// Computes it from pairs.
    ///
    /// - Throws: ``StatisticsError`` `.notApplicable` where it is not a statistic of pairs, `.unknownItem` where the
    ///   reference item does not occur.
    public func compute(_ table: PairTable, _ options: AnalysisOptions) throws -> [StatisticResult] {
        guard let pairs else { throw notApplicable(to: "pairs") }
        let people = table.participants.count
        return try pairs(table, options).map { finished($0.warnedOfNaiveForm(participants: people)) }
    }

    /// Computes it from right and wrong answers.
    ///
    /// - Throws: ``StatisticsError`` `.notApplicable` where it is not a statistic of those.
    public func compute(_ table: ChoiceTable, _ options: AnalysisOptions) throws -> [StatisticResult] {
        guard let choices else { throw notApplicable(to: "right and wrong answers") }
        let people = options.cluster == .none ? Set(table.choices.lazy.map(\.participant)).count : 0
        return try choices(table, options).map { finished($0.warnedOfNaiveForm(participants: people)) }
    }

    private func finished(_ result: StatisticResult) -> StatisticResult {
        var result = result.checked()
        result.citation = result.citation ?? citation
        return result
    }

    private func notApplicable(to data: String) -> StatisticsError {
        var message = "\(name) is not a statistic of \(data)"
        if data == "pairs", families.contains(.agreement) {
            message +=
                ": for forced choices it would count item names or sides as categories, on which random answers"
                + " score far from 0; use kendall-u or brennan-prediger"
        }
        return StatisticsError(.notApplicable, message)
    }
}

extension StatisticResult {
    /// The result with a warning where its intervals take answers of the same participants as independent.
    ///
    /// The numbers are those of `CoverageBenchmark`, `--cluster none` where participants differ.
    fileprivate func warnedOfNaiveForm(participants: Int) -> StatisticResult {
        guard form == "naive", participants > 1, status == .ok else { return self }
        var result = self
        result.warn(
            "answers of one participant are taken as independent: where participants differed, such 95 % intervals held the"
                + " true value in 76 to 92 % of studies in simulations; the clustered form held it in 94 to 97 %"
        )
        return result
    }
}
