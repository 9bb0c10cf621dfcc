internal import RealModule

extension Statistic {
    /// Elo ratings.
    static let elo = Statistic(
        name: "elo",
        summary: "ratings updated answer by answer in their order: 1500 at the start, K = 32; they depend on the order",
        citation: "Elo 1978, The Rating of Chessplayers, Past and Present",
        families: [.preference],
        pairs: { table, _ in
            var ratings = [Double](repeating: 1500, count: table.items.count)
            for judgement in table.firsts {
                let (left, right) = (Int(judgement.left), Int(judgement.right))
                let expected = 1 / (1 + Double.exp10((ratings[right] - ratings[left]) / 400))
                let score = judgement.outcome == .left ? 1 : judgement.outcome == .tie ? 0.5 : 0
                ratings[left] += 32 * (score - expected)
                ratings[right] -= 32 * (score - expected)
            }
            var result = StatisticResult(
                name: "elo",
                method: "1500 at the start, K = 32, scale 400, answers in the order of the table, ties as half wins",
                n: table.count
            )
            guard table.count > 0 else {
                result.mark(Undefined("there are no comparisons"))
                return [result]
            }
            result.items = zip(table.items, ratings).map { ItemEstimate(item: $0, value: $1) }
            result.warn("ratings depend on the order of answers: they describe a stream, not a scale")
            return [result]
        }
    )
}
