internal import RealModule

extension Statistic {
    /// Worths that differ between participants.
    static let bradleyTerryMixed = Statistic(
        name: "bradley-terry-mixed",
        summary:
            "log-worths of a typical participant, and by how much participants' own log-worths vary (participantSD)",
        citation: "Böckenholt 2001, Journal of Educational and Behavioral Statistics 26(3):269-282,"
            + " DOI 10.3102/10769986026003269; test of no variance: Self and Liang 1987, DOI 10.1080/01621459.1987.10478472",
        families: [.preference],
        suitsPairs: { $0.items.count <= 50 },
        pairs: { table, options in [BradleyTerryMixed(table, options).result()] }
    )
}

/// Bradley–Terry with participants as random effects: log-worths of a participant are normal around the common ones.
///
/// Maximum likelihood; the effects are integrated out by Laplace's approximation. Worths are those of a typical
/// participant, so that they lie further apart than those which describe all answers together.
struct BradleyTerryMixed {
    private let table: PairTable
    private let options: AnalysisOptions
    private let counts: WinCounts
    private let people: [ParticipantWorths]

    init(_ table: PairTable, _ options: AnalysisOptions) {
        (self.table, self.options) = (table, options)
        counts = WinCounts(table, droppingTies: options.ties == .drop)
        var people: [ParticipantWorths] = []
        var start = 0
        for end in 1..<max(1, counts.cells.count + 1)
        where end == counts.cells.count || counts.cells[end].unit != counts.cells[start].unit {
            people.append(ParticipantWorths(counts.cells[start..<end], counts.wins.pairs))
            start = end
        }
        self.people = people
    }

    func result() -> StatisticResult {
        let ties = counts.tieCount > 0 ? ", ties as half wins" : ""
        let scale = options.reference.map { "\($0) at 0" } ?? "log-worths with mean 0"
        var result = StatisticResult(
            name: "bradley-terry-mixed",
            method:
                "log-worths of participants normal around common ones, maximum likelihood by Laplace's approximation\(ties);"
                + " \(scale); standard errors from the observed information, normal;"
                + " p by the likelihood ratio against participants who are alike, half its chi-squared tail",
            n: counts.gameCount
        )
        if table.count > counts.gameCount { result.nDropped = table.count - counts.gameCount }
        do throws(Undefined) {
            try fill(&result)
        } catch {
            result.mark(error)
        }
        return result
    }

    private func fill(_ result: inout StatisticResult) throws(Undefined) {
        let count = table.items.count
        guard counts.gameCount > 0 else { throw Undefined("there are no comparisons") }
        if let reference = options.reference, !table.items.contains(reference) {
            throw Undefined("the reference item “\(reference)” does not occur")
        }
        if let (undefined, items) = ComparisonGraph(counts.wins).diagnosis(table.items) {
            result.items = items
            throw undefined
        }
        guard people.count > 1 else { throw Undefined("one participant: nothing varies between participants") }
        guard counts.gameCount > people.count else {
            throw Undefined(
                "participants answered once each: how they differ cannot be told from chance",
                status: .notIdentified
            )
        }
        let alike = try BradleyTerryFit(counts.wins)
        let found = try maximum(alike)
        let deviation = abs(found.point[count])
        let ratio = max(0, 2 * (found.logLikelihood - alike.logLikelihood))
        let isAlike = deviation < 1e-3 || ratio < 1e-6
        var parameters = ["participantSD": isAlike ? 0 : deviation, "logLikelihoodAlike": alike.logLikelihood]
        result.logLikelihood = isAlike ? alike.logLikelihood : found.logLikelihood
        (result.statisticValue, result.df) = (isAlike ? 0 : ratio, 1)
        result.p = isAlike ? 1 : ChiSquared(degreesOfFreedom: 1).upperTail(ratio) / 2
        let worths = isAlike ? alike.logWorths : Array(found.point[..<count])
        guard let covariance = isAlike ? alike.naiveCovariance() : covariance(found.point) else {
            throw Undefined("the information matrix is singular: some worths cannot be told apart")
        }
        if isAlike {
            result.warn("participants are estimated to be alike: the worths are those of bradley-terry")
        } else {
            parameters["participantSDStandardError"] = max(0, covariance[count, count]).squareRoot()
        }
        if deviation > 10 {
            result.warn("participants hardly ever contradict themselves: participantSD is poorly known")
        }
        result.parameters = parameters
        if options.sideEffect { result.warn(DifferenceAnalysis.noSideEffect) }
        if people.count < 10 { result.warn("only \(people.count) participants: participantSD is biased downwards") }
        WorthReport(table.items, worths, covariance, .normal, .bradleyTerry, options).fill(&result)
    }

    /// The maximum over worths and σ, in this order.
    private func maximum(_ alike: BradleyTerryFit) throws(Undefined) -> (point: [Double], logLikelihood: Double) {
        guard let covariance = alike.naiveCovariance() else {
            throw Undefined("the information matrix is singular: some worths cannot be told apart")
        }
        let count = table.items.count
        var inverse = SquareMatrix(size: count + 1)
        for row in 0..<count { for column in 0..<count { inverse[row, column] = covariance[row, column] } }
        inverse[count, count] = 1 / Double(people.count)
        // The likelihood is even in σ and flat at 0: two starts, so that a start near the flat does not decide.
        let found = [0.3, 1.2].compactMap { start in
            QuasiNewton.minimum(from: alike.logWorths + [start], inverse: inverse, tolerance: 1e-7) { point in
                likelihood(point).map { (-$0.value, $0.gradient.map { -$0 }) }
            }
        }
        guard let best = found.min(by: { $0.value < $1.value }) else {
            throw Undefined("the maximum likelihood fit did not converge")
        }
        return (best.point, -best.value)
    }

    /// Sum over participants and its derivatives.
    private func likelihood(_ point: [Double]) -> (value: Double, gradient: [Double])? {
        let deviation = point[point.count - 1]
        let people = people
        let terms = ResampleMap.values(people.count) { people[$0].terms(point, deviation) }
        var (value, gradient) = (0.0, point.map { _ in 0.0 })
        for (person, terms) in zip(people, terms) {
            guard let terms, terms.value.isFinite else { return nil }
            value += terms.value
            gradient[point.count - 1] += terms.byDeviation
            for (item, slope) in zip(person.items, terms.byWorth) { gradient[item] += slope }
        }
        return (value, gradient)
    }

    /// The inverse information, from differences of the derivatives.
    private func covariance(_ point: [Double]) -> SquareMatrix? {
        let size = point.count
        var information = SquareMatrix(size: size)
        let width = 1e-4
        for row in 0..<size {
            var (above, below) = (point, point)
            above[row] += width
            below[row] -= width
            guard let high = likelihood(above), let low = likelihood(below) else { return nil }
            for column in 0..<size {
                information[row, column] -= (high.gradient[column] - low.gradient[column]) / (2 * width)
            }
        }
        for row in 0..<size {
            for column in 0..<row {
                let mean = (information[row, column] + information[column, row]) / 2
                (information[row, column], information[column, row]) = (mean, mean)
            }
        }
        information.fixMean(ofFirst: size - 1)
        var covariance = information.choleskyFactor()?.inverse()
        covariance?.center(first: size - 1)
        return covariance
    }
}
