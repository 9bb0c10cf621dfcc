internal import RealModule

/// Worths of items as results tell them: estimates with errors and intervals, all pairs of items, possible ranks.
struct WorthReport {
    let items: [String]
    let worths: [Double]
    /// How much one unit of the model's worths is in those told.
    let unit: Double
    /// The standard error of each worth, relative to the reference or to their mean.
    let errors: [Double]
    /// The covariances of worths; without them there are no contrasts and no ranks.
    let covariance: SquareMatrix?
    let distribution: WaldDistribution
    /// Which model the worths belong to: it says what a difference of worths means.
    let model: DifferenceModel
    let options: AnalysisOptions
    let reference: Int?

    /// Above this many items their pairs are too many to be read.
    static let mostItemsOfContrasts = 50

    /// A report of worths with all their covariances.
    init(
        _ items: [String],
        _ worths: [Double],
        _ covariance: SquareMatrix,
        _ distribution: WaldDistribution,
        _ model: DifferenceModel,
        _ options: AnalysisOptions,
        unit: Double = 1
    ) {
        let reference = options.reference.flatMap { items.firstIndex(of: $0) }
        let errors = items.indices.map { unit * Self.error(covariance, $0, reference) }
        (self.items, self.worths, self.errors, self.unit) = (items, worths.map { unit * $0 }, errors, unit)
        (self.distribution, self.model, self.options, self.reference) = (distribution, model, options, reference)
        self.covariance = items.count <= Self.mostItemsOfContrasts ? covariance : nil
    }

    /// A report of worths of many items, for which standard errors suffice.
    init(
        _ items: [String],
        _ worths: [Double],
        errors: [Double],
        _ distribution: WaldDistribution,
        _ model: DifferenceModel,
        _ options: AnalysisOptions
    ) {
        (self.items, self.worths, self.errors, covariance, unit) = (items, worths, errors, nil, 1)
        (self.distribution, self.model, self.options) = (distribution, model, options)
        reference = options.reference.flatMap { items.firstIndex(of: $0) }
    }

    /// The worth of an item less that of the reference.
    func value(_ index: Int) -> Double { worths[index] - (reference.map { worths[$0] } ?? 0) }

    /// Adds estimates, Wald intervals, contrasts and ranks to a result.
    func fill(_ result: inout StatisticResult) {
        let quantile = distribution.quantile(confidence: options.confidence)
        var constant: [String] = []
        var estimates = items.indices.map { index in
            var estimate = ItemEstimate(item: items[index], value: value(index))
            guard index != reference else {
                estimate.standardError = 0
                return estimate
            }
            // Scores that cancel leave rounding errors behind.
            guard errors[index] > 1e-9 else {
                constant.append(items[index])
                return estimate
            }
            estimate.standardError = Optional(errors[index]).finite
            let margin = quantile * errors[index]
            estimate.interval = ConfidenceInterval(finite: value(index) - margin, value(index) + margin)
            return estimate
        }
        if !constant.isEmpty {
            result.warn(
                "participants do not differ on \(constant.joined(separator: ", ")): no standard error and no interval"
                    + " there"
            )
        }
        if let covariance, items.count > 1 {
            let contrasts = contrasts(covariance, quantile)
            addRanks(contrasts, to: &estimates)
            result.contrasts = contrasts
            result.method +=
                "; contrasts by Wald tests, \(options.adjustment.title); ranks that all contrasts by Holm leave possible"
        } else if items.count > Self.mostItemsOfContrasts {
            result.warn("more than \(Self.mostItemsOfContrasts) items: contrasts of pairs and ranks are left out")
        }
        result.items = estimates
    }

    /// How much greater the worth of each item is than that of each later one.
    private func contrasts(_ covariance: SquareMatrix, _ quantile: Double) -> [Contrast] {
        var contrasts: [Contrast] = []
        for left in items.indices {
            for right in left + 1..<max(left + 1, items.count) {
                let difference = worths[left] - worths[right]
                var contrast = Contrast(left: items[left], right: items[right], value: difference)
                contrast.probabilityOfSuperiority = model.superiority(difference / unit)
                contrast.oddsRatio = model.oddsRatio(difference / unit).finite
                let error = unit * Self.error(covariance, left, right)
                if error > 1e-9, error.isFinite {
                    contrast.standardError = error
                    contrast.interval = ConfidenceInterval(
                        finite: difference - quantile * error,
                        difference + quantile * error
                    )
                    contrast.p = distribution.outside(difference / error)
                }
                contrasts.append(contrast)
            }
        }
        for (index, adjusted) in options.adjustment.adjust(contrasts.map(\.p)).enumerated() {
            contrasts[index].pAdjusted = adjusted
        }
        return contrasts
    }

    /// Ranks from one more than the items that are surely better to what the surely worse ones leave.
    ///
    /// They hold for all items at once where no difference is wrongly found: that is why Holm's adjustment is taken,
    /// whichever the contrasts have. Mohamad, Goeman and van Zwet 2019, arXiv:1812.05507.
    private func addRanks(_ contrasts: [Contrast], to estimates: inout [ItemEstimate]) {
        var (better, worse) = ([Int](repeating: 0, count: items.count), [Int](repeating: 0, count: items.count))
        let adjusted = PValueAdjustment.holm.adjust(contrasts.map(\.p))
        var index = 0
        for left in items.indices {
            for right in left + 1..<max(left + 1, items.count) {
                if let p = adjusted[index], p < 1 - options.confidence {
                    let isLeft = worths[left] > worths[right]
                    better[isLeft ? right : left] += 1
                    worse[isLeft ? left : right] += 1
                }
                index += 1
            }
        }
        for item in items.indices {
            estimates[item].rankLower = 1 + better[item]
            estimates[item].rankUpper = items.count - worse[item]
        }
    }

    /// The standard error of a worth relative to another, or to the mean.
    private static func error(_ covariance: SquareMatrix, _ index: Int, _ other: Int?) -> Double {
        guard let other else { return max(0, covariance[index, index]).squareRoot() }
        let variance = covariance[index, index] + covariance[other, other] - 2 * covariance[index, other]
        return index == other ? 0 : max(0, variance).squareRoot()
    }
}

extension DifferenceModel {
    /// The probability that the better item wins where one of both does; nil where the model has no such number.
    func superiority(_ d: Double) -> Double? {
        switch self {
        case .bradleyTerry, .davidson: 1 / (1 + Double.exp(-d))
        case .thurstone: Normal.cdf(d)
        case .raoKupper: nil
        }
    }

    /// The odds of winning rather than losing; nil where they are not the same for all pairs of one difference.
    func oddsRatio(_ d: Double) -> Double? {
        switch self {
        case .bradleyTerry, .davidson: Double.exp(d)
        case .thurstone, .raoKupper: nil
        }
    }
}
