import Statistics
import Testing

@Suite("Models of raters")
struct RaterModelTests {
    struct File: Decodable {
        struct Case: Decodable {
            let ratings: [[Double?]]
            let dawidSkene: [Double]
            let glad: [Double]
            let mace: [Double]
            let wawa: [Double]

            enum CodingKeys: String, CodingKey {
                case ratings, glad, mace, wawa
                case dawidSkene = "dawid-skene"
            }
        }
        let cases: [Case]
    }

    @Test("crowd-kit 1.4.2, iterated until nothing changes")
    func peers() throws {
        for (index, item) in try Golden.load("raters.json", as: File.self).cases.enumerated() {
            let table = try Tables.ratings(item.ratings)
            for (name, expected, tolerance) in [
                ("dawid-skene", item.dawidSkene, 1e-6), ("glad", item.glad, 1e-6), ("mace", item.mace, 1e-6),
                ("wawa", item.wawa, 1e-12),
            ] {
                let result = try StatisticCatalog.one(name, .agreement, table, plain())
                #expect(result.status == .ok, "\(name) \(result.reason ?? "")")
                let values = Dictionary(uniqueKeysWithValues: (result.items ?? []).map { ($0.item, $0.value) })
                for (rater, value) in expected.enumerated() {
                    let own = values["r\(rater)"] ?? nil
                    #expect(isNear(own, value, tolerance), "case \(index) \(name) r\(rater): \(own ?? 0), \(value)")
                }
            }
        }
    }

    @Test("no ratings, one category: undefined, with a reason", arguments: ["dawid-skene", "glad", "mace", "wawa"])
    func nothing(name: String) throws {
        for table in [try RatingTable.Builder().build(), try Tables.ratings([[2, 2], [2, 2]])] {
            let result = try StatisticCatalog.one(name, .agreement, table, plain())
            #expect(result.status == .undefined && result.reason != nil && result.items == nil)
        }
    }

    @Test(
        "one rater, full agreement, full disagreement: finite values",
        arguments: ["dawid-skene", "glad", "mace", "wawa"]
    )
    func extremes(name: String) throws {
        for rows: [[Double?]] in [
            [[1, 2, 3]], [[1, 2, 1, 2], [1, 2, 1, 2]], [[1, 2, 1, 2], [2, 1, 2, 1]], [[1, nil], [nil, 2]],
        ] {
            let result = try StatisticCatalog.one(name, .agreement, Tables.ratings(rows), plain())
            #expect(result.status == .ok && result.value?.isFinite == true)
            #expect(result.items?.allSatisfy { $0.value?.isFinite == true } == true)
        }
    }
}
