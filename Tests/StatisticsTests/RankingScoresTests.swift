import Statistics
import Testing

@Suite("Copeland, rank centrality, transitivity")
struct RankingScoresTests {
    private struct File: Decodable {
        struct Case: Decodable {
            let wins: [[Int]]
            let expected: [Double]
        }
        let cases: [Case]
    }

    private func byItem(_ result: StatisticResult) throws -> [String: Double?] {
        Dictionary(uniqueKeysWithValues: try #require(result.items).map { ($0.item, $0.value) })
    }

    @Test("rank centrality equals choix")
    func rankCentrality() throws {
        for item in try Golden.load("rank_centrality.json", as: File.self).cases {
            let table = try Tables.wins(item.wins)
            let result = try StatisticCatalog.one("rank-centrality", .preference, table, plain())
            let values = try byItem(result)
            for (index, expected) in item.expected.enumerated() {
                #expect(isNear(try #require(values["\(index)"]), expected, 1e-9))
            }
        }
    }

    @Test("two items: the log odds of the share won")
    func rankCentralityOfTwo() throws {
        let table = try Tables.wins([[0, 3], [1, 0]])
        let values = try byItem(StatisticCatalog.one("rank-centrality", .preference, table, plain()))
        #expect(isNear(try #require(values["0"]), 0.549306144334054846, 1e-12))
    }

    @Test("rank centrality is infinite or not identified where worths are")
    func rankCentralityUndefined() throws {
        let separated = try Tables.wins([[0, 2, 2], [0, 0, 1], [0, 1, 0]])
        let apart = try Tables.wins([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]])
        let first = try StatisticCatalog.one("rank-centrality", .preference, separated, plain())
        let second = try StatisticCatalog.one("rank-centrality", .preference, apart, plain())
        #expect(first.status == .infinite)
        #expect(second.status == .notIdentified)
        #expect(first.items?.allSatisfy { $0.value == nil } == true)
    }

    @Test("Copeland counts majorities; even pairs count nothing, uncompared pairs are said")
    func copeland() throws {
        let table = try Tables.wins([[0, 3, 2, 1], [1, 0, 2, 0], [2, 1, 0, 0], [0, 0, 0, 0]])
        let result = try StatisticCatalog.one("copeland", .preference, table, plain())
        #expect(try byItem(result) == ["0": 2, "1": 0, "2": -1, "3": -1])
        #expect(result.warnings?.first?.hasPrefix("2 pairs") == true)
    }

    @Test(
        "weak, moderate and strong transitivity of one triple",
        arguments: [
            // P(a over b) 0.7, P(b over c) 0.8, P(a over c) as given.
            (9, [0.0, 0, 0]), (7, [0, 0, 1]), (6, [0, 1, 1]), (4, [1, 1, 1]),
        ]
    )
    func transitivity(wins: Int, expected: [Double]) throws {
        let table = try Tables.wins([[0, 7, wins], [3, 0, 8], [10 - wins, 2, 0]])
        let results = try StatisticCatalog.compute(["transitivity"], of: .preference, from: table, options: plain())
        #expect(results.map(\.form) == ["weak", "moderate", "strong"])
        #expect(results.map(\.value) == expected)
    }

    @Test("no triple compared in full: undefined")
    func noTriple() throws {
        let table = try Tables.wins([[0, 1], [1, 0]])
        let results = try StatisticCatalog.compute(["transitivity"], of: .preference, from: table, options: plain())
        #expect(results.allSatisfy { $0.status == .undefined && $0.value == nil })
    }
}
