/// Runs an agreement coefficient on a design: point estimate, variance over units and raters, result.
struct AgreementEstimate {
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
        coefficient: some AgreementCoefficient
    ) -> StatisticResult {
        var result = StatisticResult(name: name, method: method, n: design.cellRater.count)
        let counts = AgreementCounts(design)
        let sums = UnitSums(coefficient, counts)
        do throws(Undefined) {
            result.value = try coefficient.value(sums.totals(), counts)
        } catch {
            result.mark(error)
            return result
        }
        let isBootstrap = options.interval == .items || options.interval == .raters
        if isBootstrap, options.resamples == 0 { return result }
        if options.interval == .kalpha, !(coefficient is KrippendorffAlpha) {
            result.warn("no interval: kalpha is an interval of krippendorff-alpha only")
            return result
        }
        let variance = AgreementVariance(sums, counts, options, unitName: unitName)
        addInterval(variance, range: range, to: &result)
        if result.interval != nil, variance.sources.contains(.units),
            let warning = RareAnswers.warning(counts, needed: coefficient.rareUnitsNeeded, unitName: unitName)
        {
            result.warn(warning)
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
            result.warn(noVariance(variance))
            return
        }
        // Equal draws differ by rounding at most.
        guard squared > 1e-20 else {
            result.warn("no interval: every resample gave the same value, so the data tell nothing about its error")
            return
        }
        let error = squared.squareRoot()
        let tail = 1 - (1 - options.confidence) / 2
        let t = variance.degreesOfFreedom.map { StudentT(degreesOfFreedom: $0) }
        let margin = (t?.quantile(tail) ?? Normal.quantile(tail)) * error
        result.standardError = error
        result.interval =
            variance.isTransformed
            ? FisherInterval.around(value, margin, in: range) : FisherInterval.symmetric(value, margin, in: range)
        result.method += variance.method
        if range.lowerBound < 0 {
            result.statisticValue = value / error
            result.df = variance.degreesOfFreedom
            result.p = t?.outside(value / error) ?? 2 * Normal.upperTail(abs(value / error))
        }
        addWarnings(variance, to: &result)
    }

    private func addWarnings(_ variance: AgreementVariance, to result: inout StatisticResult) {
        if options.interval == .kalpha {
            result.warn(
                "the interval takes pairs of ratings as independent and is too narrow: such 95 % intervals held the true value"
                    + " in 27 to 43 % of studies in simulations; take --interval both"
            )
        } else if design.resamplesRaters, !variance.sources.contains(.raters) {
            result.warn(
                "\(design.raterCount < 5 ? "only \(design.raterCount) participants: " : "")the interval is about these"
                    + " participants only"
            )
        } else if design.resamplesRaters, design.raterCount < 5 {
            result.warn("only \(design.raterCount) participants: the interval says little about other participants")
        }
        if !variance.sources.contains(.units), !variance.sources.isEmpty {
            result.warn("the interval is about these \(unitName) only")
        } else if design.clusters.count < 10 {
            result.warn("only \(design.clusters.count) \(unitName): the interval says little about others")
        }
    }

    private func noVariance(_ variance: AgreementVariance) -> String {
        if variance.sources.isEmpty, options.interval != .kalpha {
            return "no interval: there is too little to draw from, \(design.clusters.count) \(unitName) and"
                + " \(design.raterCount) participants"
        }
        return variance.failed > 0
            ? "no interval: more than half of the resamples gave no value"
            : "no interval: the coefficient has no value without some of the \(unitName) or participants"
    }
}
