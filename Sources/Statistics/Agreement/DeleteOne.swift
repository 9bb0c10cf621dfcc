/// Variances without resamples: the delta method, and leaving out one unit or rater at a time.
enum DeleteOne {
    /// Σ (Lᵢ − L̄)² / (n (n − 1)) with L the influence of a unit: what the gradient makes of its contribution to the sums.
    ///
    /// For the coefficients of Gwet 2014, chapter 5, this is his variance. Where the coefficient is no function of sums,
    /// the jackknife takes its place; both agree but for terms of higher order.
    static func linearized<C: AgreementCoefficient>(_ sums: UnitSums<C>, _ data: AgreementCounts) -> Double? {
        if sums.coefficient.needsCounts { return units(sums, data) }
        let number = Double(data.design.clusters.count)
        return influences(sums, data).map { scatter($0) / (number * (number - 1)) }
    }

    /// The influence of each cluster of units but for a constant; nil where the coefficient has no gradient.
    static func influences<C: AgreementCoefficient>(_ sums: UnitSums<C>, _ data: AgreementCounts) -> [Double]? {
        if sums.coefficient.needsCounts { return withoutUnits(sums, data) }
        let totals = sums.totals()
        let clusters = data.design.clusters.count
        var scale = [Double](repeating: 0, count: totals.count)
        for cluster in 0..<clusters {
            for (index, part) in sums.row(cluster).enumerated() { scale[index] += abs(part) }
        }
        var gradient = [Double](repeating: 0, count: totals.count)
        for index in totals.indices where scale[index] > 0 {
            // Truncation is of the order of the step's square, rounding of its inverse.
            let step = 1e-5 * scale[index]
            var (above, below) = (totals, totals)
            above[index] += step
            below[index] -= step
            guard let high = try? sums.coefficient.value(above, data),
                let low = try? sums.coefficient.value(below, data)
            else { return nil }
            gradient[index] = (high - low) / (2 * step)
        }
        let number = Double(clusters)
        return (0..<clusters).map { cluster in
            number * zip(gradient, sums.row(cluster)).reduce(0) { $0 + $1.0 * $1.1 }
        }
    }

    /// The delete-one variance over clusters of units; nil where the coefficient has no value without some of them.
    static func units<C: AgreementCoefficient>(_ sums: UnitSums<C>, _ data: AgreementCounts) -> Double? {
        let number = Double(data.design.clusters.count)
        return withoutUnits(sums, data).map { scatter($0) * (number - 1) / number }
    }

    /// The coefficient of the other units, for each cluster of them; nil where it has no value without some.
    private static func withoutUnits<C: AgreementCoefficient>(
        _ sums: UnitSums<C>,
        _ data: AgreementCounts
    ) -> [Double]? {
        let clusters = data.design.clusters.count
        let totals = sums.totals()
        var counts = data
        var weights = [Int32](repeating: 1, count: clusters)
        var values: [Double] = []
        for cluster in 0..<clusters {
            if sums.coefficient.needsCounts {
                weights[cluster] = 0
                counts.reweight(clusters: weights)
                weights[cluster] = 1
            }
            let rest = zip(totals, sums.row(cluster)).map { $0 - $1 }
            guard let value = try? sums.coefficient.value(rest, counts) else { return nil }
            values.append(value)
        }
        return values
    }

    /// The delete-one variance over raters; nil where the coefficient has no value without some of them.
    static func raters<C: AgreementCoefficient>(_ sums: UnitSums<C>, _ data: AgreementCounts) -> Double? {
        variance(withoutRaters(sums, data))
    }

    /// (n − 1) / n Σ (x − x̄)² of the values without each rater; nil where one is missing.
    static func variance(_ without: [Double?]) -> Double? {
        let values = without.compactMap { $0 }
        let number = Double(without.count)
        return values.count == without.count ? scatter(values) * (number - 1) / number : nil
    }

    /// The coefficient of the other raters, for each one; nil where it has no value.
    static func withoutRaters<C: AgreementCoefficient>(_ sums: UnitSums<C>, _ data: AgreementCounts) -> [Double?] {
        let number = data.design.raterCount
        var (sums, counts) = (sums, data)
        var weights = [Double](repeating: 1, count: number)
        return (0..<number).map { rater in
            weights[rater] = 0
            counts.reweight(raters: weights)
            weights[rater] = 1
            sums.fill(counts)
            return try? sums.coefficient.value(sums.totals(), counts)
        }
    }

    /// Σ (x − x̄)².
    private static func scatter(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(max(1, values.count))
        return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
}
