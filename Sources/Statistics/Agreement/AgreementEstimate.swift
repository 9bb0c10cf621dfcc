/// Runs an agreement coefficient on a design: point estimate, variance over units and raters, result.
struct AgreementEstimate {
    /// A coefficient as a function of counts.
    typealias Coefficient = (AgreementCounts) throws(Undefined) -> Double

    let design: AgreementDesign
    let options: AnalysisOptions
    /// What a cluster of units is called in `method`, in the plural.
    var unitName = "items"

    /// The coefficient with its interval, or the reason why there is none.
    ///
    /// - Parameter range: the values that the coefficient can take; intervals end there.
    func result(
        name: String,
        method: String,
        range: ClosedRange<Double> = -1...1,
        coefficient: @escaping Coefficient
    ) -> StatisticResult {
        var result = StatisticResult(name: name, method: method, n: design.cellRater.count)
        let counts = AgreementCounts(design)
        do throws(Undefined) {
            result.value = try coefficient(counts)
        } catch {
            result.mark(error)
            return result
        }
        if options.resamples > 0 {
            addInterval(AgreementVariance(counts, options, coefficient), range: range, to: &result)
        }
        return result
    }

    private func addInterval(
        _ variance: AgreementVariance,
        range: ClosedRange<Double>,
        to result: inout StatisticResult
    ) {
        if variance.failed > 0 {
            result.warn(
                "\(variance.failed) of \(options.resamples) resamples gave no value and are left out of the standard error"
            )
        }
        guard let squared = variance.value, let value = result.value else {
            result.warn(
                variance.sources.isEmpty
                    ? "no interval: there is too little to draw from, \(design.clusters.count) \(unitName) and"
                        + " \(design.raterCount) participants"
                    : "no interval: more than half of the resamples gave no value"
            )
            return
        }
        // Equal draws differ by rounding at most.
        guard squared > 1e-20 else {
            result.warn("no interval: every resample gave the same value, so the data tell nothing about its error")
            return
        }
        let error = squared.squareRoot()
        let t = StudentT(degreesOfFreedom: Double(variance.degreesOfFreedom))
        let margin = t.quantile(1 - (1 - options.confidence) / 2) * error
        result.standardError = error
        result.interval = ConfidenceInterval(
            finite: max(value - margin, min(value, range.lowerBound)),
            min(value + margin, max(value, range.upperBound))
        )
        result.method += description(of: variance)
        if design.resamplesRaters, design.raterCount < 5 {
            let scope =
                variance.sources.contains(.raters)
                ? "the interval says little about other participants" : "the interval is about these participants only"
            result.warn("only \(design.raterCount) participants: \(scope)")
        }
        if design.clusters.count < 10 {
            result.warn("only \(design.clusters.count) \(unitName): the interval says little about others")
        }
    }

    /// How standard error and interval were computed, as it ends `method`.
    private func description(of variance: AgreementVariance) -> String {
        let names = variance.sources.map { $0 == .units ? unitName : "participants" }
        var text = "; bootstrap variance over \(names.joined(separator: " and "))"
        if variance.isLargerOneWay {
            text += " (the larger one: their sum minus that over answers is not positive)"
        } else if names.count > 1 {
            text += " (V \(names[0]) + V \(names[1]) − V answers)"
        }
        text += ", \(options.resamples) resamples each, seed \(options.seed)"
        return text + "; interval ± t with \(variance.degreesOfFreedom) df"
    }
}
