internal import RealModule
import Spelling

extension Statistic {
    /// Bradley–Terry log-worths.
    static let bradleyTerry = Statistic(
        name: "bradley-terry",
        summary: "log-worth of each item (natural logarithm): differences are log-odds of being preferred",
        citation: "Bradley and Terry 1952, Biometrika 39(3/4):324-345, DOI 10.1093/biomet/39.3-4.324;"
            + " ranks: Mohamad, Goeman and van Zwet 2019, arXiv:1812.05507",
        families: [.preference],
        pairs: { table, options in
            switch options.ties {
            case .half where !options.sideEffect, .drop where !options.sideEffect:
                try BradleyTerry(table, options).results()
            case .half, .drop:
                [
                    DifferenceAnalysis(table, options, .bradleyTerry).result(
                        "bradley-terry",
                        "log-worths, natural logarithm"
                    )
                ]
            case .davidson:
                [DifferenceAnalysis(table, options, .davidson).result("davidson", "P(tie) ∝ ν √(πᵢ πⱼ)", ties: "logNu")]
            case .raoKupper:
                [
                    DifferenceAnalysis(table, options, .raoKupper).result(
                        "rao-kupper",
                        "threshold η, θ = e^η",
                        ties: "threshold"
                    )
                ]
            }
        }
    )
}

/// A Bradley–Terry analysis of a table: existence, estimates, and what is added where they do not exist.
///
/// Intervals over participants are Wald intervals with Student's t unless others are asked for: percentiles of a bootstrap
/// of participants cover too little with a few dozen of them.
struct BradleyTerry {
    let table: PairTable
    let options: AnalysisOptions
    let counts: WinCounts
    let reference: Int?

    /// - Throws: ``StatisticsError`` `.unknownItem` where the reference item does not occur.
    init(_ table: PairTable, _ options: AnalysisOptions) throws {
        self.table = table
        self.options = options
        counts = WinCounts(table, cluster: options.cluster, droppingTies: options.ties == .drop)
        reference = try options.reference.map { name in
            guard let index = table.items.firstIndex(of: name) else {
                let nearest =
                    NearestName.suggestion(for: name, among: table.items).map { ": did you mean “\($0)”?" } ?? "."
                throw StatisticsError(
                    .unknownItem,
                    "the reference item “\(name)” does not occur\(nearest) Items: \(table.items.joined(separator: ", "))"
                )
            }
            return index
        }
    }

    /// The result, and those that depend on a prior: one where wins separate the items, one where a prior is given.
    func results() -> [StatisticResult] {
        var results = [result()]
        guard counts.gameCount > 0 else { return results }
        if let penalized = penalized() { results.append(penalized) }
        if let deviation = options.priorSD { results.append(withPrior(deviation)) }
        return results
    }

    private func result() -> StatisticResult {
        let ties = counts.tieCount > 0 ? ", ties as half wins" : ""
        var result = StatisticResult(
            name: "bradley-terry",
            method: "maximum likelihood\(ties); \(scale)",
            n: counts.gameCount
        )
        result.form = options.cluster == .participant ? "clustered" : "naive"
        if table.count > counts.gameCount { result.nDropped = table.count - counts.gameCount }
        guard counts.gameCount > 0 else {
            result.mark(Undefined("there are no comparisons"))
            return result
        }
        if let (undefined, items) = ComparisonGraph(counts.wins).diagnosis(table.items) {
            result.mark(undefined)
            result.items = items
            return result
        }
        do throws(Undefined) {
            let fit = try BradleyTerryFit(counts.wins)
            result.logLikelihood = fit.logLikelihood
            result.df = Double(table.items.count - 1)
            addItems(fit, to: &result)
            addTest(fit, to: &result)
        } catch {
            result.mark(error)
        }
        return result
    }

    private var scale: String {
        reference.map { "log-worth of \(table.items[$0]) 0" } ?? "log-worths with mean 0"
    }

    /// Whether all worths are equal: for answers that are independent by likelihood ratio, over participants by sign flips.
    private func addTest(_ fit: BradleyTerryFit, to result: inout StatisticResult) {
        guard table.items.count > 1 else { return }
        let df = Double(table.items.count - 1)
        switch options.cluster {
        case .none:
            let chi = max(0, 2 * (fit.logLikelihood + Double(counts.gameCount) * Double.log(2)))
            (result.statisticValue, result.p) = (chi, ChiSquared(degreesOfFreedom: df).upperTail(chi))
            result.method += "; p by the likelihood ratio against equal worths"
        case .participant:
            guard options.resamples > 0, counts.activeUnits > 1,
                let test = EqualWorthsTest(counts, flips: options.resamples, seed: options.seed)
            else { return }
            (result.statisticValue, result.p) = (test.statistic, test.p)
            result.method += "; p by the score against equal worths, \(test.method)"
        }
    }

    /// Worths where wins separate the items, so that maximum likelihood has none.
    ///
    /// Every pair that met gets half a win on each side, which is Jeffreys' prior for a single pair; the worths depend on
    /// that, and say so. Firth 1993, DOI 10.1093/biomet/80.1.27, reduces the bias alike.
    private func penalized() -> StatisticResult? {
        let graph = ComparisonGraph(counts.wins)
        guard !graph.isStronglyConnected, graph.components().count == 1,
            let fit = try? BradleyTerryFit(counts.wins.withHalfWins)
        else { return nil }
        var result = StatisticResult(
            name: "bradley-terry",
            method: "maximum likelihood with half a win added to each side of every pair that met; \(scale)",
            n: counts.gameCount
        )
        result.form = "penalized"
        result.items = table.items.indices.map {
            ItemEstimate(item: table.items[$0], value: relative(fit.logWorths, $0))
        }
        result.mark(
            Undefined(
                "wins separate the items: these worths are finite only by what was added",
                status: .priorDependent
            )
        )
        return result
    }

    /// The most probable worths under a normal prior; they exist whoever met and won.
    private func withPrior(_ deviation: Double) -> StatisticResult {
        var result = StatisticResult(
            name: "bradley-terry",
            method: "most probable log-worths under independent normal priors with standard deviation \(deviation);"
                + " \(scale); posterior normal at its mode",
            n: counts.gameCount
        )
        result.form = "map"
        do throws(Undefined) {
            let fit = try BradleyTerryFit(counts.wins, precision: 1 / (deviation * deviation))
            result.logLikelihood = fit.logLikelihood
            guard let covariance = fit.naiveCovariance() else { throw Undefined("the posterior has no curvature") }
            WorthReport(table.items, fit.logWorths, covariance, .normal, .bradleyTerry, options).fill(&result)
            result.mark(
                Undefined(
                    "a normal prior with standard deviation \(deviation) on each log-worth pulls them together",
                    status: .priorDependent
                )
            )
        } catch {
            result.mark(error)
        }
        return result
    }

    func relative(_ logWorths: [Double], _ index: Int) -> Double {
        logWorths[index] - (reference.map { logWorths[$0] } ?? 0)
    }
}
