/// The variance of an agreement coefficient, or of the difference of two, over other units and other raters.
///
/// Of the bootstrap it is V(units) + V(raters) − V(answers), units and answers each from a one-way bootstrap, raters by
/// leaving out one at a time where the coefficient has a value without each. Drawing units and raters at once counts the
/// scatter of single answers three times, which is too wide where few answer each unit (Owen 2007, DOI
/// 10.1214/07-AOAS122). At least V(units), since V(raters) is no less than V(answers) but for noise. Cameron, Gelbach and
/// Miller 2011, DOI 10.1198/jbes.2010.07136.
///
/// Of a difference, units and raters that both coefficients share are drawn for both at once (linearized: Gwet 2016, DOI
/// 10.1177/0013164415596420; Vanbelle 2017, DOI 10.1007/s11336-016-9532-1); the variances over others add up.
struct AgreementVariance {
    /// The variance; nil where nothing can be drawn or fewer than half of the resamples have a value.
    private(set) var value: Double?
    /// Degrees of freedom of an interval: the smaller number of things drawn, minus 1; of bootstraps no more than the
    /// scatter of influences allows; nil for a normal one.
    private(set) var degreesOfFreedom: Double?
    /// Whether an interval is symmetric on the scale of Fisher's z, and not on that of the coefficient.
    private(set) var isTransformed = false
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
    /// - Complexity: O((resamples + participants) × answers) for bootstraps.
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
            designs.map { Double((source == .units ? $0.clusters.count : $0.raterCount) - 1) }
        }.min()
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
        let variation = Variation(samples: samples, sharing: sharing)
        switch kind {
        case .linearized:
            value = variation.of(.units) { $0.linearized() }?.variance
            method = "; linearized standard error over \(unitName)"
        case .jackknife:
            let units = hasUnits ? variation.of(.units) { $0.withoutUnits() }?.variance : 0
            let raters = hasRaters ? variation.of(.raters) { $0.withoutRaters() }?.variance : 0
            value = units.flatMap { units in raters.map { units + $0 } }
            method = "; jackknife variance over \(names.map { "V \($0)" }.joined(separator: " + "))"
        default:
            guard options.resamples > 0 else { return }
            bootstrap(variation, names, options)
        }
        guard let degreesOfFreedom else { return }
        let scale = isTransformed ? "interval of Fisher's z" : "interval"
        method += "; \(scale) ± t with \(Self.rounded(degreesOfFreedom)) df"
    }

    /// At most one decimal.
    private static func rounded(_ degrees: Double) -> String {
        let tenths = Int((degrees * 10).rounded())
        return tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    private mutating func bootstrap<Coefficient>(
        _ variation: Variation<Coefficient>,
        _ names: [String],
        _ options: AnalysisOptions
    ) {
        let units = sources.contains(.units) ? variation.of(.units) { $0.unitDraws(options) } : nil
        // A resample holds two thirds of the raters, so that with missing answers its variance is a fifth too small.
        let without = sources.contains(.raters) ? variation.of(.raters) { $0.withoutRaters() } : nil
        let isDeleted = without?.variance != nil
        let raters = isDeleted || without == nil ? without : variation.of(.raters) { $0.raterDraws(options) }
        let answers = sources.count > 1 ? variation.of(nil) { $0.answerDraws(options) } : nil
        let drawn = [units, isDeleted ? nil : raters, answers].compactMap(\.self)
        failed = drawn.map(\.missing).max() ?? 0
        let known = [units, raters, answers].compactMap(\.self)
        guard known.allSatisfy({ $0.variance != nil }) else { return }
        let (ofUnits, ofRaters) = (units?.variance ?? 0, raters?.variance ?? 0)
        let difference = ofUnits + ofRaters - (answers?.variance ?? 0)
        let isLargerOneWay = answers != nil && difference <= 0
        // V(raters) is never less than V(answers) but for the noise of their estimates.
        let variance = isLargerOneWay ? max(ofUnits, ofRaters) : max(difference, ofUnits)
        value = variance
        isTransformed = true
        limitDegrees(variation, without, ofUnits: min(ofUnits, variance), variance)
        method = "; \(drawn.isEmpty ? "delete-one" : "bootstrap") variance over \(names.joined(separator: " and "))"
        if isLargerOneWay {
            method += " (the larger one: their sum minus that over answers is not positive)"
        } else if names.count > 1 {
            method += " (V \(names[0]) + \(isDeleted ? "delete-one " : "")V \(names[1]) − V answers)"
        }
        if !drawn.isEmpty { method += ", \(options.resamples) resamples each, seed \(options.seed)" }
    }

    /// Lowers the degrees of freedom where few units or raters make the variance.
    ///
    /// - Parameter without: The coefficient without each rater.
    private mutating func limitDegrees<Coefficient>(
        _ variation: Variation<Coefficient>,
        _ without: Variation<Coefficient>.Found?,
        ofUnits: Double,
        _ variance: Double
    ) {
        var parts: [(variance: Double, degrees: Double)] = []
        if sources.contains(.units) {
            let least = variation.samples.map { Double($0.design.clusters.count - 1) }.min() ?? 1
            parts += variation.of(.units) { $0.linearized() }?.degrees(of: ofUnits) ?? [(ofUnits, least)]
        }
        parts += without?.degrees(of: variance - ofUnits) ?? []
        degreesOfFreedom = degreesOfFreedom.map { min($0, VarianceDegrees.ofSum(parts)) }
    }

    /// The standard error; nil where there is no variance, or none but rounding.
    var standardError: Double? { value.flatMap { $0 > 1e-20 ? $0.squareRoot() : nil } }

    /// The value with the margin of a t or normal quantile, within a range.
    func interval(_ value: Double, _ options: AnalysisOptions, within range: ClosedRange<Double>) -> ConfidenceInterval?
    {
        guard let error = standardError else { return nil }
        let tail = 1 - (1 - options.confidence) / 2
        let t = degreesOfFreedom.map { StudentT(degreesOfFreedom: $0) }
        let margin = (t?.quantile(tail) ?? Normal.quantile(tail)) * error
        return isTransformed
            ? FisherInterval.around(value, margin, in: range) : FisherInterval.symmetric(value, margin, in: range)
    }

    /// The two-sided p-value of a value that is 0 under the hypothesis.
    func p(_ value: Double) -> Double? {
        guard let error = standardError else { return nil }
        return degreesOfFreedom.map { StudentT(degreesOfFreedom: $0).outside(value / error) }
            ?? 2 * Normal.upperTail(abs(value / error))
    }
}
