extension Statistic {
    /// Reliance on a model's decisions.
    static let reliance = Statistic(
        name: "reliance",
        summary: "whether a model's decisions are accepted where it is right and rejected where it is wrong; the signal"
            + " column says whether it was right",
        citation: "Schemmer et al. 2023, Appropriate Reliance on AI Advice, DOI 10.1145/3581641.3584066;"
            + " signal detection: Green and Swets 1966; correction: Hautus 1995, DOI 10.3758/BF03203619",
        families: [.choices],
        choices: { table, options in Reliance(table).results(options) }
    )
}

/// Decisions to accept or reject what a model says: accepting is answering that the model is right.
struct Reliance {
    private let table: ChoiceTable

    init(_ table: ChoiceTable) { self.table = table }

    /// One of the figures: its name, what it is and its estimate from some answers.
    private struct Figure: Sendable {
        let form: String
        let meaning: String
        let compute: @Sendable ([ChoiceTable.Choice], AnalysisOptions) -> ItemEstimate
    }

    private static let figures = [
        Figure(
            form: "appropriate",
            meaning: "share of decisions that are right: accepted where the model is right, rejected where it is wrong"
        ) { choices, options in
            share(choices, options) { _ in
                true
            } success: {
                $0.isCorrect
            }
        },
        Figure(form: "over-trust", meaning: "share accepted where the model is wrong") { choices, options in
            share(choices, options) {
                $0.hasSignal == false
            } success: {
                $0.isYes
            }
        },
        Figure(form: "under-trust", meaning: "share rejected where the model is right") { choices, options in
            share(choices, options) {
                $0.hasSignal == true
            } success: {
                !$0.isYes
            }
        },
        Figure(form: "dprime", meaning: "d′ = z(accepted where right) − z(accepted where wrong), ½ added to each cell")
        { choices, options in
            detected(choices, options) { $0.dPrime }
        },
        Figure(
            form: "criterion",
            meaning:
                "criterion −(z(accepted where right) + z(accepted where wrong)) / 2, ½ added to each cell; negative is eager to accept"
        ) { choices, options in
            detected(choices, options) { $0.criterion }
        },
    ]

    func results(_ options: AnalysisOptions) -> [StatisticResult] {
        let choices = table.choices.filter { $0.hasSignal != nil }
        let groups = Set(choices.map(\.group)).sorted()
        let names = groups.count > 1 ? groups : []
        return Self.figures.map { figure in
            var result = StatisticResult(name: "reliance", method: figure.meaning, n: choices.count)
            result.form = figure.form
            let missing = table.choices.count - choices.count + table.emptyRows
            if missing > 0 { result.nDropped = missing }
            guard !choices.isEmpty else {
                result.mark(Undefined("no answer says whether the model was right: name that column with --signal"))
                return result
            }
            let found = figure.compute(choices, options)
            (result.value, result.standardError, result.interval) = (found.value, found.standardError, found.interval)
            if found.value == nil { result.mark(Undefined(found.reason ?? "there are no such answers")) }
            if figure.form == "dprime", let value = found.value, let error = found.standardError, error > 0 {
                result.statisticValue = value / error
                result.p = 2 * Normal.upperTail(abs(value / error))
            }
            result.method +=
                options.cluster == .participant
                ? "; standard error over participants" : "; every answer taken as independent"
            let total = Double(choices.count)
            result.parameters = [
                "modelAccuracy": Double(choices.count { $0.hasSignal == true }) / total,
                "accepted": Double(choices.count { $0.isYes }) / total,
            ]
            guard !names.isEmpty else { return result }
            result.items = names.map { name in
                var own = figure.compute(choices.filter { $0.group == name }, options)
                own = ItemEstimate(
                    item: name,
                    value: own.value,
                    standardError: own.standardError,
                    interval: own.interval,
                    status: own.status,
                    reason: own.reason
                )
                return own
            }
            return result
        }
    }

    private static func share(
        _ choices: [ChoiceTable.Choice],
        _ options: AnalysisOptions,
        among: (ChoiceTable.Choice) -> Bool,
        success: (ChoiceTable.Choice) -> Bool
    ) -> ItemEstimate {
        let own = choices.filter(among).map { choice in
            ChoiceTable.Choice(participant: choice.participant, isCorrect: success(choice))
        }
        let (successes, trials) = ChoiceTable.tallies(own)
        guard let found = ShareEstimate(options: options).estimate(successes: successes, trials: trials) else {
            return ItemEstimate(
                item: "",
                status: .undefined,
                reason: "the model was never \(choices.contains { $0.hasSignal == true } ? "wrong" : "right")"
            )
        }
        return ItemEstimate(item: "", value: found.value, standardError: found.standardError, interval: found.interval)
    }

    private static func detected(
        _ choices: [ChoiceTable.Choice],
        _ options: AnalysisOptions,
        _ figure: ((dPrime: SignalDetection.Estimate, criterion: SignalDetection.Estimate, isClustered: Bool)) ->
            SignalDetection.Estimate
    ) -> ItemEstimate {
        let detection = SignalDetection(choices.map { ($0.participant, $0.hasSignal == true, $0.isYes) })
        guard detection.hasBoth else {
            return ItemEstimate(
                item: "",
                status: .undefined,
                reason: "d′ needs decisions where the model was right and where it was wrong"
            )
        }
        let found = figure(detection.estimates(options, corrected: true))
        let z = Normal.quantile(1 - (1 - options.confidence) / 2)
        return ItemEstimate(
            item: "",
            value: found.value,
            standardError: found.standardError,
            interval: ConfidenceInterval(
                finite: found.value - z * found.standardError,
                found.value + z * found.standardError
            )
        )
    }
}
