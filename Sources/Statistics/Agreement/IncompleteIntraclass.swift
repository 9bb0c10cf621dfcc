internal import RealModule

/// Intraclass correlations where not everyone rated everything, from all ratings.
///
/// Agreement and consistency come from the variances of items, participants and what is left by restricted maximum
/// likelihood, their intervals from the curvature of the likelihood on the scale of logits; the one-way form comes from
/// mean squares (Donner 1986, DOI 10.2307/1403259). The mean of k ratings takes the harmonic mean of how many ratings items
/// have (ten Hove, Jorgensen and van der Ark 2022).
struct IncompleteIntraclass {
    private let table: RatingTable
    private let ratings: [VarianceComponents.Observation]
    /// The ratings of each item.
    private let items: [[Double]]
    private let k: Double

    /// A coefficient of single ratings.
    private struct Single {
        var value: Double
        var interval: ConfidenceInterval?
        var statistic: (ratio: Double, df: Double, df2: Double)?
    }

    init(_ table: RatingTable) {
        self.table = table
        let (design, values) = (table.design, table.design.values ?? [])
        ratings = (0..<design.unitCount).flatMap { unit in
            design.cells(of: unit).map { cell in
                (first: Int(design.cellRater[cell]), second: unit, value: values[design.category(of: cell)])
            }
        }
        var items = [[Double]](repeating: [], count: design.unitCount)
        for rating in ratings { items[rating.second].append(rating.value) }
        self.items = items
        k = Double(items.count) / items.reduce(0) { $0 + 1 / Double($1.count) }
    }

    func results(_ options: AnalysisOptions) -> [StatisticResult] {
        let z = Normal.quantile(1 - (1 - options.confidence) / 2)
        let components = Result<VarianceComponents, Undefined> { () throws(Undefined) in try fitted() }
        let oneWay = Result<Single, Undefined> { () throws(Undefined) in try self.oneWay(options) }
        return IntraclassCorrelation.forms.map { form in
            let isOneWay = form.hasPrefix("1")
            var result = StatisticResult(
                name: "icc",
                method: isOneWay
                    ? "mean squares of items with different numbers of ratings; F interval of Donner"
                    : "variances by restricted maximum likelihood, all ratings; interval on the scale of logits",
                n: ratings.count
            )
            result.form = "ICC(\(form))"
            do throws(Undefined) {
                var single =
                    isOneWay ? try oneWay.get() : Self.single(try components.get(), isAgreement: form.hasPrefix("A"), z)
                result.parameters = ["ratingsPerItem": k]
                if let test = single.statistic {
                    (result.statisticValue, result.df) = (test.ratio, test.df)
                    result.parameters?["df2"] = test.df2
                    result.p = FisherF(test.df, test.df2).upperTail(test.ratio)
                }
                if form.hasSuffix("k") { single = try steppedUp(single) }
                (result.value, result.interval) = (single.value, single.interval)
                if single.interval == nil { result.warn("no interval: a variance is estimated as 0, or has no limit") }
            } catch {
                result.mark(error)
            }
            return result
        }
    }

    private func fitted() throws(Undefined) -> VarianceComponents {
        guard table.participants.count > 1, items.count(where: { $0.count > 1 }) > 1 else {
            throw Undefined("too few items were rated by two participants: at least 2 are needed")
        }
        guard Set(ratings.map(\.value)).count > 1 else { throw Undefined("all ratings are the same") }
        guard let found = VarianceComponents(ratings, levels: (table.participants.count, items.count)) else {
            throw Undefined("the variances of items and participants have no maximum of their likelihood")
        }
        return found
    }

    /// Agreement, or consistency: the items' share of the variance, that of participants counted or not.
    private static func single(_ components: VarianceComponents, isAgreement: Bool, _ z: Double) -> Single {
        let (raters, items) = (components.ratio(0), components.ratio(1))
        let rest = isAgreement ? raters + 1 : 1
        let found = Single(value: items / (items + rest))
        guard items > 0, raters > 0 || !isAgreement else { return found }
        // The covariance of both logarithms is twice the inverse of the deviance's curvature.
        let second = components.curvature
        let determinant = second[0] * second[2] - second[1] * second[1]
        // Of the logit, the gradient by the logarithm of the participants' ratio; by that of the items' it is 1.
        let slope = isAgreement ? -raters / rest : 0
        let variance =
            raters > 0
            ? 2 * (slope * slope * second[2] - 2 * slope * second[1] + second[0]) / determinant : 2 / second[2]
        guard variance > 0, variance.isFinite else { return found }
        let (center, margin) = (Double.log(items / rest), z * variance.squareRoot())
        func share(_ logit: Double) -> Double { 1 / (1 + Double.exp(-logit)) }
        return Single(
            value: found.value,
            interval: ConfidenceInterval(finite: share(center - margin), share(center + margin))
        )
    }

    private func oneWay(_ options: AnalysisOptions) throws(Undefined) -> Single {
        let (count, groups) = (Double(ratings.count), Double(items.count))
        guard groups > 1, count > groups else {
            throw Undefined("too few items were rated by two participants: at least 2 are needed")
        }
        let mean = ratings.reduce(0) { $0 + $1.value } / count
        var (between, within, sizes) = (0.0, 0.0, 0.0)
        for item in items {
            let (size, own) = (Double(item.count), item.reduce(0, +) / Double(item.count))
            between += size * (own - mean) * (own - mean)
            within += item.reduce(0) { $0 + ($1 - own) * ($1 - own) }
            sizes += size * size
        }
        guard between + within > 0 else { throw Undefined("all ratings are the same") }
        between /= groups - 1
        within /= count - groups
        let size = (count - sizes / count) / (groups - 1)
        var found = Single(value: (between - within) / (between + (size - 1) * within))
        guard within > 0 else { return found }
        let (ratio, tail) = (between / within, 1 - (1 - options.confidence) / 2)
        let low = ratio / FisherF(groups - 1, count - groups).quantile(tail)
        let high = ratio * FisherF(count - groups, groups - 1).quantile(tail)
        found.interval = ConfidenceInterval(finite: (low - 1) / (low + size - 1), (high - 1) / (high + size - 1))
        found.statistic = (ratio, groups - 1, count - groups)
        return found
    }

    /// The mean of k ratings by Spearman and Brown.
    private func steppedUp(_ single: Single) throws(Undefined) -> Single {
        guard 1 + (k - 1) * single.value > 0 else {
            throw Undefined("items differ less than chance has it: a mean of \(k) ratings has no reliability")
        }
        func mean(_ value: Double) -> Double {
            1 + (k - 1) * value > 0 ? k * value / (1 + (k - 1) * value) : -.infinity
        }
        var found = single
        found.value = mean(single.value)
        found.interval = single.interval.flatMap { ConfidenceInterval(finite: mean($0.lower), mean($0.upper)) }
        return found
    }
}
