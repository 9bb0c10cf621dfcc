import Statistics
import StudyExport
import StudyModel
import StudyReport

/// What an analysis reads of a study: the answers of those whom its plan does not leave out.
struct StudyAnswers {
    let study: Study
    let plan: AnalysisPlan
    let screening: Screening
    let table: PairTable
    /// Answers with the scores of their maps; nil where no metric is asked for.
    let scored: ScoredPairs?

    init(_ source: StoreExportSource, _ plan: AnalysisPlan) throws {
        (study, self.plan) = (source.study, plan)
        screening = try Screening(plan.exclusions, of: source)
        let screened = ScreenedSource(source, screening)
        table = try PairTable(of: screened, block: plan.block)
        let asksForMetrics = plan.statistics.contains { [AnalysisPlan.metricsAgainstPeople, "all"].contains($0) }
        scored = asksForMetrics ? try ScoredPairs(of: screened, block: plan.block) : nil
    }

    /// The plan's statistics.
    func results() throws -> [StatisticResult] {
        let options = try plan.options()
        let names = plan.statistics.filter { $0 != AnalysisPlan.metricsAgainstPeople }
        let results = names.isEmpty ? [] : try StatisticCatalog.compute(names, from: table, options: options)
        guard let scored else { return results }
        return results + MetricsAgainstPeople(scored.pairs, metrics: scored.metrics, options: options).results()
    }
}

extension Study {
    /// What reports show in place of an explainer's id.
    var labels: [String: String] {
        Dictionary(uniqueKeysWithValues: explainers.map { ($0.id.rawValue, $0.label ?? $0.id.rawValue) })
    }
}
