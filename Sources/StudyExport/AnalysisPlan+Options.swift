import Spelling
public import Statistics
public import StudyModel

extension AnalysisPlan {
    /// The name under which metrics are held against people, beside the statistics of the catalog.
    public static let metricsAgainstPeople = "metrics-against-people"

    /// What statistics are to be computed with.
    public func options() throws -> AnalysisOptions {
        var options = try AnalysisOptions(
            confidence: confidence,
            resamples: bootstrap,
            seed: seed,
            reference: reference?.rawValue,
            cluster: AnalysisOptions.Cluster(rawValue: cluster.rawValue) ?? .participant,
            ties: AnalysisOptions.Ties(rawValue: ties.rawValue) ?? .half,
            sideEffect: hasSideEffect
        )
        options.adjustment = PValueAdjustment(rawValue: adjustment.rawValue) ?? .holm
        return options
    }

    /// Names that are no statistic of comparisons.
    /// - Parameter path: Where the plan is: a JSON Pointer.
    public func unknownStatistics(at path: String) -> [DefinitionIssue] {
        let known = StatisticCatalog.pairs(nil).map(\.name) + [Self.metricsAgainstPeople, "all"]
        return statistics.enumerated().filter { !known.contains($0.element) }.map { index, name in
            DefinitionIssue(
                path: "\(path)/statistics/\(index)",
                code: .unknownReference,
                found: "\"\(name)\"",
                expected: "a statistic of comparisons, as `beholder analyze --list` has them",
                suggestion: NearestName.suggestion(for: name, among: known).map { "`\($0)`" }
            )
        }
    }
}
