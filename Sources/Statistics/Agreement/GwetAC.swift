extension Statistic {
    /// Gwet's AC1.
    static let gwetAC1 = Statistic(
        name: "gwet-ac1",
        summary:
            "agreement corrected for chance by the probability that raters choose at random; stable with skewed categories",
        citation: "Gwet 2008, British Journal of Mathematical and Statistical Psychology 61(1):29-48,"
            + " DOI 10.1348/000711006X126600",
        families: [.agreement],
        ratings: { table, options in
            var plain = options
            (plain.weights, plain.customWeights) = (.identity, nil)
            return [
                try table.chanceCorrected("gwet-ac1", .gwet, "mean pairwise agreement; Gwet's chance agreement", plain)
            ]
        }
    )

    /// Gwet's AC2: AC1 with weights.
    static let gwetAC2 = Statistic(
        name: "gwet-ac2",
        summary: "AC1 for categories that may agree in part",
        citation: "Gwet 2014, Handbook of Inter-Rater Reliability, 4th edition",
        families: [.agreement],
        ratings: { table, options in
            let weights =
                options.weights ?? CategoryWeights(options.level ?? (table.design.values == nil ? .nominal : .ordinal))
            return [
                try table.chanceCorrected(
                    "gwet-ac2",
                    .gwet,
                    "weighted pairwise agreement; Gwet's chance agreement",
                    options,
                    otherwise: weights
                )
            ]
        }
    )

    /// Randolph's free-marginal kappa.
    static let randolphKappa = Statistic(
        name: "randolph-kappa",
        summary: "agreement corrected for chance, all categories being alike; the same as Brennan and Prediger's",
        citation: "Randolph 2005, ERIC ED490661",
        families: [.agreement],
        ratings: { table, options in
            [
                try table.chanceCorrected("randolph-kappa", .uniform, "mean pairwise agreement; equal chances", options)
            ]
        }
    )

    /// Scott's pi.
    static let scottPi = Statistic(
        name: "scott-pi",
        summary: "agreement of two participants corrected for chance by the categories' shares in both together",
        citation: "Scott 1955, Public Opinion Quarterly 19(3):321-325, DOI 10.1086/266577",
        families: [.agreement],
        ratings: { table, options in
            var result = try table.chanceCorrected(
                "scott-pi",
                .shares,
                "pairwise agreement; chance from the shares of both participants",
                options
            )
            if table.participants.count != 2 {
                result.mark(
                    Undefined("Scott's pi is of two participants, not \(table.participants.count): take fleiss-kappa")
                )
            }
            return [result]
        }
    )
}

extension RatingTable {
    /// A chance-corrected coefficient of the ratings, with the weights of the options.
    func chanceCorrected(
        _ name: String,
        _ chance: ChanceCorrected.Chance,
        _ method: String,
        _ options: AnalysisOptions,
        otherwise: CategoryWeights = .identity
    ) throws -> StatisticResult {
        let (matrix, weights) = try weights(options, otherwise: otherwise)
        let scale = max(options.categories ?? 0, categories.count)
        let coefficient = ChanceCorrected(chance, size: categories.count, weights: matrix, categories: scale)
        let estimate = AgreementEstimate(design: design, options: options)
        let isUniform = chance == .uniform && matrix == nil
        var result = estimate.result(
            name: name,
            method: method,
            range: (isUniform ? -1 / Double(max(scale - 1, 1)) : -1)...1,
            coefficient: coefficient
        )
        result.weights = weights
        if matrix != nil, scale > categories.count, result.status == .ok {
            result.warn(
                "the \(scale - categories.count) categories that nobody used are left out: their weights are not known"
            )
        }
        return result
    }
}
