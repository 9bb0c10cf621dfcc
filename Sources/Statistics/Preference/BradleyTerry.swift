import Spelling

extension Statistic {
    /// Bradley–Terry log-worths.
    static let bradleyTerry = Statistic(
        name: "bradley-terry",
        summary: "log-worth of each item (natural logarithm): differences are log-odds of being preferred",
        citation: "Bradley and Terry 1952, Biometrika 39(3/4):324-345, DOI 10.1093/biomet/39.3-4.324",
        families: [.preference],
        pairs: { table, options in [try BradleyTerry(table, options).result()] }
    )
}

/// A Bradley–Terry analysis of a table: existence, estimates, standard errors and intervals.
struct BradleyTerry {
    private let table: PairTable
    private let options: AnalysisOptions
    private let counts: WinCounts
    private let reference: Int?

    /// - Throws: ``StatisticsError`` `.unknownItem` where the reference item does not occur.
    init(_ table: PairTable, _ options: AnalysisOptions) throws {
        self.table = table
        self.options = options
        counts = WinCounts(table)
        reference = try options.reference.map { name in
            guard let index = table.items.firstIndex(of: name) else {
                let nearest =
                    NearestName.suggestion(for: name, among: table.items).map { ": did you mean “\($0)”?" } ?? ""
                throw StatisticsError(
                    .unknownItem,
                    "the reference item “\(name)” does not occur\(nearest) Items: \(table.items.joined(separator: ", "))"
                )
            }
            return index
        }
    }

    func result() -> StatisticResult {
        let ties = counts.hasTies ? ", ties as half wins" : ""
        let scale = reference.map { "log-worth of \(table.items[$0]) 0" } ?? "log-worths with mean 0"
        var result = StatisticResult(
            name: "bradley-terry",
            method: "maximum likelihood\(ties); \(scale)",
            n: counts.games.count
        )
        result.form = options.cluster == .participant ? "clustered" : "naive"
        if table.repeatCount > 0 { result.nDropped = table.repeatCount }
        guard !counts.games.isEmpty else {
            result.mark(Undefined("there are no comparisons"))
            return result
        }
        if let (undefined, items) = ComparisonGraph(counts.wins).diagnosis(table.items) {
            result.mark(undefined)
            result.items = items
            return result
        }
        do throws(Undefined) {
            let fit = try BradleyTerryFit(wins: counts.wins)
            result.logLikelihood = fit.logLikelihood
            result.df = Double(table.items.count - 1)
            addItems(fit, to: &result)
        } catch {
            result.mark(error)
        }
        return result
    }

    private func addItems(_ fit: BradleyTerryFit, to result: inout StatisticResult) {
        let isClustered = options.cluster == .participant
        let covariance = isClustered ? fit.clusteredCovariance(counts) : fit.naiveCovariance()
        result.items = table.items.indices.map { index in
            ItemEstimate(
                item: table.items[index],
                value: relative(fit.logWorths, index),
                standardError: covariance.map { standardError($0, index) }
            )
        }
        guard covariance != nil else {
            result.warn(
                isClustered
                    ? "one participant: no standard error over participants; the naive form has one"
                    : "the information matrix is singular: no standard errors"
            )
            return
        }
        let groups = counts.activeParticipants
        guard isClustered else {
            result.method += "; standard errors from the inverse information; Wald intervals, normal"
            addWaldIntervals(quantile: Normal.quantile(1 - (1 - options.confidence) / 2), to: &result)
            return
        }
        result.method += "; sandwich standard errors over participants"
        if groups < 10 {
            result.warn("only \(groups) participants: standard errors over participants are rough")
        }
        if options.resamples > 0, addBootstrapIntervals(fit, to: &result) { return }
        result.method += "; Wald intervals, t with \(groups - 1) df"
        let t = StudentT(degreesOfFreedom: Double(groups - 1))
        addWaldIntervals(quantile: t.quantile(1 - (1 - options.confidence) / 2), to: &result)
    }

    private func addWaldIntervals(quantile: Double, to result: inout StatisticResult) {
        result.items = result.items?.enumerated().map { index, item in
            guard index != reference, let value = item.value, let error = item.standardError else { return item }
            var item = item
            item.interval = ConfidenceInterval(finite: value - quantile * error, value + quantile * error)
            return item
        }
    }

    /// Adds percentile intervals, unless fewer than half of the resamples have an estimate.
    private func addBootstrapIntervals(_ fit: BradleyTerryFit, to result: inout StatisticResult) -> Bool {
        let draws = bootstrap(fit)
        let failed = options.resamples - draws.count
        if failed > 0 {
            result.warn(
                "\(failed) of \(options.resamples) resamples had no finite estimate and are left out: bootstrap"
                    + " intervals are then too narrow at their outer end"
            )
        }
        guard draws.count > 1, draws.count >= options.resamples / 2 else { return false }
        result.method +=
            "; percentile bootstrap over participants, \(options.resamples) resamples, seed \(options.seed)"
        result.items = result.items?.enumerated().map { index, item in
            guard index != reference else { return item }
            var item = item
            let sample = draws.map { relative($0, index) }
            item.interval = BootstrapSummary(sample, confidence: options.confidence).interval
            return item
        }
        return true
    }

    private func relative(_ logWorths: [Double], _ index: Int) -> Double {
        logWorths[index] - (reference.map { logWorths[$0] } ?? 0)
    }

    private func standardError(_ covariance: SquareMatrix, _ index: Int) -> Double {
        guard let reference else { return max(0, covariance[index, index]).squareRoot() }
        let variance =
            covariance[index, index] + covariance[reference, reference] - 2 * covariance[index, reference]
        return index == reference ? 0 : max(0, variance).squareRoot()
    }

    /// The log-worths of each resample of participants that has them.
    private func bootstrap(_ fit: BradleyTerryFit) -> [[Double]] {
        var generator = SeededGenerator(seed: options.seed)
        var weights = [Int32](repeating: 0, count: counts.participantCount)
        var counts = counts
        var draws: [[Double]] = []
        draws.reserveCapacity(options.resamples)
        for _ in 0..<options.resamples {
            generator.resample(into: &weights)
            counts.reweight(weights)
            guard ComparisonGraph(counts.wins).isStronglyConnected else { continue }
            do throws(Undefined) {
                draws.append(try BradleyTerryFit(wins: counts.wins, start: fit.logWorths).logWorths)
            } catch {
                continue
            }
        }
        return draws
    }
}
