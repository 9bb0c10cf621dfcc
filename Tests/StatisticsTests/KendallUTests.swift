import SeededRandom
import Statistics
import Testing

@Suite("Agreement on pairs")
struct KendallUTests {
    struct File: Decodable {
        struct Case: Decodable {
            let rows: [[Int]]
            let u: Double
            let chi2: Double
            let df: Double
            let p: Double
        }
        let cases: [Case]
    }

    @Test("complete designs: definition and chi-squared of Kendall and Babington Smith 1940")
    func complete() throws {
        for item in try Golden.load("kendall_u.json", as: File.self).cases {
            let result = try StatisticCatalog.one("kendall-u", .agreement, Tables.pairs(item.rows), plain())
            #expect(isNear(result.value, item.u, 1e-12))
            #expect(isClose(result.statisticValue, item.chi2, 1e-11))
            #expect(isClose(result.df, item.df, 1e-12))
            #expect(isClose(result.p, item.p, 1e-10))
        }
    }

    @Test("full agreement is 1, an even split is −1/(m−1), the lowest possible for an even number of judges")
    func ends() throws {
        func u(_ lefts: Int, of judges: Int) throws -> Double? {
            let rows = (0..<judges).map { [$0, 0, 1, $0 < lefts ? 1 : 0] }
            return try StatisticCatalog.one("kendall-u", .agreement, Tables.pairs(rows), plain()).value
        }
        #expect(try u(6, of: 6) == 1)
        #expect(isNear(try u(3, of: 6), -1 / 5.0, 1e-12))
    }

    @Test("random answers score 0 on average, whatever the images and unequal numbers of judges")
    func randomAnswers() throws {
        var generator = SeededGenerator(seed: 12)
        var builder = PairTable.Builder()
        for participant in 0..<40 {
            for image in 0..<30 where generator.uniform() < 0.7 {
                for (left, right) in [("a", "b"), ("a", "c"), ("b", "c")] {
                    let swap = generator.uniform() < 0.5
                    try builder.add(
                        participant: "p\(participant)",
                        left: swap ? right : left,
                        right: swap ? left : right,
                        outcome: generator.uniform() < 0.5 ? .left : .right,
                        unit: "image\(image)",
                        line: 1
                    )
                }
            }
        }
        let table = builder.build()
        for result in try StatisticCatalog.compute(
            ["kendall-u", "brennan-prediger"],
            of: .agreement,
            from: table,
            options: AnalysisOptions(resamples: 300)
        ) {
            #expect(abs(try #require(result.value)) < 0.02)
            let interval = try #require(result.interval)
            #expect(interval.lower < 0 && 0 < interval.upper)
            #expect(result.method.contains("images and participants"))
        }
    }

    @Test("ties: left out of u and counted, a third category for Brennan–Prediger")
    func ties() throws {
        var builder = PairTable.Builder()
        for (participant, outcome) in [PairTable.Outcome.left, .left, .tie, .tie].enumerated() {
            try builder.add(participant: "p\(participant)", left: "a", right: "b", outcome: outcome, line: 2)
        }
        let table = builder.build()
        let u = try StatisticCatalog.one("kendall-u", .agreement, table, plain())
        #expect(u.value == 1)
        #expect(u.nDropped == 2)
        #expect(u.n == 2)
        // Two of six pairs of participants agree: (1/3 − 1/3) / (2/3).
        #expect(isNear(try StatisticCatalog.one("brennan-prediger", .agreement, table, plain()).value, 0, 1e-12))
    }

    @Test("statistics over item names are refused for pairs")
    func notApplicable() throws {
        let table = try Tables.wins([[0, 2], [1, 0]])
        let error = #expect(throws: StatisticsError.self) {
            try StatisticCatalog.one("fleiss-kappa", .agreement, table, plain())
        }
        #expect(error?.code == .notApplicable)
        #expect(error?.message.contains("kendall-u") == true)
    }

    @Test("one participant, all ties, empty: undefined")
    func undefined() throws {
        let tables = [
            try Tables.wins([[0, 2], [1, 0]], oneParticipant: true), PairTable.Builder().build(),
        ]
        for table in tables {
            for result in try StatisticCatalog.compute([], of: .agreement, from: table, options: plain()) {
                #expect(result.status == .undefined, "\(result.name)")
            }
        }
    }
}
