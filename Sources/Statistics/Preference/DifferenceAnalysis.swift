internal import RealModule

/// Worths by a model of differences, with standard errors, intervals and tests.
struct DifferenceAnalysis {
    private let table: PairTable
    private let options: AnalysisOptions
    private let model: DifferenceModel

    /// What results of models say that leave out the side where it was asked for.
    static let noSideEffect = "an effect of the left side is no part of this model"

    init(_ table: PairTable, _ options: AnalysisOptions, _ model: DifferenceModel) {
        (self.table, self.options, self.model) = (table, options, model)
    }

    func result(_ name: String, _ what: String, ties: String? = nil) -> StatisticResult {
        let scale = options.reference.map { "\($0) at 0" } ?? "mean 0"
        var result = StatisticResult(name: name, method: "maximum likelihood; \(what); \(scale)", n: 0)
        let counts = OutcomeCounts(table, droppingTies: options.ties == .drop)
        result.n = counts.answerCount
        if table.count > counts.answerCount { result.nDropped = table.count - counts.answerCount }
        result.form = options.cluster == .participant ? "clustered" : "naive"
        guard counts.answerCount > 0 else {
            result.mark(Undefined("there are no comparisons"))
            return result
        }
        if let reference = options.reference, !table.items.contains(reference) {
            result.mark(Undefined("the reference item “\(reference)” does not occur"))
            return result
        }
        if model.hasTies, counts.tieCount == 0 {
            result.mark(
                Undefined("there are no ties: their parameter is infinite; take bradley-terry", status: .infinite)
            )
            return result
        }
        // Without ties counted as half wins, the graph of wins decides on existence as for Bradley and Terry.
        let wins = WinCounts(table, droppingTies: options.ties == .drop).wins
        if let (undefined, items) = ComparisonGraph(wins).diagnosis(table.items) {
            result.mark(undefined)
            result.items = items
            return result
        }
        do throws(Undefined) {
            let fit = try DifferenceFit(counts, model: model, hasSide: options.sideEffect)
            fill(&result, fit, counts, ties)
        } catch {
            result.mark(error)
        }
        return result
    }

    private func fill(
        _ result: inout StatisticResult,
        _ fit: DifferenceFit,
        _ counts: OutcomeCounts,
        _ ties: String?
    ) {
        let count = table.items.count
        result.logLikelihood = fit.logLikelihood
        result.df = Double(fit.covariance.size - 1)
        var parameters: [String: Double] = [:]
        if let side = fit.side { parameters["side"] = side }
        if let ties, let value = fit.ties { parameters[ties] = ties == "threshold" ? Double.exp(value) : value }
        let isClustered = options.cluster == .participant
        let clustered = isClustered ? fit.clusteredCovariance(counts) : nil
        if isClustered, clustered == nil { result.warn("one participant: standard errors are the naive ones") }
        let covariance = clustered ?? fit.covariance
        let groups = counts.participantCount
        let distribution: WaldDistribution =
            clustered != nil ? .t(degreesOfFreedom: Double(groups - 1)) : .normal
        result.method +=
            clustered != nil
            ? "; sandwich standard errors over participants, \(distribution.title)"
            : "; standard errors from the inverse information, normal"
        if fit.side != nil { parameters["sideStandardError"] = max(0, covariance[count, count]).squareRoot() }
        if ties != nil {
            let last = covariance.size - 1
            let error = max(0, covariance[last, last]).squareRoot()
            // The threshold is estimated as its logarithm.
            parameters["tiesStandardError"] = error * (ties == "threshold" ? Double.exp(fit.ties ?? 0) : 1)
        }
        if !parameters.isEmpty { result.parameters = parameters }
        if options.worthInterval != .wald {
            result.warn("intervals are Wald's: this model has no others")
        }
        WorthReport(table.items, fit.worths, covariance, distribution, model, options).fill(&result)
    }

    /// Thurstone's scale in just noticeable differences, with a normal prior on distances: it exists whoever met and won.
    ///
    /// One JND is the distance at which three of four choose the better item. Scale values are independent and normal, so
    /// that distances have the standard deviation given, in JND.
    func withPriorOnDistances(_ name: String, deviation: Double) -> StatisticResult {
        let jnd = 1 / Normal.quantile(0.75)
        let counts = OutcomeCounts(table, droppingTies: options.ties == .drop)
        var result = StatisticResult(
            name: name,
            method:
                "Case V in JND (75 %), most probable values under a normal prior with standard deviation \(deviation) JND"
                + " on distances; \(options.reference.map { "\($0) at 0" } ?? "mean 0"); posterior normal at its mode",
            n: counts.answerCount
        )
        result.form = "map"
        if table.count > counts.answerCount { result.nDropped = table.count - counts.answerCount }
        do throws(Undefined) {
            guard counts.answerCount > 0 else { throw Undefined("there are no comparisons") }
            let variance = deviation * deviation / (2 * jnd * jnd)
            let fit = try DifferenceFit(
                counts,
                model: model,
                hasSide: false,
                precision: 1 / variance
            )
            result.logLikelihood = fit.logLikelihood
            WorthReport(table.items, fit.worths, fit.covariance, .normal, model, options, unit: jnd).fill(&result)
            throw Undefined("a prior on distances pulls the items together", status: .priorDependent)
        } catch {
            result.mark(error)
        }
        return result
    }
}
