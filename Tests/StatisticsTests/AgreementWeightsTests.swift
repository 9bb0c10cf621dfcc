import Statistics
import Testing

@Suite("Agreement with distances and weights of one's own, and ways to an interval")
struct AgreementWeightsTests {
    struct File: Decodable {
        struct Circular: Decodable {
            let ratings: [[Double?]]
            let period: Double
            let alpha: Double
        }
        struct Custom: Decodable {
            let ratings: [[Double?]]
            let weights: [[Double]]
            let coefficients: [String: [Double]]
            let alpha: Double
            let cohen: [Double]
        }
        let circular: Circular
        let custom: Custom
    }

    private let golden: File

    init() throws { golden = try Golden.load("weighted.json", as: File.self) }

    private func weights(_ rows: [[Double]]) -> ItemMatrix {
        ItemMatrix(items: ["1.0", "2.0", "3.0", "4.0"], rows: rows)
    }

    @Test("circular alpha: krippendorff 0.9.0 with its distance; the place of zero does not matter")
    func circular() throws {
        let options = try AnalysisOptions(level: .circular, resamples: 0, period: golden.circular.period)
        func alpha(turnedBy turn: Double) throws -> Double? {
            let turned = golden.circular.ratings.map {
                $0.map { $0.map { ($0 + turn).truncatingRemainder(dividingBy: 24) } }
            }
            return try StatisticCatalog.one("krippendorff-alpha", .agreement, Tables.ratings(turned), options).value
        }
        #expect(isNear(try alpha(turnedBy: 0), golden.circular.alpha, 1e-12))
        #expect(isNear(try alpha(turnedBy: 7), golden.circular.alpha, 1e-12))
        let error = #expect(throws: StatisticsError.self) { try AnalysisOptions(level: .circular) }
        #expect(error?.code == .invalidOption && error?.message.contains("--period") == true)
    }

    @Test("custom weights: irrCAC 0.4.4 with standard errors, krippendorff 0.9.0")
    func custom() throws {
        let table = try Tables.ratings(golden.custom.ratings)
        let options = try AnalysisOptions(
            level: .nominal,
            interval: .linearized,
            customWeights: weights(golden.custom.weights)
        )
        for (name, expected) in golden.custom.coefficients {
            let result = try StatisticCatalog.one(name, .agreement, table, options)
            #expect(isNear(result.value, expected[0], 1e-12), "\(name)")
            #expect(isNear(result.standardError, expected[1], 1e-8), "\(name)")
            #expect(result.weights == "custom")
        }
        let alpha = try StatisticCatalog.one("krippendorff-alpha", .agreement, table, options)
        #expect(isNear(alpha.value, golden.custom.alpha, 1e-12))
    }

    @Test("Cohen's kappa with custom weights: statsmodels")
    func customOfTwo() throws {
        let table = try Tables.ratings(Array(golden.custom.ratings.prefix(2)))
        let options = try AnalysisOptions(customWeights: weights(golden.custom.weights))
        let result = try StatisticCatalog.one("cohen-kappa", .agreement, table, options)
        #expect(isNear(result.value, golden.custom.cohen[0], 1e-12))
        #expect(isNear(result.standardError, golden.custom.cohen[1], 1e-9))
        #expect(result.weights == "custom")
    }

    @Test("weights are read from a table, rows in any order; 1 and 1.0 are one category")
    func table() throws {
        let read = try ItemMatrix(weights: [
            ["", "1", "2", "3", "4"], ["4", "0", "0.2", "0.9", "1"], ["1", "1", "0.8", "0.1", "0"],
            ["2", "0.8", "1", "0.55", "0.2"], ["3", "0.1", "0.55", "1", "0.9"],
        ])
        #expect(read == ItemMatrix(items: ["1", "2", "3", "4"], rows: golden.custom.weights))
        let options = try AnalysisOptions(resamples: 0, customWeights: read)
        let result = try StatisticCatalog.one("gwet-ac2", .agreement, Tables.ratings(golden.custom.ratings), options)
        #expect(isNear(result.value, golden.custom.coefficients["gwet-ac2"]?[0] ?? 0, 1e-12))
    }

    @Test(
        "a table of weights that is none is refused, with what is the matter and where",
        arguments: [
            ([["", "a"]], "names 1 categories", 1), ([["", "a", "a"]], "“a” twice", 1),
            ([["", "a", "b"], ["a", "1", "0"]], "no row for “b”", nil),
            ([["", "a", "b"], ["c", "1", "0"]], "lacks “c”", 2),
            ([["", "a", "b"], ["a", "1", "0"], ["a", "1", "0"]], "two rows of weights for “a”", 3),
            ([["", "a", "b"], ["a", "1"]], "1 weights, but there are 2", 2),
            ([["", "a", "b"], ["a", "1", "much"]], "“a” and “b” is “much”", 2),
            ([["", "a", "b"], ["a", "1", "1.5"]], "numbers in 0…1", 2),
            ([["", "a", "b"], ["a", "0.9", "0"], ["b", "0", "1"]], "1 for equal categories", nil),
            ([["", "a", "b"], ["a", "1", "0.2"], ["b", "0.3", "1"]], "0.3 the other way", nil),
        ] as [([[String]], String, Int?)]
    )
    func refusedTables(table: [[String]], message: String, line: Int?) {
        let error = #expect(throws: StatisticsError.self) { try ItemMatrix(weights: table) }
        #expect(error?.code == .invalidOption && error?.line == line)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test("a value that the weights do not know is named")
    func unknownCategory() throws {
        let own = ItemMatrix(items: ["1", "2"], rows: [[1, 0], [0, 1]])
        let options = try AnalysisOptions(resamples: 0, customWeights: own)
        for name in ["gwet-ac2", "cohen-kappa", "krippendorff-alpha", "leave-one-out"] {
            let error = #expect(throws: StatisticsError.self) {
                var options = options
                options.level = .nominal
                _ = try StatisticCatalog.one(name, .agreement, Tables.ratings([[1, 2], [1, 3]]), options)
            }
            #expect(error?.message.contains("no category “3.0”") == true, "\(name)")
        }
    }

    @Test("weights that lack a category, or are none, are refused")
    func refused() throws {
        let table = try Tables.ratings(golden.custom.ratings)
        var asymmetric = golden.custom.weights
        asymmetric[0][1] = 0.7
        for rows in [asymmetric, [[1]], golden.custom.weights.map { $0.map { $0 * 2 } }] {
            let options = try AnalysisOptions(resamples: 0, customWeights: weights(rows))
            let error = #expect(throws: StatisticsError.self) {
                try StatisticCatalog.one("gwet-ac2", .agreement, table, options)
            }
            #expect(error?.code == .invalidOption)
        }
    }

    @Test("every way to an interval: what it accounts for is in method and warnings, and widths are in order")
    func intervals() throws {
        let table = try Tables.simulated(seed: 4, raters: 8, items: 40, missing: 0.2)
        for name in ["krippendorff-alpha", "gwet-ac1", "conger-kappa", "fleiss-kappa"] {
            var errors: [AgreementInterval: Double] = [:]
            for kind in AgreementInterval.allCases {
                let options = try AnalysisOptions(level: .ordinal, resamples: 1000, interval: kind)
                let result = try StatisticCatalog.one(name, .agreement, table, options)
                errors[kind] = result.standardError
                if kind == .kalpha, name != "krippendorff-alpha" {
                    #expect(result.interval == nil && result.warnings?.isEmpty == false)
                    continue
                }
                let (value, interval) = (try #require(result.value), try #require(result.interval))
                #expect(interval.lower < value && value < interval.upper)
                let isPartial = [.items, .linearized, .raters, .kalpha].contains(kind)
                #expect((result.warnings != nil) == isPartial, "\(name) \(kind)")
            }
            let (both, jackknife) = (try #require(errors[.both]), try #require(errors[.jackknife]))
            let (items, linearized) = (try #require(errors[.items]), try #require(errors[.linearized]))
            #expect(isClose(items, linearized, 0.1), "\(name): \(items), \(linearized)")
            #expect(both >= items && jackknife > linearized)
        }
    }

    @Test("linearized and jackknife errors of alpha agree, whether its sums or its counts are used")
    func linearizedAlpha() throws {
        // With 101 values ordinal alpha is a function of counts, with 5 one of sums. Two participants are not left out.
        for values in [101, 5] {
            let table = try Tables.ratings(
                (0..<2).map { rater in (0..<150).map { Double(($0 * 37 + rater * ($0 % 4)) % values) } }
            )
            func error(_ kind: AgreementInterval) throws -> Double {
                let options = try AnalysisOptions(level: .ordinal, interval: kind)
                return try #require(
                    try StatisticCatalog.one("krippendorff-alpha", .agreement, table, options).standardError
                )
            }
            #expect(isClose(try error(.linearized), try error(.jackknife), 0.03))
        }
    }
}
