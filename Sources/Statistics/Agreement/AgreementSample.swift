/// Answers with a coefficient, ready to be resampled.
struct AgreementSample<Coefficient: AgreementCoefficient>: Sendable {
    let counts: AgreementCounts
    let sums: UnitSums<Coefficient>

    init(_ design: AgreementDesign, _ coefficient: Coefficient) {
        counts = AgreementCounts(design)
        sums = UnitSums(coefficient, counts)
    }

    var design: AgreementDesign { counts.design }

    /// The coefficient.
    ///
    /// - Throws: ``Undefined`` where it has no value.
    func value() throws(Undefined) -> Double { try sums.coefficient.value(sums.totals(), counts) }

    /// The influence of each cluster of units: what the gradient makes of its contribution to the sums.
    ///
    /// For the coefficients of Gwet 2014, chapter 5, their scatter is his variance. Where the coefficient is no function
    /// of sums, the jackknife takes its place; both agree but for terms of higher order. Nil where there is no gradient.
    func linearized() -> Replicates? {
        if sums.coefficient.needsCounts { return withoutUnits() }
        let totals = sums.totals()
        let clusters = design.clusters.count
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
            guard let high = try? sums.coefficient.value(above, counts),
                let low = try? sums.coefficient.value(below, counts)
            else { return nil }
            gradient[index] = (high - low) / (2 * step)
        }
        return Replicates(
            kind: .influences,
            values: (0..<clusters).map { cluster in
                Double(clusters) * zip(gradient, sums.row(cluster)).reduce(0) { $0 + $1.0 * $1.1 }
            }
        )
    }

    /// The coefficient without each cluster of units.
    func withoutUnits() -> Replicates {
        let totals = sums.totals()
        var counts = counts
        var weights = [Int32](repeating: 1, count: design.clusters.count)
        return Replicates(
            kind: .deletions,
            values: weights.indices.map { cluster in
                if sums.coefficient.needsCounts {
                    weights[cluster] = 0
                    counts.reweight(clusters: weights)
                    weights[cluster] = 1
                }
                return (try? sums.coefficient.value(zip(totals, sums.row(cluster)).map { $0 - $1 }, counts)) ?? .nan
            }
        )
    }
}
