extension Statistic {
    /// Davidson's model of ties.
    static let davidson = Statistic(
        name: "davidson",
        summary: "Bradley–Terry log-worths with ties as an answer of their own; parameter logNu",
        citation: "Davidson 1970, Journal of the American Statistical Association 65(329):317-328,"
            + " DOI 10.1080/01621459.1970.10481082",
        families: [.preference],
        pairs: { table, options in
            [DifferenceAnalysis(table, options, .davidson).result("davidson", "P(tie) ∝ ν √(πᵢ πⱼ)", ties: "logNu")]
        }
    )

    /// Rao and Kupper's model of ties.
    static let raoKupper = Statistic(
        name: "rao-kupper",
        summary: "Bradley–Terry log-worths with a threshold below which differences are ties; parameter threshold",
        citation: "Rao and Kupper 1967, Journal of the American Statistical Association 62(317):194-204,"
            + " DOI 10.1080/01621459.1967.10482901",
        families: [.preference],
        pairs: { table, options in
            [
                DifferenceAnalysis(table, options, .raoKupper).result(
                    "rao-kupper",
                    "threshold η, θ = e^η",
                    ties: "threshold"
                )
            ]
        }
    )

    /// Thurstone's Case V.
    static let thurstone = Statistic(
        name: "thurstone",
        summary: "scale values of Case V, the standard deviation of a difference being 1; × 1.4826 in JND",
        citation: "Thurstone 1927, Psychological Review 34(4):273-286, DOI 10.1037/h0070288",
        families: [.preference],
        pairs: { table, options in
            let analysis = DifferenceAnalysis(table, options, .thurstone)
            let what = "Case V, standard deviation of a difference 1"
            return [analysis.result("thurstone", what)]
                + (options.priorSD.map { [analysis.withPriorOnDistances("thurstone", deviation: $0)] } ?? [])
        }
    )
}
