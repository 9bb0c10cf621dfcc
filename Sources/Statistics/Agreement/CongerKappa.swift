extension Statistic {
    /// Conger's kappa.
    static let congerKappa = Statistic(
        name: "conger-kappa",
        summary: "Fleiss' kappa with each participant's own shares of categories; for two it is Cohen's",
        citation: "Conger 1980, Psychological Bulletin 88(2):322-328, DOI 10.1037/0033-2909.88.2.322",
        families: [.agreement],
        ratings: { table, options in
            let (matrix, weights) = try table.weights(options, otherwise: .identity)
            let estimate = AgreementEstimate(design: table.design, options: options)
            var result = estimate.result(
                name: "conger-kappa",
                method: "mean pairwise agreement; chance from each participant's own shares",
                coefficient: CongerKappa(table.design, weights: matrix)
            )
            result.weights = weights
            return [result]
        }
    )
}

/// Agreement beyond the mean over pairs of different participants g, h of Σ wₖₗ p_gk p_hl, p being their shares.
///
/// With missing ratings as in Gwet 2014: each participant's shares are those of the items rated.
struct CongerKappa: AgreementCoefficient {
    private let size: Int
    private let raters: Int
    private let weights: SquareMatrix?

    init(_ design: AgreementDesign, weights: SquareMatrix?) {
        (size, raters, self.weights) = (design.categoryCount, design.raterCount, weights)
    }

    var rareUnitsNeeded: Double { RareAnswers.unitsNeeded(weighted: weights != nil) }

    // Share of agreeing pairs, units with pairs, and answers by participant and category.
    var width: Int { 2 + raters * size }

    var needsAnswers: Bool { true }

    @inline(__always)
    func add<Number: Lanes>(_ unit: UnitCounts<Number>, to sums: UnsafeMutablePointer<Number>) {
        for answer in 0..<unit.answerCount {
            sums[2 + Int(unit.raters[answer]) * size + unit.category(of: answer)] += unit.weight(of: answer)
        }
        sums[0] += unit.agreeing(weights).divided(by: unit.pairs)
        sums[1] += unit.pairs.isPositive
    }

    func value(_ sums: [Double], _ counts: borrowing AgreementCounts) throws(Undefined) -> Double {
        guard sums[1] > 0 else { throw Undefined.noPairs }
        // Sums over all pairs, the same participant twice included, less those.
        var mean = [Double](repeating: 0, count: size)
        var (number, squares, own) = (0.0, 0.0, 0.0)
        for rater in 0..<raters {
            let answers = sums[2 + rater * size..<2 + (rater + 1) * size]
            let total = answers.reduce(0, +)
            guard total > 0 else { continue }
            let times = counts.raterWeight[rater]
            let shares = answers.map { $0 / total }
            for category in 0..<size { mean[category] += times * shares[category] }
            number += times
            squares += times * times
            own += times * times * form(shares)
        }
        let pairs = number * number - squares
        guard pairs > 0 else { throw Undefined.noPairs }
        let chance = (form(mean) - own) / pairs
        guard chance < 1 - 1e-15 else { throw Undefined.oneCategory }
        return (sums[0] / sums[1] - chance) / (1 - chance)
    }

    /// Σ wₖₗ pₖ pₗ.
    private func form(_ shares: [Double]) -> Double {
        guard let weights else { return shares.reduce(0) { $0 + $1 * $1 } }
        var sum = 0.0
        for a in 0..<size where shares[a] > 0 {
            for b in 0..<size { sum += weights[a, b] * shares[a] * shares[b] }
        }
        return sum
    }
}
