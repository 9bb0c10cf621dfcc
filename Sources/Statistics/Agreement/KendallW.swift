extension Statistic {
    /// Kendall's coefficient of concordance.
    static let kendallW = Statistic(
        name: "kendall-w",
        summary: "agreement of participants' rankings of the items: 1 the same, 0 none; corrected for ties",
        citation: "Kendall and Babington Smith 1939, Annals of Mathematical Statistics 10(3):275-287,"
            + " DOI 10.1214/aoms/1177732186; incomplete: Durbin 1951, DOI 10.1111/j.2044-8317.1951.tb00310.x",
        families: [.agreement, .rankings],
        ratings: { table, _ in [RankConcordance(table).concordance()] }
    )

    /// Friedman's test.
    static let friedman = Statistic(
        name: "friedman",
        summary:
            "whether participants rank some items higher than others; pairs of items by Conover's or Nemenyi's test",
        citation: "Friedman 1937, DOI 10.1080/01621459.1937.10503522; incomplete: Durbin 1951,"
            + " DOI 10.1111/j.2044-8317.1951.tb00310.x, Skillings and Mack 1981, DOI 10.1080/00401706.1981.10486261;"
            + " pairs: Conover 1999, Practical Nonparametric Statistics",
        families: [.agreement, .ratings, .rankings],
        ratings: { table, options in [RankConcordance(table).friedman(options)] }
    )
}

/// Agreement of participants who each rank some of the items.
struct RankConcordance {
    private let blocks: RankBlocks

    init(_ table: RatingTable) { blocks = RankBlocks(table) }

    func concordance() -> StatisticResult {
        var (result, found) = tested("kendall-w")
        guard let found else { return result }
        result.value = found.concordance
        if blocks.shape == .unbalanced {
            result.method += "; W is the statistic over what it is if all follow the estimated order"
            result.warn(
                "participants rank different items, not in a balanced way: W extends Kendall's and Durbin's to such data"
            )
        }
        return result
    }

    func friedman(_ options: AnalysisOptions) -> StatisticResult {
        var (result, found) = tested("friedman")
        guard let found else { return result }
        result.value = found.statistic
        result.parameters = ["kendallW": found.concordance]
        switch options.postHoc {
        case .conover:
            result.contrasts = conover(found, options.adjustment)
            if result.contrasts != nil {
                result.method += "; pairs of items by Conover's t test, adjusted by \(options.adjustment.title)"
            }
        case .nemenyi:
            result.contrasts = nemenyi()
            if result.contrasts != nil { result.method += "; pairs of items by Nemenyi's test, adjusted for all pairs" }
        }
        return result
    }

    /// The result of the test that no item is ranked higher than others, and its numbers where it has some.
    private func tested(_ name: String) -> (result: StatisticResult, found: RankBlocks.Test?) {
        var result = StatisticResult(
            name: name,
            method: "ranks of items within participants, corrected for ties; \(blocks.shape.title) χ² test",
            n: blocks.count
        )
        if blocks.singles > 0 {
            result.nDropped = blocks.singles
            result.warn("\(blocks.singles) participants who rated one item only are left out")
        }
        do throws(Undefined) {
            let found = try blocks.test()
            result.statisticValue = found.statistic
            result.df = Double(blocks.items.count - 1)
            result.p = ChiSquared(degreesOfFreedom: Double(blocks.items.count - 1)).upperTail(found.statistic)
            result.items = blocks.items.indices.map { item in
                ItemEstimate(item: blocks.items[item], value: blocks.sums[item] / blocks.times[item])
            }
            return (result, found)
        } catch {
            result.mark(error)
            return (result, nil)
        }
    }

    /// Conover 1999, equations 5.8.5 and 5.9.2: for complete rankings and for balanced incomplete ones.
    private func conover(_ found: RankBlocks.Test, _ adjustment: PValueAdjustment) -> [Contrast]? {
        let (participants, items) = (Double(blocks.blocks.count), Double(blocks.items.count))
        guard blocks.shape != .unbalanced, items <= 100, let size = blocks.blocks.first?.items.count else { return nil }
        let most = participants * Double(size - 1)
        let df = most - items + 1
        let error = (2 * blocks.times[0] * blocks.spread / df * (1 - found.statistic / most)).squareRoot()
        guard error > 0, error.isFinite else { return nil }
        var contrasts = pairs { difference, left, right in
            Contrast(
                left: left,
                right: right,
                value: difference / blocks.times[0],
                p: StudentT(degreesOfFreedom: df).outside(difference / error)
            )
        }
        for (index, p) in adjustment.adjust(contrasts.map(\.p)).enumerated() { contrasts[index].pAdjusted = p }
        return contrasts
    }

    /// Nemenyi 1963: differences of mean ranks by the studentized range, with no correction for ties.
    private func nemenyi() -> [Contrast]? {
        let (participants, items) = (Double(blocks.blocks.count), Double(blocks.items.count))
        guard blocks.shape == .complete, items <= 100 else { return nil }
        let range = StudentizedRange(groups: blocks.items.count)
        let error = (items * (items + 1) / (12 * participants)).squareRoot()
        return pairs { difference, left, right in
            var contrast = Contrast(left: left, right: right, value: difference / participants)
            contrast.pAdjusted = range.upperTail(abs(difference / participants) / error)
            return contrast
        }
    }

    private func pairs(_ contrast: (_ difference: Double, _ left: String, _ right: String) -> Contrast) -> [Contrast] {
        blocks.items.indices.flatMap { first in
            blocks.items.indices.dropFirst(first + 1).map { second in
                contrast(blocks.sums[first] - blocks.sums[second], blocks.items[first], blocks.items[second])
            }
        }
    }
}
