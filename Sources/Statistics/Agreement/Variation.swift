/// How one coefficient, or the difference of two, varies when things are drawn anew or left out.
struct Variation<Coefficient: AgreementCoefficient> {
    let samples: [AgreementSample<Coefficient>]
    /// What two samples have in common, and number alike.
    let sharing: Set<AgreementVariance.Source>

    /// Replicates of the coefficient, or of the difference, or of two coefficients that vary apart.
    struct Found {
        let replicates: [Replicates]

        /// The sum of their variances; nil where one has none.
        var variance: Double? {
            let variances = replicates.compactMap(\.variance)
            return variances.count == replicates.count ? variances.reduce(0, +) : nil
        }

        /// How many have no value, of those in which they are most.
        var missing: Int { replicates.map(\.missing).max() ?? 0 }

        /// A variance shared out among the replicates by theirs, with the degrees of freedom of each.
        func degrees(of variance: Double) -> [(variance: Double, degrees: Double)] {
            let own = replicates.map { $0.variance ?? 0 }
            let sum = own.reduce(0, +)
            return zip(own, replicates).map { part, replicates in
                let share = sum > 0 ? part / sum : 1 / Double(own.count)
                return (variance * share, VarianceDegrees.ofMean(replicates.values.filter { !$0.isNaN }))
            }
        }
    }

    /// Replicates of each sample, subtracted where both samples share what is varied; nil where one sample has none.
    func of(
        _ source: AgreementVariance.Source?,
        _ replicates: (AgreementSample<Coefficient>) -> Replicates?
    ) -> Found? {
        let found = samples.compactMap(replicates)
        guard found.count == samples.count else { return nil }
        let isShared = found.count == 2 && source.map(sharing.contains) == true
        return Found(replicates: isShared ? [found[0] - found[1]] : found)
    }
}
