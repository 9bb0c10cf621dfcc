import Statistics
import Testing

@Suite("Tests of ratings: SciPy, statsmodels, pingouin, R")
struct RatingTestsTests {
    struct File: Decodable {
        struct Pair: Decodable {
            let left, right: Int
            let wilcoxon: [Double]
            let hodgesLehmann: [Double]?
            let biserial: Double
            let paired, welch: [Double]
            let tostPaired, tostPingouin, tostWelch: Double
        }
        struct Case: Decodable {
            let name: String
            let ratings: [[Double?]]
            let pairs: [Pair]
        }
        struct Spread: Decodable {
            let ratings: [[Double?]]
            let values: [Double]
        }
        let cases: [Case]
        let sos: Spread
        let nct: [[Double]]
        let midP: [[Double]]
    }

    private let golden: File

    init() throws { golden = try Golden.load("ratings.json", as: File.self) }

    private func options(
        reference: String? = nil,
        categories: Int? = nil,
        margin: Double? = nil
    ) throws -> AnalysisOptions {
        try AnalysisOptions(resamples: 0, reference: reference, categories: categories, margin: margin)
    }

    private func contrast(_ name: String, _ table: RatingTable, _ pair: File.Pair) throws -> Contrast {
        let result = try StatisticCatalog.one(name, .ratings, table, options(margin: 0.9))
        return try #require(result.contrasts?.first { $0.left == "i\(pair.left)" && $0.right == "i\(pair.right)" })
    }

    @Test("wilcoxon: exact without ties by SciPy, with ties over all signs, beyond 50 by SciPy's approximation")
    func wilcoxon() throws {
        for item in golden.cases {
            let table = try Tables.ratings(item.ratings)
            for pair in item.pairs {
                let found = try contrast("wilcoxon", table, pair)
                #expect(isNear(found.statisticValue, pair.wilcoxon[0], 1e-9))
                #expect(isClose(found.p, pair.wilcoxon[1], 1e-9), "\(item.name) \(found.p ?? -1) \(pair.wilcoxon[1])")
                #expect(isNear(found.effectSize, pair.biserial, 1e-9))
                guard let shift = pair.hodgesLehmann else { continue }
                #expect(isNear(found.value, shift[0], 1e-9))
                #expect(isNear(found.interval?.lower, shift[1], 1e-9))
                #expect(isNear(found.interval?.upper, shift[2], 1e-9))
            }
        }
    }

    @Test("paired-t: SciPy, with d_z's limits by its noncentral t")
    func paired() throws {
        for item in golden.cases {
            let table = try Tables.ratings(item.ratings)
            for pair in item.pairs {
                let found = try contrast("paired-t", table, pair)
                let own = [
                    found.value, found.statisticValue, found.p, found.interval?.lower, found.interval?.upper,
                    found.effectSize, found.effectInterval?.lower, found.effectInterval?.upper,
                ]
                for (value, expected) in zip(own, pair.paired) {
                    #expect(isNear(value, expected, 1e-9), "\(item.name)")
                }
            }
        }
    }

    @Test("welch: SciPy")
    func welch() throws {
        for item in golden.cases {
            let table = try Tables.ratings(item.ratings)
            for pair in item.pairs {
                let found = try contrast("welch", table, pair)
                let own = [
                    found.statisticValue, found.p, found.df, found.interval?.lower, found.interval?.upper,
                ]
                for (value, expected) in zip(own, pair.welch) { #expect(isNear(value, expected, 1e-9), "\(item.name)") }
            }
            #expect(try StatisticCatalog.one("welch", .ratings, table, options()).warnings != nil)
        }
    }

    @Test("tost: statsmodels and pingouin, paired; statsmodels' unequal variances where nobody rated both")
    func tost() throws {
        for item in golden.cases {
            let table = try Tables.ratings(item.ratings)
            for pair in item.pairs {
                let found = try contrast("tost", table, pair)
                #expect(isClose(found.p, pair.tostPaired, 1e-9), "\(item.name)")
                #expect(isClose(found.p, pair.tostPingouin, 1e-6), "\(item.name)")
                // Each participant rates one of two items.
                let split = item.ratings.flatMap { row -> [[Double?]] in
                    [[row[pair.left], nil], [nil, row[pair.right]]]
                }
                let result = try StatisticCatalog.one("tost", .ratings, Tables.ratings(split), options(margin: 0.9))
                #expect(isClose(result.p, pair.tostWelch, 1e-9), "\(item.name)")
                let inside = try #require(found.interval)
                #expect((inside.lower > -0.9 && inside.upper < 0.9) == ((found.p ?? 1) < 0.05))
            }
        }
        let result = try StatisticCatalog.one("tost", .ratings, Tables.ratings(golden.cases[0].ratings), options())
        #expect(result.status == .undefined && result.reason?.contains("--margin") == true)
        #expect(throws: StatisticsError.self) { try options(margin: -1) }
    }

    @Test("sos: statsmodels' regression through the origin")
    func spread() throws {
        let table = try Tables.ratings(golden.sos.ratings)
        let result = try StatisticCatalog.one("sos", .ratings, table, options(categories: 5))
        let own = [result.value, result.standardError, result.interval?.lower, result.interval?.upper]
        for (value, expected) in zip(own, golden.sos.values) { #expect(isNear(value, expected, 1e-10)) }
        let narrow = try StatisticCatalog.one("sos", .ratings, table, options(categories: 3))
        #expect(narrow.status == .undefined)
    }

    @Test("noncentral t: SciPy; mid-p: by its definition")
    func distributions() {
        for row in golden.nct {
            let own = NoncentralT(degreesOfFreedom: row[0], noncentrality: row[1]).cdf(row[2])
            #expect(isNear(own, row[3], 1e-10), "\(row): \(own)")
        }
        for row in golden.midP {
            let own = BinomialTest.midP(successes: Int(row[1]), trials: Int(row[0]), probability: row[2])
            #expect(isClose(own, row[3], 1e-10), "\(row): \(own)")
        }
    }

    @Test("with a reference each item is compared with it; contrasts change sign with the order")
    func reference() throws {
        let table = try Tables.ratings(golden.cases[1].ratings)
        for name in ["wilcoxon", "paired-t", "welch"] {
            let all = try StatisticCatalog.one(name, .ratings, table, options())
            let result = try StatisticCatalog.one(name, .ratings, table, options(reference: "i0"))
            #expect(result.contrasts?.map(\.right) == ["i0", "i0"])
            let (turned, own) = (try #require(result.contrasts?.first), try #require(all.contrasts?.first))
            #expect(isNear(turned.value, -(try #require(own.value)), 1e-12))
            #expect(isNear(turned.interval?.lower, -(try #require(own.interval).upper), 1e-12))
            #expect(isNear(turned.p, try #require(own.p), 1e-12))
            let unknown = try StatisticCatalog.one(name, .ratings, table, options(reference: "i9"))
            #expect(unknown.status == .undefined)
        }
    }

    @Test(
        "no value without a reason",
        arguments: ["wilcoxon", "paired-t", "welch", "tost", "sos", "mos", "dmos", "bt500", "p913", "sureal"]
    )
    func degenerate(_ name: String) throws {
        let tables: [[[Double?]]] = [
            [[1]], [[1, 2]], [[1], [2]], [[3, 3], [3, 3], [3, 3]], [[1, nil], [nil, 2]], [[1, 2], [2, 3], [3, 4]], [],
        ]
        for rows in tables {
            let result = try StatisticCatalog.one(name, .ratings, Tables.ratings(rows), options(margin: 1))
            if result.value == nil, result.items == nil {
                let reasons = (result.contrasts ?? []).map { $0.reason != nil || $0.value != nil }
                #expect(result.reason != nil || (!reasons.isEmpty && reasons.allSatisfy { $0 }), "\(name) \(rows)")
            }
        }
        var builder = RatingTable.Builder()
        try builder.add(participant: "p", item: "i", value: "good", line: 2)
        try builder.add(participant: "q", item: "j", value: "bad", line: 3)
        let result = try StatisticCatalog.one(name, .ratings, builder.build(), options(margin: 1))
        #expect(result.status == .undefined && result.reason?.contains("numbers") == true)
    }

    @Test("differences that decimal fractions make equal are ties")
    func decimals() throws {
        let table = try Tables.ratings([[0.3, 0.2], [0.2, 0.1], [0.7, 0.6], [0.1, 0.2]])
        let found = try #require(StatisticCatalog.one("wilcoxon", .ratings, table, options()).contrasts?.first)
        #expect(found.statisticValue == 2.5 && isNear(found.p, 0.625, 1e-12))
    }
}
