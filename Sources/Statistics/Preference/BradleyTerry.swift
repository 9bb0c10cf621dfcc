internal import RealModule
import SeededRandom
import Spelling

extension Statistic {
    /// Bradley–Terry log-worths.
    static let bradleyTerry = Statistic(
        name: "bradley-terry",
        summary: "log-worth of each item (natural logarithm): differences are log-odds of being preferred",
        citation: "Bradley and Terry 1952, Biometrika 39(3/4):324-345, DOI 10.1093/biomet/39.3-4.324",
        families: [.preference],
        pairs: { table, options in
            switch options.ties {
            case .half where !options.sideEffect: try BradleyTerry(table, options).results()
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

/// A Bradley–Terry analysis of a table: existence, estimates, standard errors and intervals.
///
/// Intervals over participants are Wald intervals with Student's t: percentiles of a bootstrap of participants cover
/// too little with a few dozen of them, and it cannot count the resamples that have no estimate.
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
                    NearestName.suggestion(for: name, among: table.items).map { ": did you mean “\($0)”?" } ?? "."
                throw StatisticsError(
                    .unknownItem,
                    "the reference item “\(name)” does not occur\(nearest) Items: \(table.items.joined(separator: ", "))"
                )
            }
            return index
        }
    }

    /// The result, and where wins separate the items a penalized one.
    func results() -> [StatisticResult] { [result()] + [penalized()].compactMap(\.self) }

    private func result() -> StatisticResult {
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
            addTest(fit, to: &result)
        } catch {
            result.mark(error)
        }
        return result
    }

    /// The likelihood ratio against equal worths, for answers that are independent.
    private func addTest(_ fit: BradleyTerryFit, to result: inout StatisticResult) {
        guard options.cluster == .none, table.items.count > 1 else { return }
        let chi = max(0, 2 * (fit.logLikelihood + Double(counts.games.count) * Double.log(2)))
        result.statisticValue = chi
        result.p = ChiSquared(degreesOfFreedom: Double(table.items.count - 1)).upperTail(chi)
        result.method += "; p by the likelihood ratio against equal worths"
    }

    /// Worths where wins separate the items, so that maximum likelihood has none.
    ///
    /// Every pair that met gets half a win on each side, which is Jeffreys' prior for a single pair; the worths depend on
    /// that, and say so. Firth 1993, DOI 10.1093/biomet/80.1.27, reduces the bias alike.
    func penalized() -> StatisticResult? {
        let graph = ComparisonGraph(counts.wins)
        guard !counts.games.isEmpty, !graph.isStronglyConnected, graph.components().count == 1 else { return nil }
        var wins = counts.wins
        for a in 0..<wins.size {
            for b in 0..<a where counts.wins[a, b] + counts.wins[b, a] > 0 {
                wins[a, b] += 0.5
                wins[b, a] += 0.5
            }
        }
        guard let fit = try? BradleyTerryFit(wins: wins) else { return nil }
        var result = StatisticResult(
            name: "bradley-terry",
            method: "maximum likelihood with half a win added to each side of every pair that met",
            n: counts.games.count
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

    private func addItems(_ fit: BradleyTerryFit, to result: inout StatisticResult) {
        result.items = table.items.indices.map { index in
            ItemEstimate(item: table.items[index], value: relative(fit.logWorths, index))
        }
        guard counts.hasDecisions else {
            result.warn("all answers are ties: they vary in nothing, so there are no standard errors and no intervals")
            return
        }
        let isClustered = options.cluster == .participant
        guard let covariance = isClustered ? fit.clusteredCovariance(counts) : fit.naiveCovariance() else {
            result.warn(
                isClustered
                    ? "one participant: no standard error over participants; the naive form has one"
                    : "the information matrix is singular: no standard errors"
            )
            return
        }
        guard isClustered else {
            result.method += "; standard errors from the inverse information; Wald intervals, normal"
            addErrors(covariance, quantile: Normal.quantile(1 - (1 - options.confidence) / 2), to: &result)
            return
        }
        let groups = counts.activeParticipants
        result.method +=
            "; sandwich standard errors over participants; Wald intervals, t with \(groups - 1) df; \(fixedStimuli)"
        if groups < 10 {
            result.warn("only \(groups) participants: standard errors and intervals over participants are rough")
        }
        let t = StudentT(degreesOfFreedom: Double(groups - 1))
        addErrors(covariance, quantile: t.quantile(1 - (1 - options.confidence) / 2), to: &result)
        warnOfMissingEstimates(in: &result)
    }

    /// What the intervals do not generalize over.
    private var fixedStimuli: String {
        table.namesImages ? "images are taken as fixed (these images)" : "stimuli are taken as fixed (these stimuli)"
    }

    /// Adds standard errors and Wald intervals, except where the answers about an item do not vary between participants.
    private func addErrors(_ covariance: SquareMatrix, quantile: Double, to result: inout StatisticResult) {
        var constant: [String] = []
        result.items = result.items?.enumerated().map { index, item in
            var item = item
            let error = standardError(covariance, index)
            if index == reference {
                item.standardError = error
                return item
            }
            // Scores that cancel leave rounding errors behind.
            guard error > 1e-9, let value = item.value else {
                constant.append(item.item)
                return item
            }
            item.standardError = error
            item.interval = ConfidenceInterval(finite: value - quantile * error, value + quantile * error)
            return item
        }
        guard !constant.isEmpty else { return }
        result.warn(
            "participants do not differ on \(constant.joined(separator: ", ")): no standard error and no interval there"
        )
    }

    /// Warns where an estimate would not exist with other participants, by resampling them.
    private func warnOfMissingEstimates(in result: inout StatisticResult) {
        guard options.resamples > 0 else { return }
        var generator = SeededGenerator(seed: options.seed)
        var weights = [Int32](repeating: 0, count: counts.participantCount)
        var counts = counts
        var missing = 0
        for _ in 0..<options.resamples {
            generator.resample(into: &weights)
            counts.reweight(weights)
            if !ComparisonGraph(counts.wins).isStronglyConnected { missing += 1 }
        }
        guard missing > 0 else { return }
        result.warn(
            "\(missing) of \(options.resamples) bootstrap resamples of participants (seed \(options.seed)) have no"
                + " finite estimate: the intervals are then too short at their outer end"
        )
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
}
