extension ChoiceTable.Choice {
    /// Whether the answer was that there is a signal: right where there is one, wrong where there is none.
    var isYes: Bool { isCorrect == (hasSignal == true) }
}

/// Yes and no answers to trials with a signal and trials without.
struct SignalDetection {
    private struct Cells {
        var (hits, signals, alarms, noise) = (0.0, 0.0, 0.0, 0.0)
    }

    /// An estimate with its standard error.
    typealias Estimate = (value: Double, standardError: Double)

    private var participants: [Cells]
    private let total: Cells

    /// Sorts answers by participant.
    init(_ answers: [(participant: String, hasSignal: Bool, isYes: Bool)]) {
        var (cells, total): ([String: Cells], Cells) = ([:], Cells())
        for answer in answers {
            let yes = answer.isYes ? 1.0 : 0
            if answer.hasSignal {
                cells[answer.participant, default: Cells()].hits += yes
                cells[answer.participant, default: Cells()].signals += 1
                total.hits += yes
                total.signals += 1
            } else {
                cells[answer.participant, default: Cells()].alarms += yes
                cells[answer.participant, default: Cells()].noise += 1
                total.alarms += yes
                total.noise += 1
            }
        }
        participants = cells.sorted { $0.key < $1.key }.map(\.value)
        self.total = total
    }

    /// Whether there were trials with a signal and trials without.
    var hasBoth: Bool { total.signals > 0 && total.noise > 0 }

    /// Whether a rate is 0 or 1, which has no z.
    var isExtreme: Bool {
        total.hits == 0 || total.hits == total.signals || total.alarms == 0 || total.alarms == total.noise
    }

    /// The share of yes where there is a signal.
    var hitRate: Double { total.hits / total.signals }

    /// The share of yes where there is none.
    var falseAlarmRate: Double { total.alarms / total.noise }

    /// d′ = z(H) − z(F) and the criterion c = −(z(H) + z(F)) / 2.
    ///
    /// Standard errors hold for participants as clusters where there are two of them and the options say so. A rate of 0
    /// or 1 does not vary between participants, so that it gets the standard error of independent answers.
    /// - Parameter corrected: whether ½ is added to each cell.
    func estimates(
        _ options: AnalysisOptions,
        corrected: Bool
    ) -> (dPrime: Estimate, criterion: Estimate, isClustered: Bool) {
        let extra = corrected ? 0.5 : 0
        let h = (total.hits + extra) / (total.signals + 2 * extra)
        let f = (total.alarms + extra) / (total.noise + 2 * extra)
        let (zh, zf) = (Normal.quantile(h), Normal.quantile(f))
        // dz/dp = 1/φ(z)
        let (slopeH, slopeF) = (1 / Normal.density(zh), 1 / Normal.density(zf))
        let isClustered = options.cluster == .participant && participants.count > 1 && !isExtreme
        func error(_ a: Double, _ b: Double) -> Double {
            let variance: Double
            if isClustered {
                let groups = Double(participants.count)
                let squares = participants.reduce(0.0) { sum, own in
                    let hit = a * slopeH * (own.hits - h * own.signals) / total.signals
                    let alarm = b * slopeF * (own.alarms - f * own.noise) / total.noise
                    return sum + (hit + alarm) * (hit + alarm)
                }
                variance = groups / (groups - 1) * squares
            } else {
                let hit = a * slopeH * a * slopeH * h * (1 - h) / total.signals
                variance = hit + b * slopeF * b * slopeF * f * (1 - f) / total.noise
            }
            return variance.squareRoot()
        }
        return ((zh - zf, error(1, -1)), (-(zh + zf) / 2, error(-0.5, -0.5)), isClustered)
    }
}
