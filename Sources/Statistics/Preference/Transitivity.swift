extension Statistic {
    /// Stochastic transitivity.
    static let transitivity = Statistic(
        name: "transitivity",
        summary: "share of triples of items that violate weak, moderate or strong stochastic transitivity",
        citation: "Block and Marschak 1960; Tversky 1969, Psychological Review 76(1):31-48, DOI 10.1037/h0026750",
        families: [.preference],
        pairs: { table, _ in Transitivity.results(table) }
    )
}

/// How often triples of items violate transitivity.
///
/// Where P(a over b) ≥ ½ and P(b over c) ≥ ½, P(a over c) should be at least ½ (weak), the smaller of the two
/// (moderate), or the larger (strong). A triple violates a form when one of its orders does.
enum Transitivity {
    static func results(_ table: PairTable) -> [StatisticResult] {
        let counts = WinCounts(table)
        let (triples, violations) = count(counts.wins.matrix)
        return zip(["weak", "moderate", "strong"], violations).map { form, violations in
            var result = StatisticResult(
                name: "transitivity",
                method:
                    "observed shares of the pooled choices, ties as half wins; triples with all three pairs compared",
                n: counts.gameCount
            )
            result.form = form
            if table.repeatCount > 0 { result.nDropped = table.repeatCount }
            guard triples > 0 else {
                result.mark(Undefined("no three items have all been compared with each other"))
                return result
            }
            result.value = Double(violations) / Double(triples)
            result.parameters = ["violations": Double(violations), "triples": Double(triples)]
            result.warn("descriptive: sampling error alone violates transitivity, most of all the strong form")
            return result
        }
    }

    private static func count(_ wins: SquareMatrix) -> (triples: Int, violations: [Int]) {
        func share(_ item: Int, _ other: Int) -> Double { wins[item, other] / (wins[item, other] + wins[other, item]) }
        func isCompared(_ item: Int, _ other: Int) -> Bool { wins[item, other] + wins[other, item] > 0 }
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
        var triples = 0
        var violations = [0, 0, 0]
        for first in 0..<wins.size {
            for second in 0..<first where isCompared(first, second) {
                for third in 0..<second where isCompared(first, third) && isCompared(second, third) {
                    triples += 1
                    let items = [first, second, third]
                    var isViolated = [false, false, false]
                    for order in orders {
                        let (a, b, c) = (items[order[0]], items[order[1]], items[order[2]])
                        let (ab, bc, ac) = (share(a, b), share(b, c), share(a, c))
                        guard ab >= 0.5, bc >= 0.5 else { continue }
                        if ac < 0.5 { isViolated[0] = true }
                        if ac < min(ab, bc) { isViolated[1] = true }
                        if ac < max(ab, bc) { isViolated[2] = true }
                    }
                    for form in 0..<3 where isViolated[form] { violations[form] += 1 }
                }
            }
        }
        return (triples, violations)
    }
}
