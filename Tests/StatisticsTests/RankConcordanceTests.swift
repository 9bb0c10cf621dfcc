import SeededRandom
import Statistics
import Testing

@Suite("Rankings, some of them incomplete")
struct RankConcordanceTests {
    struct File: Decodable {
        struct Balanced: Decodable {
            let ratings: [[Double?]]
            let pairs: [Double]
        }
        struct Unbalanced: Decodable {
            let ratings: [[Double?]]
            let statistic: Double
            let p: Double
        }
        let balanced: Balanced
        let unbalanced: [Unbalanced]
    }

    @Test("With ties: pairs of items by scikit-posthocs 0.17.1, statistics by permutation")
    func peers() throws {
        let golden = try Golden.load("ranks.json", as: File.self)
        let contrasts = try #require(try results(golden.balanced.ratings).friedman.contrasts)
        for (contrast, p) in zip(contrasts, golden.balanced.pairs) {
            #expect(isNear(contrast.p, p, 1e-9), "\(contrast.left) \(contrast.right)")
        }
        for item in golden.unbalanced {
            let friedman = try results(item.ratings).friedman
            #expect(isNear(friedman.value, item.statistic, 1e-9) && isNear(friedman.p, item.p, 1e-10))
        }
    }

    private func results(_ rows: [[Double?]], _ options: AnalysisOptions? = nil) throws -> (
        w: StatisticResult, friedman: StatisticResult
    ) {
        let (table, options) = (try Tables.ratings(rows), try options ?? plain())
        return (
            try StatisticCatalog.one("kendall-w", .rankings, table, options),
            try StatisticCatalog.one("friedman", .rankings, table, options)
        )
    }

    /// Seven people rank three of seven ice creams each: Conover 1999, page 391.
    private static let iceCreams: [[Double?]] = [
        [2, 3, nil, 1, nil, nil, nil], [nil, 3, 1, nil, 2, nil, nil], [nil, nil, 2, 1, nil, 3, nil],
        [nil, nil, nil, 1, 2, nil, 3], [3, nil, nil, nil, 1, 2, nil], [nil, 3, nil, nil, nil, 1, 2],
        [3, nil, 1, nil, nil, nil, 2],
    ]

    @Test("Balanced incomplete rankings: Durbin's test of Conover 1999, 12 with 6 degrees of freedom, p 0.062")
    func durbin() throws {
        let (w, friedman) = try results(Self.iceCreams)
        #expect(isNear(friedman.value, 12, 1e-12))
        #expect(friedman.df == 6)
        #expect(isNear(friedman.p, 0.0619688, 1e-7))
        #expect(friedman.method.contains("Durbin's"))
        #expect(friedman.contrasts?.count == 21)
        // Durbin 1951: 12 Σ R² − 3 λ... over λ² t (t² − 1), here of rank sums 8, 9, 4, 3, 5, 6, 7.
        #expect(isNear(w.value, 12 * 28 / (7 * 48), 1e-12))
        #expect(w.nDropped == nil && w.n == 21)
    }

    @Test("Unbalanced incomplete rankings: 15.493 with 3 degrees of freedom of Skillings and Mack 1981")
    func skillingsMack() throws {
        // Times to assemble by four methods, nine people: Hollander and Wolfe 1999, table 7.19.
        let methods: [[Double?]] = [
            [3.2, 3.1, 4.3, 3.5, 3.6, 4.5, nil, 4.3, 3.5], [4.1, 3.9, 3.5, 3.6, 4.2, 4.7, 4.2, 4.6, nil],
            [3.8, 3.4, 4.6, 3.9, 3.7, 3.7, 3.4, 4.4, 3.7], [4.2, 4.0, 4.8, 4.0, 3.9, nil, nil, 4.9, 3.9],
        ]
        let people = (0..<9).map { person in methods.map { $0[person] } }
        let (w, friedman) = try results(people)
        #expect(isNear(friedman.value, 15.493, 0.0005), "\(friedman.value ?? 0)")
        #expect(friedman.df == 3)
        #expect(friedman.method.contains("Skillings and Mack's"))
        #expect(friedman.contrasts == nil)
        #expect(w.warnings?.contains { $0.contains("different items") } == true)
        #expect(try #require(w.value) > 0 && w.value ?? 2 < 1)
    }

    @Test("Of complete rankings without one rating little changes; the same order gives 1 whatever is missing")
    func agreed() throws {
        let rows: [[Double?]] = [[1, 2, 3, 4, nil], [nil, 2, 3, 4, 5], [1, nil, 3, 4, 5], [1, 2, 3, nil, nil]]
        #expect(isNear(try results(rows).w.value, 1, 1e-12))
        // By complete rankings the statistic is m (n − 1) W, and ties do not change that.
        var generator = SeededGenerator(seed: 3)
        let tied = (0..<5).map { _ in (0..<7).map { _ in Double?(Double(generator.below(4))) } }
        let (w, friedman) = try results(tied)
        #expect(isNear(friedman.value, 5 * 6 * (try #require(w.value)), 1e-10))
    }

    @Test("Relabeling items and turning the scale around change nothing")
    func invariance() throws {
        var generator = SeededGenerator(seed: 8)
        let rows = (0..<8).map { _ in
            (0..<6).map { _ in generator.uniform() < 0.7 ? Double(generator.below(5)) : nil as Double? }
        }
        let first = try results(rows)
        let turned = try results(rows.map { $0.reversed().map { $0.map { -3 * $0 } } })
        #expect(isNear(first.w.value, try #require(turned.w.value), 1e-10))
        #expect(isNear(first.friedman.value, try #require(turned.friedman.value), 1e-10))
    }

    @Test("Groups of items that nobody ranked together are not compared")
    func apart() throws {
        let (w, friedman) = try results([[1, 2, nil, nil], [2, 1, nil, nil], [nil, nil, 1, 2], [nil, nil, 2, 1]])
        #expect(w.status == .notIdentified && friedman.status == .notIdentified)
        #expect(w.reason?.contains("nobody ranked together") == true)
    }

    @Test("One participant, one item each, all alike: undefined, with a reason")
    func degenerate() throws {
        for rows: [[Double?]] in [[[1, 2, 3]], [[1, nil], [nil, 2]], [[2, 2, 2], [1, 1, 1]], []] {
            let (w, friedman) = try results(rows)
            #expect(w.status == .undefined && w.reason != nil && friedman.status == .undefined)
        }
        let (w, _) = try results([[1, 2], [2, 1]])
        #expect(w.value == 0)
    }

    @Test("Correlations of participants are over the items that both rated")
    func pairwise() throws {
        let table = try Tables.ratings([
            [1, 2, 3, 4, nil], [2, 4, 6, 9, 1], [nil, 3, 2, 1, nil], [5, nil, nil, nil, 4],
        ])
        for name in ["spearman", "kendall-tau"] {
            let result = try StatisticCatalog.one(name, .rankings, table, plain())
            let values = result.items?.map(\.value)
            #expect(values == [1, -1, nil, -1, nil, nil])
            #expect(isNear(result.value, -1.0 / 3, 1e-12))
            #expect(result.warnings?.first?.hasPrefix("3 of 6 pairs") == true)
        }
    }

    @Test("τ_b counts concordant and discordant pairs", arguments: [2, 5, 40] as [Int])
    func tau(values: Int) throws {
        var generator = SeededGenerator(seed: 31)
        for count in [3, 8, 33] {
            let (a, b) = (
                (0..<count).map { _ in generator.below(values) }, (0..<count).map { _ in generator.below(values) }
            )
            var (difference, ofA, ofB) = (0, 0, 0)
            for first in 0..<count {
                for second in 0..<first {
                    difference += (a[first] - a[second]).signum() * (b[first] - b[second]).signum()
                    ofA += (a[first] - a[second]).signum().magnitude == 1 ? 1 : 0
                    ofB += (b[first] - b[second]).signum().magnitude == 1 ? 1 : 0
                }
            }
            let table = try Tables.ratings([a.map { Double($0) }, b.map { Double($0) }])
            let result = try StatisticCatalog.one("kendall-tau", .rankings, table, plain())
            guard ofA > 0, ofB > 0 else {
                #expect(result.status == .undefined)
                continue
            }
            #expect(isNear(result.value, Double(difference) / (Double(ofA) * Double(ofB)).squareRoot(), 1e-12))
        }
    }
}
