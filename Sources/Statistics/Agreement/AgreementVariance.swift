/// The variance of an agreement coefficient over other units and other raters.
///
/// Of the bootstrap it is V(units) + V(raters) − V(answers), units and answers each from a one-way bootstrap, raters by
/// leaving out one at a time where the coefficient has a value without each. Drawing units and raters at once counts the
/// scatter of single answers three times, which is too wide where few answer each unit (Owen 2007, DOI
/// 10.1214/07-AOAS122). At least V(units), since V(raters) is no less than V(answers) but for noise. Cameron, Gelbach and
/// Miller 2011, DOI 10.1198/jbes.2010.07136.
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
    /// - Parameter unitName: What a cluster of units is called, in the plural.
    /// - Complexity: O(resamples × answers) for bootstraps that draw participants.
    init(
        _ sums: UnitSums<some AgreementCoefficient>,
        _ data: AgreementCounts,
        _ options: AnalysisOptions,
        unitName: String
    ) {
        let design = data.design
        let hasUnits = design.clusters.count > 1
        // Two raters cannot be drawn: without either of them nothing is left to compare.
        let hasRaters = design.resamplesRaters && design.raterCount > 2
        let kind = options.interval == .both && options.resamples == 0 ? .linearized : options.interval
        switch kind {
        case .both, .jackknife: sources = (hasUnits ? [.units] : []) + (hasRaters ? [.raters] : [])
        case .items, .linearized: sources = hasUnits ? [.units] : []
        case .raters: sources = hasRaters ? [.raters] : []
        case .kalpha: sources = []
        }
        degreesOfFreedom = sources.map { $0 == .units ? design.clusters.count : design.raterCount }.min().map {
            Double($0 - 1)
        }
        let names = sources.map { $0 == .units ? unitName : "participants" }
        let over = names.joined(separator: " and ")
        guard kind != .kalpha else {
            // The same for every number of resamples: what they tend to.
            value = (sums.coefficient as? KrippendorffAlpha)?.pairVariance(sums.totals(), data)
            method =
                "; limit of the KALPHA bootstrap, which draws pairs of ratings as if they were independent; normal interval"
            return
        }
        guard !sources.isEmpty else { return }
        switch kind {
        case .linearized:
            value = DeleteOne.linearized(sums, data)
            method = "; linearized standard error over \(over)"
        case .jackknife:
            let units = hasUnits ? DeleteOne.units(sums, data) : 0
            let raters = hasRaters ? DeleteOne.raters(sums, data) : 0
            value = units.flatMap { units in raters.map { units + $0 } }
            method = "; jackknife variance over \(names.map { "V \($0)" }.joined(separator: " + "))"
        default:
            guard options.resamples > 0 else { return }
            bootstrap(OneWayBootstrap(sums: sums, data: data, options: options), names, options)
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

    private mutating func bootstrap(
        _ draw: OneWayBootstrap<some AgreementCoefficient>,
        _ names: [String],
        _ options: AnalysisOptions
    ) {
        let units = sources.contains(.units) ? draw.unitVariance() : nil
        let without = sources.contains(.raters) ? DeleteOne.withoutRaters(draw.sums, draw.data) : []
        // A resample holds two thirds of the raters, so that with missing answers its variance is a fifth too small.
        let deleteOne = without.isEmpty ? nil : DeleteOne.variance(without)
        let raters = without.isEmpty ? nil : deleteOne.map { (value: $0, failed: 0) } ?? draw.raterVariance()
        let answers = units != nil && raters != nil ? draw.answerVariance() : nil
        failed = [units, raters, answers].compactMap { $0?.failed }.max() ?? 0
        guard failed <= options.resamples / 2 else { return }
        let (ofUnits, ofRaters) = (units?.value ?? 0, raters?.value ?? 0)
        let difference = ofUnits + ofRaters - (answers?.value ?? 0)
        let isLargerOneWay = answers != nil && difference <= 0
        // V(raters) is never less than V(answers) but for the noise of their estimates.
        let variance = isLargerOneWay ? max(ofUnits, ofRaters) : max(difference, ofUnits)
        value = variance
        isTransformed = true
        limitDegrees(draw, without, ofUnits: min(ofUnits, variance), variance)
        let isDrawn = units != nil || deleteOne == nil
        method = "; \(isDrawn ? "bootstrap" : "delete-one") variance over \(names.joined(separator: " and "))"
        if isLargerOneWay {
            method += " (the larger one: their sum minus that over answers is not positive)"
        } else if names.count > 1 {
            let form = deleteOne == nil ? "" : "delete-one "
            method += " (V \(names[0]) + \(form)V \(names[1]) − V answers)"
        }
        if isDrawn { method += ", \(options.resamples) resamples each, seed \(options.seed)" }
    }

    /// Lowers the degrees of freedom where few units or raters make the variance.
    ///
    /// - Parameter without: The coefficient without each rater.
    private mutating func limitDegrees(
        _ draw: OneWayBootstrap<some AgreementCoefficient>,
        _ without: [Double?],
        ofUnits: Double,
        _ variance: Double
    ) {
        var parts: [(variance: Double, degrees: Double)] = []
        if sources.contains(.units) {
            let own = DeleteOne.influences(draw.sums, draw.data).map(VarianceDegrees.ofMean)
            parts.append((ofUnits, own ?? Double(draw.data.design.clusters.count - 1)))
        }
        if sources.contains(.raters) {
            parts.append((variance - ofUnits, VarianceDegrees.ofMean(without.compactMap(\.self))))
        }
        degreesOfFreedom = degreesOfFreedom.map { min($0, VarianceDegrees.ofSum(parts)) }
    }
}
