/// The psychometric function of some answers, with what is said about its uncertainty.
struct PsychometricStudy {
    let fit: PsychometricFit
    let center: Double
    let scale: Double
    /// The levels over all participants.
    let levels: [PsychometricFit.Level]
    /// The right answers and all answers of each participant, level by level.
    let participants: [(right: [Double], all: [Double])]

    init(_ choices: [ChoiceTable.Choice], _ center: Double, _ scale: Double, _ fit: PsychometricFit) {
        (self.fit, self.center, self.scale) = (fit, center, scale)
        struct Key: Hashable { let x, guess: Double }
        func key(_ choice: ChoiceTable.Choice) -> Key {
            Key(x: choice.intensity ?? 0, guess: choice.alternatives.map { 1 / Double($0) } ?? 0)
        }
        let keys = Set(choices.map(key)).sorted { ($0.x, $0.guess) < ($1.x, $1.guess) }
        let places = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, $0) })
        let empty = [Double](repeating: 0, count: keys.count)
        var people: [String: (right: [Double], all: [Double])] = [:]
        for choice in choices {
            guard let place = places[key(choice)] else { continue }
            people[choice.participant, default: (empty, empty)].all[place] += 1
            people[choice.participant, default: (empty, empty)].right[place] += choice.isCorrect ? 1 : 0
        }
        let sorted = people.sorted { $0.key < $1.key }.map(\.value)
        participants = sorted
        levels = keys.enumerated().map { place, key in
            PsychometricFit.Level(
                x: (key.x - center) / scale,
                guess: key.guess,
                right: sorted.reduce(0) { $0 + $1.right[place] },
                all: sorted.reduce(0) { $0 + $1.all[place] }
            )
        }
    }

    func fill(_ result: inout StatisticResult, _ options: AnalysisOptions) throws(Undefined) {
        try check()
        guard let best = fit.estimate(levels) else {
            throw Undefined(
                "the curve becomes a step between two intensities: its slope is infinite",
                status: .infinite
            )
        }
        guard abs(best.b) > 1e-6 else {
            throw Undefined("the share of right answers does not change with intensity", status: .notIdentified)
        }
        let isClustered = options.cluster == .participant && participants.count > 1
        guard let covariance = covariance(best, isClustered) else {
            throw Undefined("threshold and slope are not both identified by these intensities", status: .notIdentified)
        }
        let (threshold, slope) = (best.threshold, best.b)
        let byA = -1 / slope
        let byB = best.a / (slope * slope)
        let cross = 2 * byA * byB * covariance[0, 1]
        let variance = byA * byA * covariance[0, 0] + byB * byB * covariance[1, 1] + cross
        let slopeError = covariance[1, 1].squareRoot()
        result.value = center + scale * threshold
        result.standardError = scale * variance.squareRoot()
        result.logLikelihood = best.logLikelihood
        let fitted = fit.lapse == nil ? 3 : 2
        result.df = Double(fitted)
        result.parameters = ["slope": slope / scale, "slopeStandardError": slopeError / scale, "lapse": best.lapse]
        if Set(levels.map(\.guess)).count == 1 { result.parameters?["guess"] = levels[0].guess }
        if best.isLapseFree, fit.lapse == nil {
            result.parameters?["lapseStandardError"] = covariance[2, 2].squareRoot()
        }
        if slope < 0 { result.warn("the share of right answers falls with intensity") }
        goodness(best, fitted, &result)
        if isClustered, options.resamples > 0 {
            bootstrap(best, options, &result)
        } else if isClustered {
            clustered(threshold, variance.squareRoot(), slope, slopeError, options, &result)
        } else {
            profile(best, variance.squareRoot(), slopeError, options, &result)
        }
    }

    private func check() throws(Undefined) {
        let intensities = Set(levels.map(\.x)).count
        guard intensities > 1 else { throw Undefined("there is only one intensity") }
        guard fit.lapse != nil || intensities > 2 else {
            throw Undefined(
                "two intensities do not identify a lapse rate besides threshold and slope: fix it with --lapse 0",
                status: .notIdentified
            )
        }
        let (right, all) = (levels.reduce(0) { $0 + $1.right }, levels.reduce(0) { $0 + $1.all })
        guard right > 0, right < all else {
            throw Undefined(
                "all answers are \(right > 0 ? "right" : "wrong"): the threshold lies beyond the intensities shown",
                status: .infinite
            )
        }
        if let guess = levels.map(\.guess).max(), let lapse = fit.lapse, guess + lapse >= 1 {
            throw Undefined("guess rate \(guess) and lapse rate \(lapse) leave no room for a curve")
        }
    }

    /// The inverse information, or with participants as clusters the sandwich around their scores, times G/(G − 1).
    private func covariance(_ best: PsychometricFit.Estimate, _ isClustered: Bool) -> SquareMatrix? {
        var estimate = best
        estimate.isLapseFree = best.isLapseFree && fit.lapse == nil
        guard let inverse = fit.information(levels, estimate).choleskyFactor()?.inverse() else { return nil }
        guard isClustered else { return inverse }
        let size = inverse.size
        var result = SquareMatrix(size: size)
        let groups = Double(participants.count)
        for own in participants {
            let score = fit.logLikelihood(levels(of: own.right, own.all), best).slope
            let influence = (0..<size).map { row in
                (0..<size).reduce(0.0) { $0 + inverse[row, $1] * score[$1] }
            }
            for row in 0..<size {
                for column in 0..<size {
                    result[row, column] += groups / (groups - 1) * influence[row] * influence[column]
                }
            }
        }
        return result
    }

    func levels(of right: [Double], _ all: [Double]) -> [PsychometricFit.Level] {
        levels.indices.map { .init(x: levels[$0].x, guess: levels[$0].guess, right: right[$0], all: all[$0]) }
    }

    private func goodness(_ best: PsychometricFit.Estimate, _ fitted: Int, _ result: inout StatisticResult) {
        let deviance = fit.deviance(levels, best)
        let free = Double(levels.count - fitted)
        result.parameters?["deviance"] = deviance
        result.parameters?["devianceDf"] = free
        guard free > 0 else { return }
        result.parameters?["devianceP"] = ChiSquared(degreesOfFreedom: free).upperTail(deviance)
        result.method += "; deviance against the shares at each intensity by χ²"
        let isSparse = levels.contains { level in
            let own = fit.probability(level, best)
            return level.all * min(own.right, own.wrong) < 1
        }
        if isSparse {
            result.warn(
                "some intensities have fewer than one right or wrong answer expected: devianceP is approximate only"
            )
        }
    }
}
