/// The variance of an agreement coefficient, or of the difference of two, over other units and other raters.
///
/// Of the bootstrap it is V(units) + V(raters) − V(answers), each from its own one-way bootstrap: drawing units and
/// raters at once counts the scatter of single answers three times, which is too wide where few answer each unit (Owen
/// 2007, DOI 10.1214/07-AOAS122). At least V(units), since V(raters) is no less than V(answers) but for noise. Cameron,
/// Gelbach and Miller 2011, DOI 10.1198/jbes.2010.07136.
///
/// Of a difference, units and raters that both coefficients share are drawn for both at once (linearized: Gwet 2016, DOI
/// 10.1177/0013164415596420; Vanbelle 2017, DOI 10.1007/s11336-016-9532-1); the variances over others add up.
struct AgreementVariance {
    /// The variance; nil where nothing can be drawn or fewer than half of the resamples have a value.
    private(set) var value: Double?
    /// Degrees of freedom of an interval: the smaller number of things drawn, minus 1; nil for a normal one.
    private(set) var degreesOfFreedom: Int?
    /// What varies.
    private(set) var sources: [Source] = []
    /// Resamples without a value, in the draw in which they were most.
    private(set) var failed = 0
    /// How it was computed, as it ends `method`.
    private(set) var method = ""

    /// What is drawn anew.
    enum Source {
        case units
        case raters
    }

    /// Computes the variance in the way that the options ask for.
    ///
    /// - Parameters:
    ///   - samples: One, or two whose coefficients are subtracted.
    ///   - sharing: What both have in common: their designs then number it alike.
    ///   - unitName: What a cluster of units is called, in the plural.
    /// - Complexity: O(resamples × answers) for bootstraps that draw participants.
    init<Coefficient>(
        _ samples: [AgreementSample<Coefficient>],
        sharing: Set<Source> = [],
        _ options: AnalysisOptions,
        unitName: String
    ) {
        let designs = samples.map(\.design)
        let hasUnits = designs.allSatisfy { $0.clusters.count > 1 }
        // Two raters cannot be drawn: without either of them nothing is left to compare.
        let hasRaters = designs.allSatisfy { $0.resamplesRaters && $0.raterCount > 2 }
        let kind = options.interval == .both && options.resamples == 0 ? .linearized : options.interval
        switch kind {
        case .both, .jackknife: sources = (hasUnits ? [.units] : []) + (hasRaters ? [.raters] : [])
        case .items, .linearized: sources = hasUnits ? [.units] : []
        case .raters: sources = hasRaters ? [.raters] : []
        case .kalpha: sources = []
        }
        degreesOfFreedom = sources.flatMap { source in
            designs.map { source == .units ? $0.clusters.count : $0.raterCount }
        }.min().map { $0 - 1 }
        let names = sources.map { $0 == .units ? unitName : "participants" }
        guard kind != .kalpha else {
            // The same for every number of resamples: what they tend to.
            guard samples.count == 1, let alpha = samples[0].sums.coefficient as? KrippendorffAlpha else { return }
            value = alpha.pairVariance(samples[0].sums.totals(), samples[0].counts)
            method =
                "; limit of the KALPHA bootstrap, which draws pairs of ratings as if they were independent; normal interval"
            return
        }
        guard !sources.isEmpty else { return }
        func variance(_ source: Source?, _ replicates: (AgreementSample<Coefficient>) -> Replicates?) -> Double? {
            let found = samples.compactMap(replicates)
            guard found.count == samples.count else { return nil }
            let isShared = found.count == 2 && source.map(sharing.contains) == true
            let varied = isShared ? [found[0] - found[1]] : found
            failed = max(failed, varied.map(\.missing).max() ?? 0)
            let variances = varied.compactMap(\.variance)
            return variances.count == varied.count ? variances.reduce(0, +) : nil
        }
        switch kind {
        case .linearized:
            value = variance(.units) { $0.linearized() }
            method = "; linearized standard error over \(unitName)"
        case .jackknife:
            let units = hasUnits ? variance(.units) { $0.withoutUnits() } : 0
            let raters = hasRaters ? variance(.raters) { $0.withoutRaters() } : 0
            value = units.flatMap { units in raters.map { units + $0 } }
            method = "; jackknife variance over \(names.map { "V \($0)" }.joined(separator: " + "))"
        default:
            guard options.resamples > 0 else { return }
            let units = sources.contains(.units) ? variance(.units) { $0.unitDraws(options) } : 0
            let raters = sources.contains(.raters) ? variance(.raters) { $0.raterDraws(options) } : 0
            let answers = sources.count > 1 ? variance(nil) { $0.answerDraws(options) } : 0
            if let units, let raters, let answers { combine(units, raters, answers, names, options) }
        }
        if let degreesOfFreedom { method += "; interval ± t with \(degreesOfFreedom) df" }
    }

    private mutating func combine(
        _ units: Double,
        _ raters: Double,
        _ answers: Double,
        _ names: [String],
        _ options: AnalysisOptions
    ) {
        let difference = units + raters - answers
        let isLargerOneWay = names.count > 1 && difference <= 0
        // V(raters) is never less than V(answers) but for the noise of their estimates.
        value = isLargerOneWay ? max(units, raters) : max(difference, units)
        method = "; bootstrap variance over \(names.joined(separator: " and "))"
        if isLargerOneWay {
            method += " (the larger one: their sum minus that over answers is not positive)"
        } else if names.count > 1 {
            method += " (V \(names[0]) + V \(names[1]) − V answers)"
        }
        method += ", \(options.resamples) resamples each, seed \(options.seed)"
    }

    /// The standard error; nil where there is no variance, or none but rounding.
    var standardError: Double? { value.flatMap { $0 > 1e-20 ? $0.squareRoot() : nil } }

    /// The value ± t or normal quantile × standard error, within a range.
    func interval(_ value: Double, _ options: AnalysisOptions, within range: ClosedRange<Double>) -> ConfidenceInterval?
    {
        guard let error = standardError else { return nil }
        let tail = 1 - (1 - options.confidence) / 2
        let t = degreesOfFreedom.map { StudentT(degreesOfFreedom: Double($0)) }
        let margin = (t?.quantile(tail) ?? Normal.quantile(tail)) * error
        return ConfidenceInterval(
            finite: max(value - margin, min(value, range.lowerBound)),
            min(value + margin, max(value, range.upperBound))
        )
    }

    /// The two-sided p-value of a value that is 0 under the hypothesis.
    func p(_ value: Double) -> Double? {
        guard let error = standardError else { return nil }
        return degreesOfFreedom.map { StudentT(degreesOfFreedom: Double($0)).outside(value / error) }
            ?? 2 * Normal.upperTail(abs(value / error))
    }
}
