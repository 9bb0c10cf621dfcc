import Statistics
import Testing

@Suite("Agreement without a value")
struct AgreementEdgeTests {
    private let names = ["percent-agreement", "fleiss-kappa", "krippendorff-alpha", "brennan-prediger"]

    @Test("an empty table, one rater, no item rated twice: undefined, with a reason")
    func nothingToCompare() throws {
        let tables = [
            try RatingTable.Builder().build(), try Tables.ratings([[1, 2, 3]]),
            try Tables.ratings([[1, nil, 3], [nil, 2, nil]]),
        ]
        for table in tables {
            for result in try StatisticCatalog.compute(
                names,
                of: .agreement,
                from: table,
                options: AnalysisOptions(level: .interval, resamples: 100)
            ) {
                #expect(result.status == .undefined)
                #expect(result.value == nil)
                #expect(result.interval == nil)
                #expect(result.reason?.contains("at least two participants") == true)
            }
        }
    }

    @Test("one category: the chance-corrected ones are undefined, percent agreement is 1")
    func oneCategory() throws {
        let table = try Tables.ratings([[3, 3, 3], [3, 3, 3]])
        for result in try StatisticCatalog.compute(names, of: .agreement, from: table, options: plain(.interval)) {
            if result.name == "percent-agreement" {
                #expect(result.value == 1)
            } else {
                #expect(result.status == .undefined)
                #expect(result.reason?.contains("one category") == true)
            }
        }
        let scale = try AnalysisOptions(resamples: 0, categories: 5)
        #expect(try StatisticCatalog.one("brennan-prediger", .agreement, table, scale).value == 1)
    }

    @Test("a category that only occurs where one participant answered: alpha leaves it out, Fleiss counts it")
    func singletonCategory() throws {
        let table = try Tables.ratings([[1, 1, 9], [1, 1, nil]])
        #expect(try StatisticCatalog.one("krippendorff-alpha", .agreement, table, plain(.nominal)).status == .undefined)
        #expect(try StatisticCatalog.one("fleiss-kappa", .agreement, table, plain()).value == 1)
    }

    @Test("names as values: nominal works, other levels say which value is in the way")
    func labels() throws {
        let table = try Tables.counts([[2, 0], [0, 2], [1, 1]])
        #expect(try StatisticCatalog.one("krippendorff-alpha", .agreement, table, plain(.nominal)).status == .ok)
        let error = #expect(throws: StatisticsError.self) {
            try StatisticCatalog.one("krippendorff-alpha", .agreement, table, plain(.ordinal))
        }
        #expect(error?.code == .valuesNotNumeric)
        #expect(error?.message.contains("c0") == true)
        let negative = try Tables.ratings([[-1, 2], [1, 2]])
        #expect(throws: StatisticsError.self) {
            try StatisticCatalog.one("krippendorff-alpha", .agreement, negative, plain(.ratio))
        }
    }

    @Test("alpha without a level is refused")
    func levelRequired() throws {
        let table = try Tables.ratings([[1, 2], [1, 2]])
        let error = #expect(throws: StatisticsError.self) {
            try StatisticCatalog.one("krippendorff-alpha", .agreement, table, plain())
        }
        #expect(error?.code == .levelRequired)
    }
}
