extension Statistic {
    /// The hypothesis on the standard deviation of opinion scores.
    static let sos = Statistic(
        name: "sos",
        summary: "how much participants differ beyond what the mean allows: parameter a of the SOS hypothesis, 0…1",
        citation: "Hoßfeld, Schatz and Egger 2011, DOI 10.1109/QoMEX.2011.6065690",
        families: [.ratings],
        ratings: { table, options in [OpinionScores(table).spreadHypothesis(options)] }
    )
}

extension OpinionScores {
    /// The parameter a of SOS² = a (x − L)(H − x) by least squares over items, x being the mean opinion score and L and H
    /// the ends of the scale; on 1…5 the curve is −x² + 6x − 5.
    func spreadHypothesis(_ options: AnalysisOptions) -> StatisticResult {
        var (result, ratings) = start(
            "sos",
            "SOS² = a (x − L)(H − x) by least squares over items, variances with n − 1"
        )
        guard result.status == .ok else { return result }
        let all = ratings.joined().map(\.value)
        guard var low = all.min(), var high = all.max(), high > low else {
            result.mark(Undefined("all ratings are the same"))
            return result
        }
        if let categories = options.categories {
            let (first, last) = (low < 1 ? 0.0 : 1, Double(categories) - (low < 1 ? 1 : 0))
            guard low >= first, high <= last else {
                result.mark(
                    Undefined(
                        "ratings of \(low)…\(high) do not lie on a scale of \(categories) from \(first) to \(last)"
                    )
                )
                return result
            }
            (low, high) = (first, last)
            result.method += "; scale \(low)…\(high) by the number of categories"
        } else {
            result.method += "; scale \(low)…\(high) by the least and the largest rating"
            result.warn("the ends of the scale are taken from the ratings: give --categories where nobody used them")
        }
        var (products, squares, total, points) = (0.0, 0.0, 0.0, 0)
        for own in ratings where own.count > 1 {
            let count = Double(own.count)
            let mean = own.reduce(0) { $0 + $1.value } / count
            let variance = own.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) } / (count - 1)
            let curve = (mean - low) * (high - mean)
            products += curve * variance
            squares += curve * curve
            total += variance * variance
            points += 1
        }
        guard squares > 0 else {
            result.mark(Undefined("no item has two ratings and a mean between the ends of the scale"))
            return result
        }
        let value = products / squares
        result.value = value
        result.parameters = ["scaleLow": low, "scaleHigh": high, "items": Double(points)]
        guard points > 1 else { return result }
        let free = Double(points - 1)
        let error = (max(0, total - value * products) / free / squares).squareRoot()
        let margin = StudentT(degreesOfFreedom: free).quantile(1 - (1 - options.confidence) / 2) * error
        result.standardError = error
        result.interval = ConfidenceInterval(finite: value - margin, value + margin)
        result.df = free
        result.method += "; standard error and t interval of the regression through the origin"
        return result
    }
}
