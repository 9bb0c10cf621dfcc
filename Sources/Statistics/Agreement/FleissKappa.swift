extension Statistic {
    /// Fleiss' kappa.
    static let fleissKappa = Statistic(
        name: "fleiss-kappa",
        summary: "percent agreement corrected for the chance agreement that the categories' frequencies imply",
        citation: "Fleiss 1971, Psychological Bulletin 76(5):378-382, DOI 10.1037/h0031619;"
            + " missing ratings as in Gwet 2014, Handbook of Inter-Rater Reliability",
        families: [.agreement],
        ratings: { table, options in
            [
                try table.chanceCorrected(
                    "fleiss-kappa",
                    .shares,
                    "mean pairwise agreement; chance from the mean category shares, which items rated once enter",
                    options
                )
            ]
        }
    )
}
