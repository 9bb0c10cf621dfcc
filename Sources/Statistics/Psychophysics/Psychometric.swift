internal import RealModule

extension Statistic {
    /// The psychometric function.
    static let psychometric = Statistic(
        name: "psychometric",
        summary: "share of right answers as a function of intensity: threshold, slope, lapses and goodness of fit",
        citation: "Wichmann and Hill 2001, Perception & Psychophysics 63(8):1293-1313, DOI 10.3758/BF03194544",
        families: [.choices],
        choices: { table, options in PsychometricCurve.allCases.map { Psychometric(table, $0).result(options) } }
    )
}

/// A psychometric function fitted to answers, overall and by condition.
struct Psychometric {
    private let table: ChoiceTable
    private let curve: PsychometricCurve
    /// Answers whose intensity is known.
    private let choices: [ChoiceTable.Choice]
    /// What standard units of intensity are made of, the same for all conditions.
    private let center: Double
    private let scale: Double

    init(_ table: ChoiceTable, _ curve: PsychometricCurve) {
        (self.table, self.curve) = (table, curve)
        choices = table.choices.filter { $0.intensity?.isFinite == true }
        let values = choices.compactMap(\.intensity)
        let mean = values.reduce(0, +) / Double(max(1, values.count))
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        center = mean
        scale = squares > 0 ? (squares / Double(values.count)).squareRoot() : 1
    }

    func result(_ options: AnalysisOptions) -> StatisticResult {
        let shape = curve == .logistic ? "logistic" : "cumulative normal"
        let lapses =
            options.lapse.map { "lapse rate \($0)" } ?? "lapse rate estimated in 0…\(PsychometricFit.largestLapse)"
        var result = StatisticResult(
            name: "psychometric",
            method:
                "\(shape) between the guess rate (1/m of m alternatives, 0 without them) and 1 minus the lapse rate,"
                + " maximum likelihood, \(lapses); value is the threshold, the intensity halfway up",
            n: choices.count
        )
        result.form = curve.rawValue
        let missing = table.choices.count - choices.count + table.emptyRows
        if missing > 0 { result.nDropped = missing }
        do throws(Undefined) {
            guard !choices.isEmpty else {
                throw Undefined("no answer has an intensity: name its column with --intensity")
            }
            let study = PsychometricStudy(choices, center, scale, PsychometricFit(curve: curve, lapse: options.lapse))
            try study.fill(&result, options)
        } catch {
            result.mark(error)
        }
        let groups = Set(choices.map(\.group)).sorted()
        guard groups.count > 1 else { return result }
        result.items = groups.map { group in
            var own = StatisticResult(name: "", method: "", n: 0)
            let study = PsychometricStudy(
                choices.filter { $0.group == group },
                center,
                scale,
                PsychometricFit(curve: curve, lapse: options.lapse)
            )
            do throws(Undefined) {
                try study.fill(&own, options)
            } catch {
                return ItemEstimate(item: group, status: error.status, reason: error.reason)
            }
            return ItemEstimate(
                item: group,
                value: own.value,
                standardError: own.standardError,
                interval: own.interval
            )
        }
        result.method += "; items are the thresholds of conditions, each with a curve of its own"
        return result
    }
}
