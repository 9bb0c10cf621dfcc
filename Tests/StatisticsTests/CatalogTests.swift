import Foundation
import Statistics
import Testing

@Suite("Catalog, tables and results")
struct CatalogTests {
    @Test("names are unique, in kebab case, described and cited")
    func names() {
        let names = StatisticCatalog.all.map(\.name)
        #expect(Set(names).count == names.count)
        for statistic in StatisticCatalog.all {
            #expect(statistic.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" })
            #expect(!statistic.summary.isEmpty && !statistic.citation.isEmpty && !statistic.families.isEmpty)
            #expect(statistic.appliesToPairs || statistic.appliesToRatings || statistic.appliesToChoices)
        }
        #expect(
            StatisticCatalog.ratings(.agreement).map(\.name) == [
                "percent-agreement", "brennan-prediger", "fleiss-kappa", "krippendorff-alpha", "intra-rater",
                "cohen-kappa", "scott-pi", "light-kappa", "randolph-kappa", "conger-kappa", "gwet-ac1", "gwet-ac2",
                "icc", "kendall-w", "spearman", "kendall-tau", "friedman", "stuart-maxwell", "leave-one-out",
                "dawid-skene", "glad",
                "mace", "wawa",
            ]
        )
        #expect(
            StatisticCatalog.choices.map(\.name) == [
                "mixed-model", "proportion", "dprime", "mcnemar", "cochran-q", "psychometric", "reliance", "utility",
                "hive",
            ]
        )
        #expect(StatisticCatalog.pairs(.preference).map(\.name).contains("kendall-u"))
    }

    @Test("an unknown name is refused with the nearest one and the list")
    func unknown() throws {
        let table = try Tables.ratings([[1, 2], [1, 2]])
        let error = #expect(throws: StatisticsError.self) {
            try StatisticCatalog.one("krippendorf-alpha", .agreement, table, plain())
        }
        #expect(error?.code == .unknownStatistic)
        #expect(error?.message.contains("did you mean krippendorff-alpha?") == true)
        #expect(error?.message.contains("fleiss-kappa") == true)
    }

    @Test("a statistic named twice is computed once, in the order of the first mention")
    func namedTwice() throws {
        let results = try StatisticCatalog.compute(
            ["fleiss-kappa", "percent-agreement", "fleiss-kappa"],
            of: .agreement,
            from: Tables.ratings([[1, 2], [1, 2]]),
            options: plain()
        )
        #expect(results.map(\.name) == ["fleiss-kappa", "percent-agreement"])
    }

    @Test("one pair is not called pairs")
    func onePair() throws {
        let result = try StatisticCatalog.one("binomial", .preference, Tables.wins([[0, 2], [1, 0]]), plain())
        #expect(result.method.contains("Holm over 1 pair;"))
    }

    @Test("JSON has the keys of the issue, leaves out absent fields and holds no NaN")
    func json() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let table = try Tables.ratings(Tables.krippendorff2011)
        let results = try StatisticCatalog.compute(
            ["krippendorff-alpha"],
            of: .agreement,
            from: table,
            options: AnalysisOptions(level: .nominal, resamples: 200)
        )
        let text = try String(decoding: encoder.encode(results), as: UTF8.self)
        for key in [
            "\"name\":", "\"level\":\"nominal\"", "\"value\":0.74", "\"standardError\":", "\"interval\":[", "\"n\":41",
        ] {
            #expect(text.contains(key), "\(key) in \(text)")
        }
        #expect(text.contains("\"status\":\"ok\""))
        #expect(!text.contains("reason") && !text.contains("null"))
        #expect(try JSONDecoder().decode([StatisticResult].self, from: Data(text.utf8)) == results)
    }

    @Test("an item's value that is not finite becomes undefined")
    func notFinite() {
        let estimate = ItemEstimate(item: "a", value: .nan, standardError: .infinity)
        #expect(estimate.value == nil && estimate.standardError == nil)
        #expect(estimate.status == .undefined && estimate.reason != nil)
    }

    @Test("options outside their range are refused")
    func options() {
        #expect(throws: StatisticsError.self) { try AnalysisOptions(confidence: 95) }
        #expect(throws: StatisticsError.self) { try AnalysisOptions(resamples: 5) }
        #expect(throws: StatisticsError.self) { try AnalysisOptions(resamples: -1) }
        #expect(throws: StatisticsError.self) { try AnalysisOptions(categories: 1) }
    }

    @Test("a number of resamples that no machine can hold is refused with the limit", arguments: [1_000_001, Int.max])
    func tooManyResamples(_ resamples: Int) throws {
        let error = #expect(throws: StatisticsError.self) { try AnalysisOptions(resamples: resamples) }
        #expect(error?.code == .invalidOption)
        #expect(error?.message.contains("at most 1000000") == true)
        #expect(try AnalysisOptions(resamples: 1_000_000).resamples == 1_000_000)
    }

    @Test("a second rating without a session names both lines")
    func duplicate() throws {
        var builder = RatingTable.Builder()
        try builder.add(participant: "p", item: "i", value: "1", line: 2)
        try builder.add(participant: "q", item: "i", value: "1", line: 3)
        try builder.add(participant: "p", item: "i", value: "4", line: 7)
        let error = #expect(throws: StatisticsError.self) { try builder.build() }
        #expect(error?.code == .duplicateAnswer)
        #expect(error?.line == 7)
        #expect(error?.message.contains("line 2") == true)
    }

    @Test("one session twice is a duplicate too; empty values are missing; NaN and empty ids are refused")
    func rows() throws {
        var builder = RatingTable.Builder()
        try builder.add(participant: "p", item: "i", value: "1", session: "a", line: 2)
        try builder.add(participant: "p", item: "i", value: "1", session: "a", line: 3)
        #expect(throws: StatisticsError.self) { try builder.build() }

        var other = RatingTable.Builder()
        try other.add(participant: "p", item: "i", value: "", line: 2)
        try other.add(participant: "p", item: "i", value: "1.0", line: 3)
        try other.add(participant: "q", item: "i", value: "1", line: 4)
        #expect(throws: StatisticsError.self) { try other.add(participant: "p", item: "j", value: "nan", line: 5) }
        #expect(throws: StatisticsError.self) { try other.add(participant: "", item: "j", value: "1", line: 5) }
        let table = try other.build()
        #expect(table.emptyRows == 1)
        #expect(table.categories == ["1.0"])
        #expect(table.count == 2)

        var pairs = PairTable.Builder()
        let error = #expect(throws: StatisticsError.self) {
            try pairs.add(participant: "p", left: "a", right: "a", outcome: .left, line: 9)
        }
        #expect(error?.code == .sameItemTwice && error?.line == 9)
    }
}
