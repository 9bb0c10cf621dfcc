extension Statistic {
    /// Fleiss' kappa.
    static let fleissKappa = Statistic(
        name: "fleiss-kappa",
        summary: "percent agreement corrected for the chance agreement that the categories' frequencies imply",
        citation: "Fleiss 1971, Psychological Bulletin 76(5):378-382, DOI 10.1037/h0031619;"
            + " missing ratings as in Gwet 2014, Handbook of Inter-Rater Reliability",
        families: [.agreement],
        ratings: { table, options in
            let estimate = AgreementEstimate(design: table.design, options: options)
            let method = "mean pairwise agreement; chance from the mean category shares, which items rated once enter"
            return [estimate.result(name: "fleiss-kappa", method: method, coefficient: FleissKappa.value)]
        }
    )
}

/// Agreement beyond the chance Σ π², π being the categories' mean shares.
enum FleissKappa {
    static func value(_ counts: AgreementCounts) throws(Undefined) -> Double {
        let observed = try counts.observedAgreement()
        var chance = 0.0
        var used = 0
        for share in counts.meanShares() where share > 0 {
            chance += share * share
            used += 1
        }
        guard used > 1 else { throw Undefined.oneCategory }
        return (observed - chance) / (1 - chance)
    }
}
