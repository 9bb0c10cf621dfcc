import Statistics
import Testing

@Suite("Bradley–Terry")
struct BradleyTerryTests {
    struct File: Decodable {
        struct Case: Decodable {
            let rows: [[Int]]
            let items: Int
            let logWorths: [Double]
            let choix: [Double]
            let logLikelihood: Double
            let naive: [Double]
            let clustered: [Double]
            let relativeToFirst: [Double]
            let clusteredRelativeToFirst: [Double]
        }
        let cases: [Case]
    }

    private func fit(_ table: PairTable, _ options: AnalysisOptions) throws -> StatisticResult {
        try StatisticCatalog.one("bradley-terry", .preference, table, options)
    }

    @Test("log-worths and naive and clustered standard errors: choix 0.4.1, statsmodels 0.15 Logit")
    func peers() throws {
        for item in try Golden.load("bradley_terry.json", as: File.self).cases {
            let table = try Tables.pairs(item.rows)
            let clustered = try fit(table, AnalysisOptions(resamples: 0))
            let naive = try fit(table, AnalysisOptions(resamples: 0, cluster: .none))
            let relative = try fit(table, AnalysisOptions(resamples: 0, reference: "0"))
            #expect(isClose(clustered.logLikelihood, item.logLikelihood, 1e-10))
            #expect(clustered.df == Double(item.items - 1))
            #expect(clustered.form == "clustered")
            #expect(naive.form == "naive")
            for index in 0..<item.items {
                let estimate = try #require(clustered.items?[index])
                #expect(estimate.item == "\(index)")
                #expect(isNear(estimate.value, item.logWorths[index], 1e-8))
                #expect(isNear(estimate.value, item.choix[index], 1e-4))
                #expect(isClose(estimate.standardError, item.clustered[index], 1e-7))
                #expect(isClose(naive.items?[index].standardError, item.naive[index], 1e-7))
            }
            #expect(relative.items?[0].value == 0)
            #expect(relative.items?[0].interval == nil)
            for index in 1..<item.items {
                #expect(isNear(relative.items?[index].value, item.relativeToFirst[index - 1], 1e-8))
                #expect(
                    isClose(relative.items?[index].standardError, item.clusteredRelativeToFirst[index - 1], 1e-7)
                )
            }
        }
    }

    @Test("citations of statistics journals (Stigler 1994): abilities published with R BradleyTerry2")
    func citations() throws {
        let names = ["Biometrika", "Comm Statist", "JASA", "JRSS-B"]
        // A journal wins when it is cited by the other.
        let wins = [[0, 730, 498, 221], [33, 0, 68, 17], [320, 813, 0, 142], [284, 276, 325, 0]]
        let result = try fit(
            Tables.wins(wins, names: names),
            AnalysisOptions(resamples: 0, reference: "Biometrika", cluster: .none)
        )
        let published = [(0.0, 0.0), (-2.94907, 0.10255), (-0.47957, 0.06059), (0.26895, 0.07083)]
        for (estimate, expected) in zip(try #require(result.items), published) {
            #expect(isNear(estimate.value, expected.0, 5e-6))
            #expect(isNear(estimate.standardError, expected.1, 5e-6))
        }
        // Null deviance 1925, residual deviance 4.293 there.
        #expect(result.df == 3)
        #expect(isNear(result.statisticValue, 1925 - 4.293, 0.6))
    }

    @Test("the likelihood ratio of 7 wins to 3: SciPy 1.12.0 chi2.sf")
    func likelihoodRatio() throws {
        let table = try Tables.wins([[0, 7], [3, 0]])
        let naive = try fit(table, AnalysisOptions(resamples: 0, cluster: .none))
        #expect(isNear(naive.statisticValue, 1.6456576, 1e-6))
        #expect(isNear(naive.p, 0.1995510, 1e-6))
        #expect(try fit(table, AnalysisOptions(resamples: 0)).p == nil)
    }

    @Test("American League 1987 (Agresti 2002, §10.6): strengths relative to Baltimore")
    func baseball() throws {
        let names = ["Milwaukee", "Detroit", "Toronto", "New York", "Boston", "Cleveland", "Baltimore"]
        let wins = [
            [0, 7, 9, 7, 7, 9, 11], [6, 0, 7, 5, 11, 9, 9], [4, 6, 0, 7, 7, 8, 12], [6, 8, 6, 0, 6, 7, 10],
            [6, 2, 6, 7, 0, 7, 12], [4, 4, 5, 6, 6, 0, 6], [2, 4, 1, 3, 1, 7, 0],
        ]
        let result = try fit(
            Tables.wins(wins, names: names),
            AnalysisOptions(resamples: 0, reference: "Baltimore", cluster: .none)
        )
        let published = [
            "Milwaukee": 1.58, "Detroit": 1.44, "Toronto": 1.29, "New York": 1.25, "Boston": 1.11, "Cleveland": 0.68,
        ]
        for estimate in try #require(result.items) {
            #expect(isNear(estimate.value, published[estimate.item] ?? 0, 0.005), "\(estimate)")
        }
    }

    @Test("wins of SUREAL's demonstration")
    func sureal() throws {
        let table = try Tables.wins([[0, 3, 2, 7], [1, 0, 6, 3], [4, 3, 0, 0], [1, 2, 5, 0]])
        let values = try fit(table, plain()).items?.map { $0.value ?? .nan }
        for (value, expected) in zip(try #require(values), [0.509892, 0.073984, -0.470407, -0.113469]) {
            #expect(isNear(value, expected, 5e-7))
        }
    }

    @Test("exchanging sides and order of rows changes nothing; log-worths have mean 0")
    func invariance() throws {
        let cases = try Golden.load("bradley_terry.json", as: File.self).cases
        let rows = try #require(cases.first?.rows)
        let swapped = rows.reversed().map { [$0[0], $0[2], $0[1], 1 - $0[3]] }
        let options = try AnalysisOptions(resamples: 200)
        let result = try fit(Tables.pairs(rows), options)
        let other = try fit(Tables.pairs(Array(swapped)), options)
        for (a, b) in zip(try #require(result.items), try #require(other.items)) {
            #expect(isNear(a.value, b.value ?? .nan, 1e-10))
            #expect(isNear(a.interval?.lower, b.interval?.lower ?? .nan, 1e-9))
        }
        let sum = result.items?.reduce(0) { $0 + ($1.value ?? .nan) }
        #expect(isNear(sum, 0, 1e-12))
    }

    @Test("intervals over participants are sandwich ± t, with a bootstrap or without, and say what is fixed")
    func waldIntervals() throws {
        let cases = try Golden.load("bradley_terry.json", as: File.self).cases
        let table = try Tables.pairs(try #require(cases.last?.rows))
        let clustered = try fit(table, AnalysisOptions(resamples: 500, seed: 3))
        #expect(try fit(table, AnalysisOptions(resamples: 500, seed: 3)) == clustered)
        let df = Double(table.participants.count - 1)
        let t = StudentT(degreesOfFreedom: df).quantile(0.975)
        for (item, other) in zip(try #require(clustered.items), try fit(table, plain()).items ?? []) {
            let (value, error) = (try #require(item.value), try #require(item.standardError))
            #expect(isNear(item.interval?.lower, value - t * error, 1e-12))
            #expect(isNear(item.interval?.upper, value + t * error, 1e-12))
            #expect(item == other)
        }
        #expect(clustered.method.contains("Wald intervals, t with \(Int(df)) df"))
        #expect(clustered.method.contains("these stimuli"))
        let naive = try fit(table, AnalysisOptions(resamples: 500, cluster: .none))
        func width(_ result: StatisticResult) -> Double {
            (result.items ?? []).reduce(0) { $0 + ($1.interval.map { $0.upper - $0.lower } ?? .nan) }
        }
        #expect(width(clustered) > 1.1 * width(naive))
        #expect(naive.method.contains("Wald intervals, normal"))
    }

    @Test("named images are said to be fixed; fewer than 10 participants are a warning")
    func fixedImages() throws {
        func result(participants: Int) throws -> StatisticResult {
            var builder = PairTable.Builder()
            for participant in 0..<participants {
                for image in 0..<3 {
                    try builder.add(
                        participant: "p\(participant)",
                        left: "a",
                        right: "b",
                        outcome: (participant + image).isMultiple(of: 3) ? .right : .left,
                        unit: "image\(image)",
                        line: 1
                    )
                }
                let outcome: PairTable.Outcome = participant.isMultiple(of: 2) ? .left : .right
                try builder.add(
                    participant: "p\(participant)",
                    left: "a",
                    right: "b",
                    outcome: outcome,
                    unit: "last",
                    line: 1
                )
            }
            return try fit(builder.build(), plain())
        }
        #expect(try result(participants: 9).method.contains("images are taken as fixed (these images)"))
        #expect(try result(participants: 9).warnings?.contains { $0.contains("only 9 participants") } == true)
        #expect(try result(participants: 10).warnings == nil)
    }

    @Test("nothing but ties: no standard error and no interval, in either form", arguments: [0, 200])
    func onlyTies(resamples: Int) throws {
        var builder = PairTable.Builder()
        for participant in 0..<12 {
            try builder.add(participant: "p\(participant)", left: "a", right: "b", outcome: .tie, line: 2)
        }
        for cluster in AnalysisOptions.Cluster.allCases {
            let result = try fit(builder.build(), AnalysisOptions(resamples: resamples, cluster: cluster))
            #expect(result.items?.map(\.value) == [0, 0])
            #expect(result.items?.allSatisfy { $0.standardError == nil && $0.interval == nil } == true)
            #expect(result.warnings?.contains { $0.contains("ties") } == true)
        }
    }

    @Test("participants who all split their answers evenly: no standard error of 0")
    func evenSplits() throws {
        let rows = (0..<12).flatMap { [[$0, 0, 1, 1], [$0, 0, 1, 0]] }
        let result = try fit(Tables.pairs(rows), plain())
        #expect(result.items?.allSatisfy { $0.value != nil && $0.standardError == nil && $0.interval == nil } == true)
        #expect(result.warnings?.contains { $0.contains("do not differ") } == true)
    }

    @Test("ties count as half wins and the method says so")
    func ties() throws {
        var builder = PairTable.Builder()
        for participant in 0..<4 {
            try builder.add(participant: "p\(participant)", left: "a", right: "b", outcome: .tie, line: 2)
        }
        let result = try fit(builder.build(), plain())
        #expect(result.items?.map(\.value) == [0, 0])
        #expect(result.method.contains("ties as half wins"))
    }
}
