internal import RealModule

/// A comparison with what metrics say of its two maps.
public struct ScoredPair: Sendable {
    /// Who answered.
    public let participant: String
    /// What is compared besides the items: an image, a block.
    public let unit: String
    /// The item on the left.
    public let left: String
    /// The item on the right.
    public let right: String
    /// What was answered.
    public let outcome: PairTable.Outcome
    /// For each metric how much better it holds the left map than the right one; nil where a score is undefined.
    public let advantages: [Double?]

    /// Puts a comparison together.
    public init(
        participant: String,
        unit: String,
        left: String,
        right: String,
        outcome: PairTable.Outcome,
        advantages: [Double?]
    ) {
        (self.participant, self.unit, self.left, self.right) = (participant, unit, left, right)
        (self.outcome, self.advantages) = (outcome, advantages)
    }
}

/// Whether objective metrics agree with people: how often a metric's order of two maps is the one chosen.
///
/// Beside that share, for each metric: the share that the other participants' majority reaches (the noise ceiling), Kendall's
/// τ_b between the metric's and the people's order of the items, a logistic model of choices on the metric's difference with
/// its likelihood-ratio test, and its log loss on held-out participants against a Bradley–Terry model and against chance.
public struct MetricsAgainstPeople: Sendable {
    private let pairs: [ScoredPair]
    private let metrics: [String]
    private let options: AnalysisOptions

    /// Takes comparisons; repeats should be left out.
    ///
    /// - Parameter metrics: The names of the metrics, in the order of ``ScoredPair/advantages``.
    public init(_ pairs: [ScoredPair], metrics: [String], options: AnalysisOptions) {
        (self.pairs, self.metrics, self.options) = (pairs, metrics, options)
    }

    /// One result a metric, named `metrics-against-people`, the metric being its form.
    public func results() -> [StatisticResult] {
        let ceiling = ceiling()
        let losses = heldOutLosses()
        return metrics.indices.map { metric in
            var result = StatisticResult(
                name: "metrics-against-people",
                method:
                    "share of decided choices whose map the metric holds better; \(ShareEstimate(options: options).method)",
                n: pairs.count
            )
            result.form = metrics[metric]
            result.citation = "intervals: Korn and Graubard 1998, Survey Methodology 24(2):193-201"
            let known = pairs.filter {
                $0.outcome != .tie && $0.advantages[metric] != nil && $0.advantages[metric] != 0
            }
            let dropped = pairs.count - known.count
            if dropped > 0 { result.nDropped = dropped }
            guard !known.isEmpty else {
                result.mark(Undefined("no decided choice is between maps that the metric tells apart"))
                return result
            }
            addAgreement(known, metric, to: &result)
            var parameters: [String: Double] = [:]
            parameters["noiseCeiling"] = ceiling
            parameters["kendallTau"] = tau(metric)
            addModel(known, metric, to: &result, &parameters)
            parameters["logLoss"] = losses.metric[metric]
            parameters["logLossOfItems"] = losses.items
            parameters["logLossOfChance"] = Double.log(2)
            addDifficulty(known, metric, &parameters)
            result.parameters = parameters
            return result
        }
    }

    private func agrees(_ pair: ScoredPair, _ metric: Int) -> Bool {
        ((pair.advantages[metric] ?? 0) > 0) == (pair.outcome == .left)
    }

    private func addAgreement(_ known: [ScoredPair], _ metric: Int, to result: inout StatisticResult) {
        var tallies: [String: (Double, Double)] = [:]
        for pair in known {
            let (right, all) = tallies[pair.participant] ?? (0, 0)
            tallies[pair.participant] = (right + (agrees(pair, metric) ? 1 : 0), all + 1)
        }
        let sorted = tallies.sorted { $0.key < $1.key }.map(\.value)
        let share = ShareEstimate(options: options)
        guard let found = share.estimate(successes: sorted.map(\.0), trials: sorted.map(\.1)) else { return }
        (result.value, result.standardError, result.interval) = (found.value, found.standardError, found.interval)
    }

    /// The agreement in the half of pairs on which the metric differs little, and where it differs much.
    private func addDifficulty(_ known: [ScoredPair], _ metric: Int, _ parameters: inout [String: Double]) {
        let sorted = known.sorted { abs($0.advantages[metric] ?? 0) < abs($1.advantages[metric] ?? 0) }
        guard sorted.count > 3 else { return }
        let (near, far) = (sorted[..<(sorted.count / 2)], sorted[(sorted.count / 2)...])
        parameters["agreementNear"] = Double(near.count { agrees($0, metric) }) / Double(near.count)
        parameters["agreementFar"] = Double(far.count { agrees($0, metric) }) / Double(far.count)
    }

    /// How often a choice is that of the majority of the others on the same pair; a tie among them counts half.
    private func ceiling() -> Double? {
        struct Key: Hashable {
            let unit: String
            let lower: String
            let higher: String
        }
        var votes: [Key: (lower: Int, higher: Int)] = [:]
        func key(_ pair: ScoredPair) -> (Key, isLower: Bool) {
            let chosen = pair.outcome == .left ? pair.left : pair.right
            let (lower, higher) = (min(pair.left, pair.right), max(pair.left, pair.right))
            return (Key(unit: pair.unit, lower: lower, higher: higher), chosen == lower)
        }
        let decided = pairs.filter { $0.outcome != .tie }
        for pair in decided {
            let (key, isLower) = key(pair)
            var vote = votes[key] ?? (0, 0)
            if isLower { vote.lower += 1 } else { vote.higher += 1 }
            votes[key] = vote
        }
        var (sum, count) = (0.0, 0.0)
        for pair in decided {
            let (key, isLower) = key(pair)
            guard let vote = votes[key], vote.lower + vote.higher > 1 else { continue }
            let (own, other) = isLower ? (vote.lower - 1, vote.higher) : (vote.higher - 1, vote.lower)
            sum += own > other ? 1 : own == other ? 0.5 : 0
            count += 1
        }
        return count > 0 ? sum / count : nil
    }

    /// τ_b between the mean advantage that a metric gives an item and its Bradley–Terry worth; nil without worths.
    private func tau(_ metric: Int) -> Double? {
        guard let worths = worths(pairs) else { return nil }
        var sums: [String: (Double, Double)] = [:]
        for pair in pairs {
            guard let advantage = pair.advantages[metric] else { continue }
            for (item, value) in [(pair.left, advantage), (pair.right, -advantage)] {
                let (sum, count) = sums[item] ?? (0, 0)
                sums[item] = (sum + value, count + 1)
            }
        }
        let items = worths.keys.filter { sums[$0] != nil }.sorted()
        guard items.count > 1 else { return nil }
        let means = items.map { item in sums[item].map { $0.0 / $0.1 } ?? 0 }
        return RankCorrelation.tau(means, items.map { worths[$0] ?? 0 })?.value
    }

    private func worths(_ pairs: [ScoredPair]) -> [String: Double]? {
        let items = Set(pairs.flatMap { [$0.left, $0.right] }).sorted()
        let places = Dictionary(uniqueKeysWithValues: items.enumerated().map { ($1, $0) })
        var wins = SquareMatrix(size: items.count)
        for pair in pairs {
            guard let left = places[pair.left], let right = places[pair.right] else { continue }
            let share = pair.outcome == .left ? 1 : pair.outcome == .tie ? 0.5 : 0
            wins[left, right] += share
            wins[right, left] += 1 - share
        }
        let counts = PairWins(wins)
        guard ComparisonGraph(counts).isStronglyConnected, let fit = try? BradleyTerryFit(counts) else { return nil }
        return Dictionary(uniqueKeysWithValues: zip(items, fit.logWorths))
    }

    /// Choices by the metric's difference: P(left) = 1 / (1 + e^(−β Δ)), Δ in standard deviations.
    private func addModel(
        _ known: [ScoredPair],
        _ metric: Int,
        to result: inout StatisticResult,
        _ parameters: inout [String: Double]
    ) {
        guard let model = slope(known, metric) else { return }
        parameters["slope"] = model.scaledCoefficients[0]
        parameters["slopeStandardError"] = model.scaledErrors[0]
        let chi = max(0, 2 * (model.logLikelihood + Double(known.count) * Double.log(2)))
        result.statisticValue = chi
        result.df = 1
        result.p = ChiSquared(degreesOfFreedom: 1).upperTail(chi)
        result.method +=
            "; p by the likelihood ratio of choices on the metric's difference, answers taken as independent"
    }

    /// The model of decided choices on one metric's advantage; nil where it has no finite slope.
    private func slope(_ pairs: [ScoredPair], _ metric: Int) -> LogisticFit? {
        let known = pairs.filter { $0.advantages[metric] != nil }
        return try? LogisticFit(
            known.map { $0.advantages[metric] ?? 0 },
            columns: 1,
            shares: known.map { $0.outcome == .left ? 1 : 0 }
        )
    }

    /// Log loss of decided choices, each fifth of the participants predicted from the others.
    private func heldOutLosses() -> (metric: [Double?], items: Double?) {
        let people = Set(pairs.map(\.participant)).sorted()
        let folds = min(5, people.count)
        guard folds > 1 else { return (metrics.map { _ in nil }, nil) }
        let foldOf = Dictionary(uniqueKeysWithValues: people.enumerated().map { ($1, $0 % folds) })
        let decided = pairs.filter { $0.outcome != .tie }
        var sums = [Double?](repeating: 0, count: metrics.count)
        var (counts, items, itemCount) = ([Double](repeating: 0, count: metrics.count), Double?(0), 0.0)
        for fold in 0..<folds {
            let training = decided.filter { foldOf[$0.participant] != fold }
            let held = decided.filter { foldOf[$0.participant] == fold }
            for metric in metrics.indices {
                guard let sum = sums[metric], let model = slope(training, metric) else {
                    sums[metric] = nil
                    continue
                }
                let tested = held.compactMap { pair in pair.advantages[metric].map { ($0, pair.outcome == .left) } }
                sums[metric] = sum - tested.reduce(0) { $0 + model.logProbability([$1.0], ofLeft: $1.1) }
                counts[metric] += Double(tested.count)
            }
            guard let sum = items, let worths = worths(training) else {
                items = nil
                continue
            }
            items = held.reduce(sum) { sum, pair in
                let difference = (worths[pair.left] ?? 0) - (worths[pair.right] ?? 0)
                return sum + Double.log(onePlus: Double.exp(pair.outcome == .left ? -difference : difference))
            }
            itemCount += Double(held.count)
        }
        let losses = zip(sums, counts).map { sum, count in count > 0 ? sum.map { $0 / count } : nil }
        return (losses, itemCount > 0 ? items.map { $0 / itemCount } : nil)
    }
}
