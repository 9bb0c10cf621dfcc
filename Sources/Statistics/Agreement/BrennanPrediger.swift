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
            return [
                try table.chanceCorrected(
                    "brennan-prediger",
                    .uniform,
                    "percent agreement corrected for \(categories) equally likely categories",
                    options
                )
            ]
        },
        pairs: { table, options in
            let categories = table.answerCount(options)
            let estimate = table.agreement(options)
            return [
                estimate.result(
                    name: "brennan-prediger",
                    method: "percent agreement corrected for \(categories) equally likely categories",
                    range: -1 / Double(max(categories - 1, 1))...1,
                    coefficient: ChanceCorrected(
                        .uniform,
                        size: estimate.design.categoryCount,
                        categories: categories
                    )
                )
            ]
        }
    )
}
