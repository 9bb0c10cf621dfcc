extension Statistic {
    /// Brennan and Prediger's coefficient: percent agreement corrected with equal chances.
    static let brennanPrediger = Statistic(
        name: "brennan-prediger",
        summary: "percent agreement corrected for chance, every category being equally likely by chance",
        citation: "Brennan and Prediger 1981, Educational and Psychological Measurement 41(3):687-699,"
            + " DOI 10.1177/001316448104100307",
        families: [.agreement],
        ratings: { table, options in
            let categories = max(options.categories ?? 0, table.categories.count)
            let estimate = AgreementEstimate(design: table.design, options: options)
            return [BrennanPrediger.result(estimate, categories: categories)]
        },
        pairs: { table, options in
            [BrennanPrediger.result(table.agreement(options), categories: table.answerCount(options))]
        }
    )
}

/// Agreement corrected with equal chances: (p − 1/k) / (1 − 1/k) for k categories.
enum BrennanPrediger {
    static func result(_ estimate: AgreementEstimate, categories: Int) -> StatisticResult {
        estimate.result(
            name: "brennan-prediger",
            method: "percent agreement corrected for \(categories) equally likely categories",
            range: -1 / Double(max(categories - 1, 1))...1
        ) { counts throws(Undefined) in
            try value(agreement: try counts.observedAgreement(), categories: categories)
        }
    }

    static func value(agreement: Double, categories: Int) throws(Undefined) -> Double {
        guard categories > 1 else { throw Undefined.oneCategory }
        let chance = 1 / Double(categories)
        return (agreement - chance) / (1 - chance)
    }
}
