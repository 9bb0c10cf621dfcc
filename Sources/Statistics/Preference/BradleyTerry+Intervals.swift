internal import RealModule

extension BradleyTerry {
    /// Adds estimates with standard errors and intervals, contrasts and ranks.
    func addItems(_ fit: BradleyTerryFit, to result: inout StatisticResult) {
        result.items = table.items.indices.map { index in
            ItemEstimate(item: table.items[index], value: relative(fit.logWorths, index))
        }
        guard counts.tieCount < counts.gameCount else {
            result.warn("all answers are ties: they vary in nothing, so there are no standard errors and no intervals")
            return
        }
        switch options.cluster {
        case .participant:
            guard counts.activeUnits > 1 else {
                result.warn("one participant: no standard error over participants; the naive form has one")
                return
            }
            guard let covariance = fit.clusteredCovariance(counts) else { return warnOfSingularity(&result) }
            let groups = counts.activeUnits
            let distribution = WaldDistribution.t(degreesOfFreedom: Double(groups - 1))
            result.method += "; sandwich standard errors over participants\(waldName(distribution)); \(fixedStimuli)"
            if groups < 10 {
                result.warn("only \(groups) participants: standard errors and intervals over participants are rough")
            }
            WorthReport(table.items, fit.logWorths, covariance, distribution, .bradleyTerry, options).fill(&result)
        case .none:
            result.method += "; standard errors from the inverse information\(waldName(.normal))"
            if table.items.count <= WorthReport.mostItemsOfContrasts {
                guard let covariance = fit.naiveCovariance() else { return warnOfSingularity(&result) }
                WorthReport(table.items, fit.logWorths, covariance, .normal, .bradleyTerry, options).fill(&result)
            } else {
                guard let variances = fit.naiveVariances(reference: reference) else {
                    return warnOfSingularity(&result)
                }
                let errors = variances.map { max(0, $0).squareRoot() }
                WorthReport(table.items, fit.logWorths, errors: errors, .normal, .bradleyTerry, options).fill(&result)
            }
        }
        switch options.worthInterval {
        case .wald: warnOfMissingEstimates(in: &result)
        case .profile: addProfiles(fit, to: &result)
        case .bootstrap: addBootstrap(fit, to: &result)
        }
    }

    private func waldName(_ distribution: WaldDistribution) -> String {
        options.worthInterval == .wald ? "; Wald intervals, \(distribution.title)" : ""
    }

    private func warnOfSingularity(_ result: inout StatisticResult) {
        result.warn("the information matrix is singular: no standard errors")
    }

    /// What the intervals do not generalize over.
    private var fixedStimuli: String {
        table.namesImages ? "images are taken as fixed (these images)" : "stimuli are taken as fixed (these stimuli)"
    }

    /// Puts intervals by the profile likelihood in place of Wald's.
    ///
    /// With participants as clusters the drop of the likelihood is scaled by how much the sandwich variance exceeds the
    /// naive one, and compared with the square of Student's t: Chandler and Bate 2007, DOI 10.1093/biomet/asm015.
    private func addProfiles(_ fit: BradleyTerryFit, to result: inout StatisticResult) {
        guard let naive = fit.naiveVariances(reference: reference), let items = result.items else { return }
        let isClustered = options.cluster == .participant
        let distribution: WaldDistribution =
            isClustered ? .t(degreesOfFreedom: Double(counts.activeUnits - 1)) : .normal
        let quantile = distribution.quantile(confidence: options.confidence)
        result.method +=
            isClustered
            ? "; profile likelihood intervals, scaled to the sandwich variance, \(distribution.title) squared"
            : "; profile likelihood intervals"
        result.items = items.enumerated().map { index, item in
            var item = item
            guard index != reference, let error = item.standardError else { return item }
            let scale = isClustered ? error * error / naive[index] : 1
            item.interval = fit.profileInterval(of: weights(index), drop: quantile * quantile * scale / 2)
            return item
        }
        warnOfMissingIntervals(in: &result, "the likelihood is too flat for a profile")
    }

    /// Names the items that have a standard error but not the interval that was asked for.
    private func warnOfMissingIntervals(in result: inout StatisticResult, _ reason: String) {
        let missing = (result.items ?? []).enumerated().filter {
            $0.offset != reference && $0.element.standardError != nil && $0.element.interval == nil
        }
        guard !missing.isEmpty else { return }
        result.warn("\(reason): no interval for \(missing.map(\.element.item).joined(separator: ", "))")
    }

    /// What a log-worth is relative to, as weights of all of them.
    private func weights(_ index: Int) -> [Double] {
        let count = table.items.count
        var weights = [Double](repeating: reference == nil ? -1 / Double(count) : 0, count: count)
        if let reference { weights[reference] = -1 }
        weights[index] += 1
        return weights
    }

    /// Puts bootstrap standard errors and intervals in place of Wald's.
    private func addBootstrap(_ fit: BradleyTerryFit, to result: inout StatisticResult) {
        guard options.resamples > 0, let influences = fit.influences(counts), let items = result.items else {
            result.warn("no resamples were asked for: the intervals are Wald's")
            return
        }
        let worths = WorthBootstrap.worths(counts, fit, resamples: options.resamples, seed: options.seed)
        let found = worths.compactMap { $0 }
        let unit = options.cluster == .participant ? "participants" : "answers"
        result.method +=
            "; bias-corrected accelerated bootstrap of \(unit), \(options.resamples) resamples, seed \(options.seed);"
            + " standard errors of items from it"
        let units = counts.activeUnits
        result.items = items.enumerated().map { index, item in
            var item = item
            guard index != reference, item.standardError != nil else { return item }
            let values = found.map { relative($0, index) }
            var influence = Array(influences[index * units..<(index + 1) * units])
            if let reference {
                for unit in 0..<units { influence[unit] -= influences[reference * units + unit] }
            }
            let mean = values.reduce(0, +) / Double(max(1, values.count))
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            item.standardError = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil
            item.interval = BiasCorrectedInterval.limits(
                values,
                estimate: relative(fit.logWorths, index),
                influences: influence,
                confidence: options.confidence
            )
            return item
        }
        warn(ofMissing: worths.count - found.count, in: &result)
        warnOfMissingIntervals(in: &result, "too few resamples have an estimate, or all have the same")
    }

    /// Warns where an estimate would not exist with other participants, by resampling them.
    private func warnOfMissingEstimates(in result: inout StatisticResult) {
        guard options.resamples > 0, options.cluster == .participant else { return }
        let missing = WorthBootstrap.countMissing(counts, resamples: options.resamples, seed: options.seed)
        warn(ofMissing: missing, in: &result)
    }

    private func warn(ofMissing missing: Int, in result: inout StatisticResult) {
        guard missing > 0 else { return }
        let unit = options.cluster == .participant ? "participants" : "answers"
        result.warn(
            "\(missing) of \(options.resamples) bootstrap resamples of \(unit) (seed \(options.seed)) have no"
                + " finite estimate: the intervals are then too short at their outer end"
        )
    }
}
