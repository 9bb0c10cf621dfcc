import SeededRandom
import Statistics
import Testing

@Suite("Agreement on ratings")
struct AgreementTests {
    struct File: Decodable {
        struct Case: Decodable {
            let ratings: [[Double?]]
            let nominal: Double
            let ordinal: Double
            let interval: Double
            let ratio: Double
            let fleiss: Double
            let percentAgreement: Double
            let brennanPrediger: Double
            let categories: Int
        }
        let cases: [Case]
    }

    @Test(
        "Krippendorff 2011, section C",
        arguments: [
            (MeasurementLevel.nominal, 0.743), (.ordinal, 0.815), (.interval, 0.849), (.ratio, 0.797),
        ]
    )
    func krippendorff2011(level: MeasurementLevel, published: Double) throws {
        let table = try Tables.ratings(Tables.krippendorff2011)
        let result = try StatisticCatalog.one("krippendorff-alpha", .agreement, table, plain(level))
        #expect(isNear(result.value, published, 0.0005))
        #expect(result.status == .ok)
        #expect(result.level == level)
        #expect(result.method.contains("linearized standard error over items"), "nothing is resampled")
    }

    @Test("Fleiss 1971: kappa .430")
    func fleiss1971() throws {
        let table = try Tables.counts(Tables.fleiss1971)
        let result = try StatisticCatalog.one("fleiss-kappa", .agreement, table, plain())
        #expect(isNear(result.value, 0.430, 0.0005))
        #expect(result.n == 180)
    }

    @Test("raw ratings with gaps: krippendorff 0.9.0 and irrCAC 0.4.4")
    func peers() throws {
        for item in try Golden.load("agreement.json", as: File.self).cases {
            let table = try Tables.ratings(item.ratings)
            func value(_ name: String, _ level: MeasurementLevel? = nil) throws -> Double? {
                try StatisticCatalog.one(name, .agreement, table, plain(level)).value
            }
            #expect(isNear(try value("krippendorff-alpha", .nominal), item.nominal, 1e-12))
            #expect(isNear(try value("krippendorff-alpha", .ordinal), item.ordinal, 1e-12))
            #expect(isNear(try value("krippendorff-alpha", .interval), item.interval, 1e-12))
            #expect(isNear(try value("krippendorff-alpha", .ratio), item.ratio, 1e-12))
            #expect(isNear(try value("fleiss-kappa"), item.fleiss, 1e-12))
            #expect(isNear(try value("percent-agreement"), item.percentAgreement, 1e-12))
            #expect(isNear(try value("brennan-prediger"), item.brennanPrediger, 1e-12))
            #expect(table.categories.count == item.categories)
        }
    }

    @Test("order of rows, names of participants and items do not matter", arguments: [1, 2, 3] as [UInt64])
    func invariance(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var rows: [(String, String, Double)] = []
        for rater in 0..<5 {
            for item in 0..<11 where generator.uniform() < 0.8 {
                rows.append(("r\(rater)", "i\(item)", Double(generator.below(4))))
            }
        }
        func table(_ rows: [(String, String, Double)]) throws -> RatingTable {
            var builder = RatingTable.Builder()
            for (index, row) in rows.enumerated() {
                try builder.add(participant: row.0, item: row.1, value: row.2, line: index + 2)
            }
            return try builder.build()
        }
        var shuffled = rows
        generator.shuffle(&shuffled)
        let renamed = rows.map { ("x" + String($0.0.reversed()), "y" + String($0.1.reversed()), $0.2) }
        for level in MeasurementLevel.allCases {
            let options = try AnalysisOptions(level: level, resamples: 200, period: level == .circular ? 4 : nil)
            func all(_ rows: [(String, String, Double)]) throws -> [StatisticResult] {
                try StatisticCatalog.compute(["all"], of: .agreement, from: table(rows), options: options)
            }
            #expect(try all(rows) == all(shuffled), "even the bootstrap is the same in another order")
            for (a, b) in zip(try all(rows), try all(renamed)) where a.value != nil {
                #expect(isNear(a.value, b.value ?? .nan, 1e-12))
            }
        }
    }

    @Test("nominal alpha ignores which label is which; interval alpha a linear change; ordinal any increasing one")
    func scales() throws {
        let rows = Tables.krippendorff2011
        func alpha(_ level: MeasurementLevel, _ change: (Double) -> Double) throws -> Double? {
            let table = try Tables.ratings(rows.map { $0.map { $0.map(change) } })
            return try StatisticCatalog.one("krippendorff-alpha", .agreement, table, plain(level)).value
        }
        let permuted: [Double] = [0, 3, 5, 1, 2, 4]
        #expect(isNear(try alpha(.nominal) { $0 }, try alpha(.nominal) { permuted[Int($0)] } ?? .nan, 1e-12))
        #expect(isNear(try alpha(.interval) { $0 }, try alpha(.interval) { 1e6 + 3 * $0 } ?? .nan, 1e-9))
        #expect(isNear(try alpha(.ordinal) { $0 }, try alpha(.ordinal) { $0 * $0 * $0 } ?? .nan, 1e-12))
        #expect(isNear(try alpha(.ratio) { $0 }, try alpha(.ratio) { 7 * $0 } ?? .nan, 1e-12))
    }

    @Test("ratio level: two zeros are equal")
    func ratioZero() throws {
        let table = try Tables.ratings([[0, 0, 2, 4], [0, 1, 2, 4]])
        let result = try StatisticCatalog.one("krippendorff-alpha", .agreement, table, plain(.ratio))
        #expect(result.value?.isFinite == true)
    }
}
