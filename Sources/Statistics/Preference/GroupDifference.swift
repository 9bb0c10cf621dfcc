internal import RealModule
internal import SeededRandom

extension Statistic {
    /// Whether groups prefer alike.
    static let groupDifference = Statistic(
        name: "group-difference",
        summary: "whether groups of participants have the same Bradley–Terry worths, by likelihood ratio",
        citation: "Bradley 1976, Biometrics 32(2):213-232, DOI 10.2307/2529494; permutations: Phipson and Smyth 2010,"
            + " DOI 10.2202/1544-6115.1585",
        families: [.preference],
        suitsPairs: { $0.groups.count > 1 },
        pairs: { table, options in [GroupDifference(table, options).result()] }
    )
}

/// One fit of all answers against one for each group.
///
/// With participants as clusters the ratio is compared with those of participants exchanged between groups, which takes
/// nothing about their answers for granted.
struct GroupDifference {
    private let table: PairTable
    private let options: AnalysisOptions
    private let counts: WinCounts
    /// The group of each unit; nil where a participant is in several, or a row in none.
    private let groupOfUnit: [Int]?
    private let groups: [String]

    init(_ table: PairTable, _ options: AnalysisOptions) {
        (self.table, self.options, groups) = (table, options, table.groups)
        counts = WinCounts(table, cluster: options.cluster, droppingTies: options.ties == .drop)
        groupOfUnit = Self.groups(table, options)
    }

    func result() -> StatisticResult {
        var result = StatisticResult(
            name: "group-difference",
            method: "likelihood ratio of worths by group against common worths",
            n: counts.gameCount
        )
        result.form = options.cluster == .participant ? "clustered" : "naive"
        if table.count > counts.gameCount { result.nDropped = table.count - counts.gameCount }
        do throws(Undefined) {
            try fill(&result)
        } catch {
            result.mark(error)
        }
        return result
    }

    private func fill(_ result: inout StatisticResult) throws(Undefined) {
        guard counts.gameCount > 0 else { throw Undefined("there are no comparisons") }
        guard groups.count > 1 else { throw Undefined("the comparisons name no two groups") }
        guard !groups.contains("") else { throw Undefined("some comparisons name no group") }
        let split: [WinCounts]
        if options.cluster == .participant {
            guard let groupOfUnit else {
                throw Undefined(
                    "a participant is in several groups: exchanging participants tests nothing; the naive form does"
                )
            }
            split = Self.split(counts, groupOfUnit, groups.count)
        } else {
            split = groups.indices.map { WinCounts(table, droppingTies: options.ties == .drop, group: $0) }
        }
        for (group, counts) in zip(groups, split) {
            guard let (undefined, _) = ComparisonGraph(counts.wins).diagnosis(table.items) else { continue }
            throw Undefined("group \(group): \(undefined.reason)", status: undefined.status)
        }
        let common = try BradleyTerryFit(counts.wins)
        var fits: [BradleyTerryFit] = []
        for counts in split { fits.append(try BradleyTerryFit(counts.wins, start: common.logWorths)) }
        let ratio = max(0, 2 * (fits.reduce(0) { $0 + $1.logLikelihood } - common.logLikelihood))
        let df = Double((groups.count - 1) * (table.items.count - 1))
        (result.statisticValue, result.df, result.value) = (ratio, df, ratio)
        result.logLikelihood = fits.reduce(0) { $0 + $1.logLikelihood }
        result.parameters = Dictionary(
            uniqueKeysWithValues: zip(groups, split).map { ("n \($0)", Double($1.wins.gameCount)) }
        )
        if options.sideEffect { result.warn(DifferenceAnalysis.noSideEffect) }
        if groups.count == 2 { addDifferences(fits, split, to: &result) }
        guard options.cluster == .participant else {
            result.p = ChiSquared(degreesOfFreedom: df).upperTail(ratio)
            return
        }
        addPermutations(ratio, common, to: &result)
    }

    /// How much greater each worth is in the second of two groups.
    private func addDifferences(_ fits: [BradleyTerryFit], _ split: [WinCounts], to result: inout StatisticResult) {
        let covariances = zip(fits, split).compactMap { fit, counts in
            options.cluster == .participant ? fit.clusteredCovariance(counts) : fit.naiveCovariance()
        }
        let people = split.map(\.activeUnits).min() ?? 0
        guard covariances.count == 2, options.cluster == .none || people > 1 else { return }
        let distribution: WaldDistribution =
            options.cluster == .none ? .normal : .t(degreesOfFreedom: Double(people - 1))
        let quantile = distribution.quantile(confidence: options.confidence)
        result.method +=
            "; items are log-worths in \(groups[1]) minus those in \(groups[0]), Wald intervals, \(distribution.title)"
        result.items = table.items.indices.map { index in
            let value = fits[1].logWorths[index] - fits[0].logWorths[index]
            let error = (covariances[0][index, index] + covariances[1][index, index]).squareRoot()
            var estimate = ItemEstimate(item: table.items[index], value: value)
            guard error > 1e-9, error.isFinite else { return estimate }
            estimate.standardError = error
            estimate.interval = ConfidenceInterval(finite: value - quantile * error, value + quantile * error)
            estimate.p = distribution.outside(value / error)
            return estimate
        }
    }

    /// The share of exchanges of participants whose ratio is at least as large, the one observed among them.
    private func addPermutations(_ ratio: Double, _ common: BradleyTerryFit, to result: inout StatisticResult) {
        guard options.resamples > 0, let groupOfUnit else {
            result.warn("no permutations were asked for: no p-value over participants")
            return
        }
        let active = Set(counts.cells.map { Int($0.unit) }).sorted()
        let (counts, groupCount, seed) = (counts, groups.count, options.seed)
        let ratios = ResampleMap.values(options.resamples) { index -> Double? in
            var generator = SeededGenerator(seed: seed, stream: UInt64(index))
            var labels = active.map { groupOfUnit[$0] }
            generator.shuffle(&labels)
            var exchanged = groupOfUnit
            for (unit, label) in zip(active, labels) { exchanged[unit] = label }
            var sum = 0.0
            for own in Self.split(counts, exchanged, groupCount) {
                guard ComparisonGraph(own.wins).isStronglyConnected,
                    let fit = try? BradleyTerryFit(own.wins, start: common.logWorths)
                else { return nil }
                sum += fit.logLikelihood
            }
            return 2 * (sum - common.logLikelihood)
        }
        let missing = ratios.count { $0 == nil }
        let atLeast = ratios.count { $0.map { $0 >= ratio - 1e-9 } ?? true }
        result.p = Double(atLeast + 1) / Double(ratios.count + 1)
        result.method += "; p by \(ratios.count) exchanges of participants between groups, seed \(seed)"
        if missing > 0 {
            result.warn(
                "\(missing) of \(ratios.count) exchanges have no finite worths: they count as at least as large"
            )
        }
    }

    /// The counts of each group of units.
    private static func split(_ counts: WinCounts, _ groupOfUnit: [Int], _ groups: Int) -> [WinCounts] {
        (0..<groups).map { group in counts.only { groupOfUnit[$0] == group } }
    }

    private static func groups(_ table: PairTable, _ options: AnalysisOptions) -> [Int]? {
        var groups = [Int](repeating: -1, count: table.participants.count)
        for judgement in table.firsts {
            let (participant, group) = (Int(judgement.participant), Int(judgement.group))
            guard groups[participant] < 0 || groups[participant] == group else { return nil }
            groups[participant] = group
        }
        return groups
    }
}
