extension Statistic {
    /// Percent agreement: the share of agreeing pairs of participants.
    static let percentAgreement = Statistic(
        name: "percent-agreement",
        summary:
            "share of pairs of participants who gave an item the same answer, mean over items; not chance-corrected",
        citation: "Fleiss 1971, Psychological Bulletin 76(5):378-382, DOI 10.1037/h0031619",
        families: [.agreement],
        ratings: { table, options in
            [PercentAgreement.result(AgreementEstimate(design: table.design, options: options))]
        },
        pairs: { table, options in [PercentAgreement.result(table.agreement(options))] }
    )
}

/// Raw agreement between participants.
enum PercentAgreement {
    static func result(_ estimate: AgreementEstimate) -> StatisticResult {
        estimate.result(
            name: "percent-agreement",
            method: "mean over units answered twice or more of the share of agreeing pairs",
            range: 0...1,
            coefficient: ChanceCorrected(.none, size: estimate.design.categoryCount)
        )
    }
}
