extension Statistic {
    /// Conger's kappa.
    static let congerKappa = Statistic(
        name: "conger-kappa",
        summary: "Fleiss' kappa with each participant's own shares of categories; for two it is Cohen's",
        citation: "Conger 1980, Psychological Bulletin 88(2):322-328, DOI 10.1037/0033-2909.88.2.322",
        families: [.agreement],
        ratings: { table, options in [CongerKappa.result(table, options)] }
    )
}

/// Agreement beyond the chance Σ wₖₗ (p̄ₖ p̄ₗ − sₖₗ / r), with p̄ the mean over participants of their shares and s the covariance.
///
/// With missing ratings as in Gwet 2014: each participant's shares are those of the items rated.
enum CongerKappa {
    static func result(_ table: RatingTable, _ options: AnalysisOptions) -> StatisticResult {
        let kind = options.weights ?? .identity
        var result = StatisticResult(
            name: "conger-kappa",
            method: "weighted pairwise agreement; chance from each participant's own shares",
            n: table.count
        )
        result.weights = kind.rawValue
        let weights = kind.matrix(table.design.values ?? table.categories.indices.map { Double($0 + 1) })
        do throws(Undefined) {
            let value = try value(table.design, weights, without: nil)
            result.value = value
            addJackknife(value, table.design, weights, options, to: &result)
        } catch {
            result.mark(error)
        }
        return result
    }

    private static func addJackknife(
        _ value: Double,
        _ design: AgreementDesign,
        _ weights: SquareMatrix,
        _ options: AnalysisOptions,
        to result: inout StatisticResult
    ) {
        let rated = (0..<design.unitCount).filter { design.cellStart[$0 + 1] > design.cellStart[$0] }
        let left = rated.compactMap { try? Self.value(design, weights, without: $0) }
        guard left.count == rated.count, left.count > 1 else {
            result.warn("no standard error: without some item there is no value")
            return
        }
        let count = Double(left.count)
        let mean = left.reduce(0, +) / count
        let error = ((count - 1) / count * left.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }).squareRoot()
        result.standardError = error
        let margin = StudentT(degreesOfFreedom: count - 1).quantile(1 - (1 - options.confidence) / 2) * error
        result.interval = ConfidenceInterval(finite: max(-1, value - margin), min(1, value + margin))
        result.method += "; jackknife standard error over items, ± t with \(left.count - 1) df"
        result.warn("the interval is about these participants: it does not account for others")
    }

    private static func value(
        _ design: AgreementDesign,
        _ weights: SquareMatrix,
        without left: Int?
    ) throws(Undefined) -> Double {
        let (size, raters) = (weights.size, design.raterCount)
        var counts = [Double](repeating: 0, count: raters * size)
        var (sum, pairable) = (0.0, 0.0)
        var row = [Double](repeating: 0, count: size)
        for unit in 0..<design.unitCount where unit != left {
            for index in row.indices { row[index] = 0 }
            let cells = Int(design.cellStart[unit])..<Int(design.cellStart[unit + 1])
            for cell in cells {
                let category = Int(design.entryCategory[Int(design.cellEntry[cell])])
                row[category] += 1
                counts[Int(design.cellRater[cell]) * size + category] += 1
            }
            let total = Double(cells.count)
            guard total > 1 else { continue }
            var agreeing = -total
            for a in 0..<size where row[a] > 0 { for b in 0..<size { agreeing += weights[a, b] * row[a] * row[b] } }
            sum += agreeing / (total * (total - 1))
            pairable += 1
        }
        guard pairable > 0 else { throw Undefined.noPairs }
        var shares: [[Double]] = []
        for rater in 0..<raters {
            let own = counts[rater * size..<(rater + 1) * size]
            let total = own.reduce(0, +)
            if total > 0 { shares.append(own.map { $0 / total }) }
        }
        let number = Double(shares.count)
        guard number > 1 else { throw Undefined.noPairs }
        let means = (0..<size).map { index in shares.reduce(0) { $0 + $1[index] } / number }
        var chance = 0.0
        for a in 0..<size {
            for b in 0..<size {
                let covariance = shares.reduce(0) { $0 + ($1[a] - means[a]) * ($1[b] - means[b]) } / (number - 1)
                chance += weights[a, b] * (means[a] * means[b] - covariance / number)
            }
        }
        guard chance < 1 - 1e-15 else { throw Undefined.oneCategory }
        return (sum / pairable - chance) / (1 - chance)
    }
}
