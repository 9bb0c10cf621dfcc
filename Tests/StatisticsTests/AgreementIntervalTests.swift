import Statistics
import Testing

@Suite("Intervals of agreement over items and participants")
struct AgreementIntervalTests {
    @Test("one seed gives one interval, another seed another; the interval holds the value")
    func seeds() throws {
        let table = try Tables.simulated(seed: 4, raters: 8, items: 40, missing: 0.2)
        func run(_ seed: UInt64) throws -> StatisticResult {
            try StatisticCatalog.one(
                "krippendorff-alpha",
                .agreement,
                table,
                AnalysisOptions(level: .ordinal, resamples: 400, seed: seed)
            )
        }
        let first = try run(1)
        #expect(try run(1) == first)
        #expect(try run(2).interval != first.interval)
        let value = try #require(first.value)
        let interval = try #require(first.interval)
        #expect(interval.lower < value && value < interval.upper)
        #expect((first.standardError ?? 0) > 0)
    }

    @Test("copies of one participant are not compared: full disagreement stays full disagreement")
    func noSelfPairs() throws {
        // Three raters who never agree: in any resample the agreement of different raters is 0.
        let table = try Tables.ratings((0..<3).map { rater in (0..<20).map { Double(($0 + rater) % 3) } })
        let result = try StatisticCatalog.one(
            "percent-agreement",
            .agreement,
            table,
            AnalysisOptions(resamples: 300)
        )
        #expect(result.value == 0)
        // A resample that compared copies would vary, and so there would be an interval.
        #expect(result.interval == nil && result.standardError == nil)
        #expect(result.warnings?.contains { $0.contains("every resample gave the same value") } == true)
    }

    @Test("perfect agreement has no interval of no width, and says why")
    func perfect() throws {
        let row = (0..<20).map { Double($0 % 3) }
        let results = try StatisticCatalog.compute(
            ["percent-agreement", "fleiss-kappa", "krippendorff-alpha", "brennan-prediger"],
            of: .agreement,
            from: Tables.ratings([row, row, row, row]),
            options: AnalysisOptions(level: .nominal, resamples: 200)
        )
        for result in results {
            #expect(result.value == 1)
            #expect(result.interval == nil && result.standardError == nil)
            #expect(result.warnings?.contains { $0.contains("no interval") } == true)
        }
    }

    @Test("two participants are taken as fixed, which the result says; limits stay within the range")
    func twoParticipants() throws {
        let table = try Tables.simulated(seed: 7, raters: 2, items: 12, accuracy: 0.8)
        let result = try StatisticCatalog.one("percent-agreement", .agreement, table, AnalysisOptions(resamples: 300))
        let interval = try #require(result.interval)
        #expect(interval.upper <= 1)
        #expect(result.method.contains("bootstrap variance over items,"))
        #expect(result.method.contains("interval of Fisher's z ± t with"))
        #expect(result.warnings?.contains { $0.contains("these participants only") } == true)
    }

    @Test("intervals cover the value that a large sample has")
    func coverage() throws {
        func alpha(_ table: RatingTable, _ resamples: Int) throws -> StatisticResult {
            try StatisticCatalog.one(
                "krippendorff-alpha",
                .agreement,
                table,
                AnalysisOptions(level: .nominal, resamples: resamples)
            )
        }
        let truth = try #require(try alpha(Tables.simulated(seed: 99, raters: 60, items: 3000), 0).value)
        var covered = 0
        for seed in 1...60 as ClosedRange<UInt64> {
            let result = try alpha(Tables.simulated(seed: seed, raters: 12, items: 50), 300)
            let interval = try #require(result.interval)
            covered += interval.lower <= truth && truth <= interval.upper ? 1 : 0
        }
        #expect(covered >= 52, "covered \(covered) of 60")
    }

    @Test("a sparse design: intervals are about as wide as the values scatter")
    func sparse() throws {
        // Drawing images and participants at once gave 1.8 times the width.
        var values: [Double] = []
        var widths = 0.0
        let datasets = 60
        for seed in 0..<UInt64(datasets) {
            let table = try Tables.sparsePairs(seed: seed, participants: 24, images: 8, share: 1 / 3.0)
            let result = try StatisticCatalog.one("kendall-u", .agreement, table, AnalysisOptions(resamples: 200))
            let interval = try #require(result.interval)
            values.append(try #require(result.value))
            widths += (interval.upper - interval.lower) / Double(datasets)
            let df = try #require(try /t with ([0-9.]+) df/.firstMatch(in: result.method)?.output.1)
            #expect(try #require(Double(df)) <= 7)
        }
        let mean = values.reduce(0, +) / Double(datasets)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(datasets - 1)
        let ratio = widths / (2 * 1.96 * variance.squareRoot())
        // t with 7 df alone makes it 1.21.
        #expect(0.95 < ratio && ratio < 1.5, "\(ratio)")
    }
}
