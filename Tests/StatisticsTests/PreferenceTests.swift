import Statistics
import Testing

@Suite("Win matrix, win rate, pairwise tests, side bias, circular triads")
struct PreferenceTests {
    private func mixed() throws -> PairTable {
        var builder = PairTable.Builder()
        let rows: [(String, String, String, PairTable.Outcome)] = [
            ("p1", "a", "b", .left), ("p1", "b", "c", .right), ("p1", "a", "c", .tie), ("p2", "b", "a", .right),
            ("p2", "c", "b", .left), ("p3", "a", "b", .right),
        ]
        for (index, row) in rows.enumerated() {
            try builder.add(participant: row.0, left: row.1, right: row.2, outcome: row.3, line: index + 2)
        }
        return builder.build()
    }

    @Test("win matrix with ties as half wins")
    func winMatrix() throws {
        let result = try StatisticCatalog.one("win-matrix", .preference, mixed(), plain())
        #expect(result.matrix == ItemMatrix(items: ["a", "b", "c"], rows: [[0, 2, 0.5], [1, 0, 0], [0.5, 2, 0]]))
        #expect(result.method.contains("half wins"))
        #expect(result.n == 6)
    }

    @Test("win rates")
    func winRate() throws {
        let result = try StatisticCatalog.one("win-rate", .preference, mixed(), plain())
        let expected: [Double] = [0.625, 0.2, 2.5 / 3]
        for (estimate, value) in zip(try #require(result.items), expected) {
            #expect(isNear(estimate.value, value, 1e-12))
        }
        #expect(result.items?.allSatisfy { $0.interval != nil } == true)
    }

    @Test("naive pairwise tests are exact binomial tests, Holm-adjusted")
    func naiveTests() throws {
        let table = try Tables.wins([[0, 8, 9], [2, 0, 5], [1, 5, 0]], names: ["a", "b", "c"])
        let result = try StatisticCatalog.one(
            "binomial",
            .preference,
            table,
            AnalysisOptions(resamples: 0, cluster: .none)
        )
        let contrasts = try #require(result.contrasts)
        #expect(contrasts.map(\.wins) == [8, 9, 5])
        // SciPy 1.12 binomtest: 8 of 10 0.109375, 9 of 10 0.021484375, 5 of 10 1.
        for (contrast, p) in zip(contrasts, [0.109375, 0.021484375, 1]) { #expect(isClose(contrast.p, p, 1e-12)) }
        for (contrast, p) in zip(contrasts, [0.21875, 0.064453125, 1]) {
            #expect(isClose(contrast.pAdjusted, p, 1e-12))
        }
        #expect(result.form == "naive")
    }

    @Test(
        "one answer per participant: the clustered test equals the naive one; many alike answers do not count as many"
    )
    func clusteredTests() throws {
        func p(_ table: PairTable, _ cluster: AnalysisOptions.Cluster) throws -> Double? {
            try StatisticCatalog.one(
                "binomial",
                .preference,
                table,
                AnalysisOptions(resamples: 0, cluster: cluster)
            ).contrasts?.first?.p
        }
        let independent = try Tables.wins([[0, 9], [2, 0]])
        #expect(isClose(try p(independent, .participant), try p(independent, .none) ?? .nan, 1e-12))
        // Three participants who each answer alike ten times: 2⁻² is the smallest possible p-value.
        let rows = (0..<3).flatMap { participant in (0..<10).map { _ in [participant, 0, 1, 1] } }
        #expect(isClose(try p(Tables.pairs(rows), .participant), 0.25, 1e-12))
        #expect(try p(Tables.pairs(rows), .none) ?? 1 < 1e-6)
    }

    @Test("side bias counts left choices over all presentations")
    func sideBias() throws {
        var builder = PairTable.Builder()
        for participant in 0..<12 {
            for image in 0..<5 {
                try builder.add(
                    participant: "p\(participant)",
                    left: image.isMultiple(of: 2) ? "a" : "b",
                    right: image.isMultiple(of: 2) ? "b" : "a",
                    outcome: image < 4 ? .left : .right,
                    unit: "i\(image)",
                    line: 2
                )
            }
        }
        let result = try StatisticCatalog.one("side-bias", .preference, builder.build(), plain())
        #expect(result.value == 0.8)
        #expect(isClose(result.p, 2 / 4096.0, 1e-12))
        #expect(result.form == "clustered")
        // 4 of 5: exact limits of SciPy 1.12.0 `binomtest(4, 5).proportion_ci()`.
        #expect(result.items?.map(\.value) == Array(repeating: 0.8, count: 12))
        #expect(isClose(result.items?.first?.interval?.lower, 0.283_582_063_881_910_5, 1e-9))
        #expect(isClose(result.items?.first?.interval?.upper, 0.994_949_236_620_531_9, 1e-9))
        let ties = try StatisticCatalog.one("side-bias", .preference, PairTable.Builder().build(), plain())
        #expect(ties.status == .undefined)
    }

    @Test("circular triads: a transitive order has ζ 1, a cycle of three 0; incomplete round robins are left out")
    func circularTriads() throws {
        let rows: [[Int]] = [
            [0, 0, 1, 1], [0, 1, 2, 1], [0, 0, 2, 1],
            [1, 0, 1, 1], [1, 1, 2, 1], [1, 0, 2, 0],
            [2, 0, 1, 1],
        ]
        let result = try StatisticCatalog.one("circular-triads", .preference, Tables.pairs(rows), plain())
        #expect(result.items?.map(\.item) == ["p0", "p1"])
        #expect(result.items?.map(\.value) == [1, 0])
        #expect(result.value == 0.5)
        #expect(result.nDropped == 1)
    }

    @Test("circular triads of five items: the greatest number is 5, a count by hand agrees")
    func fiveItems() throws {
        // Every item beats the next two of a circle: all score 2, d = 5, ζ = 0.
        let cycle = (0..<5).flatMap { i in [1, 2].map { [0, i, (i + $0) % 5, 1] } }
        #expect(try StatisticCatalog.one("circular-triads", .preference, Tables.pairs(cycle), plain()).value == 0)
        // A transitive order with the first and last exchanged: 3 circular triads of at most 5.
        let upset = (0..<5).flatMap { i in (i + 1..<max(i + 1, 5)).map { [0, i, $0, i == 0 && $0 == 4 ? 0 : 1] } }
        let value = try StatisticCatalog.one("circular-triads", .preference, Tables.pairs(upset), plain()).value
        #expect(isNear(value, 1 - 3 / 5.0, 1e-12))
    }

    @Test(
        "circular triads by chance: the counts of tournaments in Kendall and Babington Smith 1940",
        arguments: [
            (3, [6.0, 2]), (4, [24, 16, 24]), (5, [120, 120, 240, 240, 280, 24]),
            (6, [720, 960, 2240, 2880, 6240, 3648, 8640, 4800, 2640]),
        ]
    )
    func chance(_ size: Int, _ counts: [Double]) throws {
        // One upset among the first and a later item of an order gives a known number of triads.
        for gap in 1..<size {
            let rows = (0..<size).flatMap { i in
                (i + 1..<max(i + 1, size)).map { [0, i, $0, i == 0 && $0 == gap ? 0 : 1] }
            }
            let result = try StatisticCatalog.one("circular-triads", .preference, Tables.pairs(rows), plain())
            let expected = counts.prefix(gap).reduce(0, +) / counts.reduce(0, +)
            #expect(result.parameters?["triads"] == Double(gap - 1))
            #expect(isClose(result.p, expected, 1e-12) && isClose(result.items?[0].p, expected, 1e-12))
        }
    }

    @Test("circular triads of eight items by chi-squared: the formula of R eba 1.10-1")
    func chanceOfEight() throws {
        let rows = (0..<8).flatMap { i in (i + 1..<max(i + 1, 8)).map { [0, i, $0, i == 0 && $0 > 5 ? 0 : 1] } }
        let result = try StatisticCatalog.one("circular-triads", .preference, Tables.pairs(rows), plain())
        let triads = try #require(result.parameters?["triads"])
        // 8 / 4 · (56 / 4 − d + ½) + 21 with 21 degrees of freedom.
        let chi = 2 * (14 - triads + 0.5) + 21
        #expect(isClose(result.p, ChiSquared(degreesOfFreedom: 21).upperTail(chi), 1e-12))
    }
}
