import Statistics
import Testing

@Suite("Agreement by groups, benchmark scales, each participant against the others")
struct GroupedAgreementTests {
    struct File: Decodable {
        struct Compared: Decodable {
            let weights: String
            let values: [Double]
            let errors: [Double]
            let difference: Double
            let error: Double
            let p: Double
        }
        struct Benchmarks: Decodable {
            let value: Double
            let error: Double
            let landisKoch: [Double]
            let altman: [Double]
            let fleiss: [Double]

            enum CodingKeys: String, CodingKey {
                case value, error, altman, fleiss
                case landisKoch = "landis-koch"
            }
        }
        let ratings: [[Double?]]
        let participants: [String: Compared]
        let items: [String: Compared]
        let benchmarks: [Benchmarks]
        let leaveOneOut: [String: [Double]]
    }

    private let golden: File

    init() throws { golden = try Golden.load("groups.json", as: File.self) }

    /// The table with a group for each rating.
    private func table(_ rows: [[Double?]], group: (_ rater: Int, _ item: Int) -> String) throws -> RatingTable {
        var builder = RatingTable.Builder()
        for (rater, row) in rows.enumerated() {
            for (item, value) in row.enumerated() {
                guard let value else { continue }
                let (name, group) = ("r\(rater)", group(rater, item))
                try builder.add(participant: name, item: "i\(item)", value: value, group: group, line: item + 2)
            }
        }
        return try builder.build()
    }

    private func check(_ table: RatingTable, _ compared: [String: File.Compared]) throws {
        for (name, expected) in compared {
            let options = try AnalysisOptions(
                level: .interval,
                weights: CategoryWeights(rawValue: expected.weights),
                interval: .linearized
            )
            let result = try StatisticCatalog.one(name, .agreement, table, options)
            #expect(result.groups?.map(\.item) == ["one", "two"])
            for index in 0..<2 {
                #expect(isNear(result.groups?[index].value, expected.values[index], 1e-9), "\(name)")
                #expect(isNear(result.groups?[index].standardError, expected.errors[index], 1e-6), "\(name)")
            }
            let contrast = try #require(result.contrasts?.first)
            #expect(isNear(contrast.value, expected.difference, 1e-9), "\(name)")
            #expect(isNear(contrast.standardError, expected.error, 1e-6), "\(name)")
            #expect(isNear(contrast.p, expected.p, 1e-5) && contrast.pAdjusted == contrast.p, "\(name)")
            #expect(result.contrasts?.count == 1)
        }
    }

    @Test("Participants in two groups rate the same items: paired, irrCAC 0.4.4 and krippendorff 0.9.0")
    func participants() throws {
        try check(table(golden.ratings) { rater, _ in rater < 4 ? "one" : "two" }, golden.participants)
    }

    @Test("Items in two groups: variances add up, irrCAC 0.4.4")
    func items() throws {
        try check(table(golden.ratings) { _, item in item < 10 ? "one" : "two" }, golden.items)
    }

    @Test("The bootstrap agrees with the linearized error, and holds the participants who rated in both groups")
    func bootstrap() throws {
        func error(_ kind: AgreementInterval, _ group: (Int, Int) -> String) throws -> Double {
            let options = try AnalysisOptions(level: .interval, resamples: 4000, interval: kind)
            let result = try StatisticCatalog.one(
                "krippendorff-alpha",
                .agreement,
                table(golden.ratings, group: group),
                options
            )
            return try #require(result.contrasts?.first?.standardError)
        }
        let byParticipant = { (rater: Int, _: Int) in rater < 4 ? "one" : "two" }
        let byItem = { (_: Int, item: Int) in item.isMultiple(of: 2) ? "one" : "two" }
        #expect(isClose(try error(.items, byParticipant), try error(.linearized, byParticipant), 0.15))
        #expect(isClose(try error(.items, byItem), try error(.linearized, byItem), 0.2))
        for kind in [AgreementInterval.both, .jackknife, .raters] {
            #expect(try error(kind, byParticipant) > 0 && error(kind, byItem) > 0)
        }
    }

    @Test("Groups with the same answers do not differ: no error, no p")
    func copies() throws {
        let rows = Array(golden.ratings.prefix(4))
        let table = try table(rows + rows) { rater, _ in rater < 4 ? "one" : "two" }
        let options = try AnalysisOptions(resamples: 400, interval: .items)
        let contrast = try StatisticCatalog.one("gwet-ac1", .agreement, table, options).contrasts?.first
        #expect(contrast?.value == 0 && contrast?.standardError == nil && contrast?.p == nil)
    }

    @Test("Three groups have three differences, adjusted; a group without agreement has a reason")
    func three() throws {
        let options = try AnalysisOptions(level: .nominal, resamples: 0)
        let byThree = try table(golden.ratings) { _, item in "\(item % 3)" }
        let result = try StatisticCatalog.one("krippendorff-alpha", .agreement, byThree, options)
        #expect(result.groups?.count == 3 && result.contrasts?.count == 3)
        #expect(result.contrasts?.allSatisfy { ($0.pAdjusted ?? 0) >= ($0.p ?? 1) } == true)
        let single = try table([[1, 2, 3], [1, 2, 2], [1, 3, 2]]) { rater, _ in rater < 2 ? "pair" : "single" }
        let lonely = try StatisticCatalog.one("krippendorff-alpha", .agreement, single, options)
        #expect(lonely.groups?.last?.status == .undefined && lonely.groups?.last?.reason != nil)
        #expect(lonely.contrasts?.isEmpty == true)
    }

    @Test("A statistic that does not compare groups says so")
    func notCompared() throws {
        let table = try table(golden.ratings) { rater, _ in rater < 4 ? "one" : "two" }
        let result = try StatisticCatalog.one("kendall-w", .agreement, table, plain())
        #expect(result.groups == nil && result.warnings?.contains { $0.contains("not compared") } == true)
    }

    @Test("A row without a group among rows with one is refused; one group alone changes nothing")
    func rows() throws {
        var builder = RatingTable.Builder()
        try builder.add(participant: "p", item: "i", value: "1", group: "a", line: 2)
        try builder.add(participant: "q", item: "i", value: "1", line: 3)
        let error = #expect(throws: StatisticsError.self) { try builder.build() }
        #expect(error?.code == .emptyField && error?.line == 3)
        #expect(throws: StatisticsError.self) {
            try builder.add(participant: "q", item: "i", value: "1", group: "", line: 4)
        }
        let one = try table(golden.ratings) { _, _ in "all" }
        let options = try AnalysisOptions(level: .ordinal, resamples: 200)
        let result = try StatisticCatalog.one("krippendorff-alpha", .agreement, one, options)
        #expect(
            result
                == (try StatisticCatalog.one("krippendorff-alpha", .agreement, Tables.ratings(golden.ratings), options))
        )
    }

    @Test("Memberships of benchmark scales: irrCAC 0.4.4")
    func benchmarks() throws {
        for item in golden.benchmarks {
            for (scale, cumulative) in [
                (AgreementBenchmark.Scale.landisKoch, item.landisKoch), (.altman, item.altman), (.fleiss, item.fleiss),
            ] {
                let found = try #require(AgreementBenchmark(scale, value: item.value, standardError: item.error))
                var sum = 0.0
                for (membership, expected) in zip(found.memberships, cumulative) {
                    sum += membership.probability
                    #expect(isNear(sum, expected, 1e-12), "\(item.value) \(scale)")
                }
                let reached = try #require(cumulative.firstIndex { $0 >= 0.95 })
                #expect(found.reached == found.memberships[reached].name)
                #expect(isNear(found.probability, cumulative[reached], 1e-12))
            }
        }
        #expect(AgreementBenchmark(.altman, value: 0.5, standardError: 0) == nil)
    }

    @Test("Coefficients with a standard error have benchmarks, raw agreement and u have not")
    func whichHaveBenchmarks() throws {
        let table = try Tables.simulated(seed: 4, raters: 5, items: 40)
        let options = try AnalysisOptions(level: .nominal, interval: .linearized)
        for name in ["krippendorff-alpha", "gwet-ac1", "fleiss-kappa", "conger-kappa"] {
            let result = try StatisticCatalog.one(name, .agreement, table, options)
            #expect(result.benchmarks?.map(\.scale) == AgreementBenchmark.Scale.allCases)
        }
        #expect(try StatisticCatalog.one("percent-agreement", .agreement, table, options).benchmarks == nil)
        let two = try Tables.simulated(seed: 4, raters: 2, items: 40)
        #expect(try StatisticCatalog.one("cohen-kappa", .agreement, two, options).benchmarks?.count == 3)
        let pairs = try StatisticCatalog.one("kendall-u", .agreement, Tables.wins([[0, 5], [3, 0]]), options)
        #expect(pairs.benchmarks == nil)
    }

    @Test("Each participant against the others: SciPy and scikit-learn", arguments: ["interval", "ordinal", "nominal"])
    func leaveOneOut(_ name: String) throws {
        let options = try AnalysisOptions(level: MeasurementLevel(rawValue: name), resamples: 0)
        let result = try StatisticCatalog.one("leave-one-out", .agreement, Tables.ratings(golden.ratings), options)
        let expected = try #require(golden.leaveOneOut[name])
        for (found, value) in zip(try #require(result.items), expected) {
            #expect(isNear(found.value, value, 1e-12), "\(found.item)")
            let interval = try #require(found.interval)
            #expect(interval.lower < value && value < interval.upper)
        }
        #expect(isNear(result.value, expected.reduce(0, +) / 7, 1e-12))
    }

    @Test("Leave one out of nobody, of one, of those who rate all alike: undefined, with a reason")
    func leaveOneOutOfNothing() throws {
        for rows: [[Double?]] in [[], [[1, 2, 3]], [[1, 1, 1], [1, 1, 1]], [[1, nil], [nil, 2]]] {
            for level in [MeasurementLevel.nominal, .interval] {
                let options = try AnalysisOptions(level: level, resamples: 0)
                let result = try StatisticCatalog.one("leave-one-out", .agreement, Tables.ratings(rows), options)
                #expect(result.status == .undefined && result.reason != nil)
            }
        }
    }
}
