internal import RealModule

extension Statistic {
    /// Intervals of Bradley–Terry contrasts that may be looked at after every answer.
    static let bradleyTerrySequence = Statistic(
        name: "bradley-terry-sequence",
        summary:
            "differences of log-worths with intervals and p-values that hold at all times and for all pairs of items at once",
        citation: "Wasserman, Ramdas and Balakrishnan 2020, PNAS 117(29):16880-16890, DOI 10.1073/pnas.1922664117",
        families: [.preference],
        suitsPairs: { $0.items.count <= WorthSequence.mostItems },
        pairs: { table, options in [WorthSequence(table, options).result()] }
    )
}

/// Universal inference: each answer is predicted from those before it, and worths under which all answers were much less
/// probable than that are ruled out.
///
/// The probability of the predictions over that of the answers is a nonnegative martingale under the true worths, whatever
/// predicts; Ville's inequality bounds it at all times. A contrast is ruled out where the most likely worths that have it
/// are. The method is conservative.
struct WorthSequence {
    private let table: PairTable
    private let options: AnalysisOptions

    /// Above this many items only contrasts with the reference are computed.
    fileprivate static let mostItems = 20

    init(_ table: PairTable, _ options: AnalysisOptions) {
        (self.table, self.options) = (table, options)
    }

    func result() -> StatisticResult {
        let counts = WinCounts(table, droppingTies: true)
        var result = StatisticResult(
            name: "bradley-terry-sequence",
            method:
                "universal inference: log-worth of left minus that of right, answers predicted in the order of the table;"
                + " intervals and p hold at all times and for all pairs at once; ties left out",
            n: counts.gameCount
        )
        if table.count > counts.gameCount { result.nDropped = table.count - counts.gameCount }
        do throws(Undefined) {
            guard counts.gameCount > 0 else { throw Undefined("there are no decided comparisons") }
            if let diagnosis = ComparisonGraph(counts.wins).diagnosis(table.items) { throw diagnosis.undefined }
            let pairs = try pairs()
            let fit = try BradleyTerryFit(counts.wins)
            let predicted = predicted()
            result.logLikelihood = fit.logLikelihood
            result.parameters = ["logPredicted": predicted]
            let (items, confidence) = (table.items, options.confidence)
            result.contrasts = ResampleMap.values(pairs.count) { index in
                let (left, right) = pairs[index]
                return Self.contrast(items, left, right, fit, predicted, confidence)
            }
            if result.contrasts?.contains(where: { $0.interval == nil || $0.p == nil }) == true {
                result.warn("the likelihood is too flat for some intervals: ask more often")
            }
            if options.sideEffect { result.warn(DifferenceAnalysis.noSideEffect) }
        } catch {
            result.mark(error)
        }
        result.warn("it takes answers as independent: those of one participant are not")
        return result
    }

    private func pairs() throws(Undefined) -> [(Int, Int)] {
        let items = table.items.indices
        if let name = options.reference {
            guard let reference = table.items.firstIndex(of: name) else {
                throw Undefined("the reference item “\(name)” does not occur")
            }
            return items.filter { $0 != reference }.map { ($0, reference) }
        }
        guard items.count <= Self.mostItems else {
            throw Undefined("\(items.count) items have too many pairs: give a reference item")
        }
        return items.flatMap { left in items[(left + 1)...].map { (left, $0) } }
    }

    private static func contrast(
        _ items: [String],
        _ left: Int,
        _ right: Int,
        _ fit: BradleyTerryFit,
        _ predicted: Double,
        _ confidence: Double
    ) -> Contrast {
        var weights = [Double](repeating: 0, count: items.count)
        (weights[left], weights[right]) = (1, -1)
        let difference = fit.logWorths[left] - fit.logWorths[right]
        var contrast = Contrast(left: items[left], right: items[right], value: difference)
        contrast.probabilityOfSuperiority = DifferenceModel.bradleyTerry.superiority(difference)
        contrast.oddsRatio = DifferenceModel.bradleyTerry.oddsRatio(difference).finite
        let drop = fit.logLikelihood - predicted - Double.log(1 - confidence)
        contrast.interval = fit.profileInterval(of: weights, drop: drop)
        if let equal = fit.constrained(weights, 0, from: fit.logWorths) {
            contrast.p = min(1, Double.exp(equal.logLikelihood - predicted))
        }
        return contrast
    }

    /// The log-probability of all answers, each by the beliefs that those before it leave.
    ///
    /// Normal beliefs about log-worths, at first with standard deviation 1, take in an answer by a step of Newton's method;
    /// a prediction averages over them (MacKay 1992, DOI 10.1162/neco.1992.4.5.720).
    ///
    /// - Complexity: O(items²) an answer.
    private func predicted() -> Double {
        let count = table.items.count
        var means = [Double](repeating: 0, count: count)
        var covariance = SquareMatrix(size: count)
        let deviation = options.priorSD ?? 1
        for item in 0..<count { covariance[item, item] = deviation * deviation }
        var gain = means
        var sum = 0.0
        for judgement in table.judgements where judgement.repeats == nil && judgement.outcome != .tie {
            let isLeft = judgement.outcome == .left
            let (winner, loser) = (
                Int(isLeft ? judgement.left : judgement.right), Int(isLeft ? judgement.right : judgement.left)
            )
            for item in 0..<count { gain[item] = covariance[item, winner] - covariance[item, loser] }
            let (d, variance) = (means[winner] - means[loser], gain[winner] - gain[loser])
            let averaged = d / (1 + Double.pi / 8 * variance).squareRoot()
            sum -=
                averaged > 0
                ? Double.log(onePlus: Double.exp(-averaged)) : Double.log(onePlus: Double.exp(averaged)) - averaged
            let lost = 1 / (1 + Double.exp(d))
            let weight = lost * (1 - lost)
            let shrink = 1 / (1 + weight * variance)
            covariance.elements.withUnsafeMutableBufferPointer { elements in
                for row in 0..<count {
                    let factor = weight * shrink * gain[row]
                    for column in 0..<count { elements[row * count + column] -= factor * gain[column] }
                }
            }
            for item in 0..<count { means[item] += gain[item] * lost * shrink }
        }
        return sum
    }
}
