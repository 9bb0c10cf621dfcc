/// Runs an agreement coefficient on a design: point estimate, variance over units and raters, result.
struct AgreementEstimate {
    let design: AgreementDesign
    let options: AnalysisOptions
    /// What a cluster of units is called in `method`, in the plural.
    var unitName = "items"

    /// The coefficient with its interval, or the reason why there is none; by groups too, where there are some.
    ///
    /// - Parameters:
    ///   - range: The values that the coefficient can take; intervals end there.
    ///   - isBenchmarked: Whether it is said where it stands on scales of words.
    func result(
        name: String,
        method: String,
        range: ClosedRange<Double> = -1...1,
        isBenchmarked: Bool = true,
        coefficient: some AgreementCoefficient
    ) -> StatisticResult {
        var result = StatisticResult(name: name, method: method, n: design.cellRater.count)
        let sample = AgreementSample(design, coefficient)
        do throws(Undefined) {
            result.value = try sample.value()
        } catch {
            result.mark(error)
            return result
        }
        let isBootstrap = options.interval == .items || options.interval == .raters
        if options.interval == .kalpha, !(coefficient is KrippendorffAlpha) {
            result.warn("no interval: kalpha is an interval of krippendorff-alpha only")
        } else if !isBootstrap || options.resamples > 0 {
            let variance = AgreementVariance([sample], options, unitName: unitName)
            addInterval(variance, range: range, isBenchmarked: isBenchmarked, to: &result)
            if result.interval != nil, variance.sources.contains(.units),
                let warning = RareAnswers.warning(
                    sample.counts,
                    needed: coefficient.rareUnitsNeeded,
                    unitName: unitName
                )
            {
                result.warn(warning)
            }
        }
        if design.groupNames.count > 1 {
            GroupedAgreement(design: design, coefficient: coefficient, options: options, unitName: unitName)
                .add(to: &result, range: range)
        }
        return result
    }

    private func addInterval(
        _ variance: AgreementVariance,
        range: ClosedRange<Double>,
        isBenchmarked: Bool,
        to result: inout StatisticResult
    ) {
        if variance.failed > 0 {
            result.warn(
                "\(variance.failed) of \(options.resamples) resamples gave no value and are left out of the standard error"
            )
        }
        guard variance.value != nil, let value = result.value else {
            result.warn(noVariance(variance))
            return
        }
        // Equal draws differ by rounding at most.
        guard let error = variance.standardError else {
            result.warn("no interval: every resample gave the same value, so the data tell nothing about its error")
            return
        }
        // Percent agreement has no chance in it, and 0 is no hypothesis.
        let isCorrected = range.lowerBound < 0
        result.interval = variance.interval(value, options, within: range)
        if isCorrected, isBenchmarked { result.setError(error) } else { result.standardError = error }
        result.method += variance.method
        if isCorrected {
            result.statisticValue = value / error
            result.df = variance.degreesOfFreedom
            result.p = variance.p(value)
        }
        addWarnings(variance, to: &result)
    }

    private func addWarnings(_ variance: AgreementVariance, to result: inout StatisticResult) {
        if options.interval == .kalpha {
            result.warn(
                "the interval takes pairs of ratings as independent and is too narrow: such 95 % intervals held the true value"
                    + " in 20 to 43 % of studies in simulations; take --interval both"
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
