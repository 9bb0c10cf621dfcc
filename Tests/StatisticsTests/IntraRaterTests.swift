import Statistics
import Testing

@Suite("Intra-rater agreement")
struct IntraRaterTests {
    @Test("ratings: sessions are compared, and only the first feeds the other statistics")
    func ratings() throws {
        var builder = RatingTable.Builder()
        let first: [[Double]] = [[1, 2, 3, 4], [1, 2, 3, 3]]
        let second: [[Double?]] = [[1, 2, 3, 5], [2, 2, nil, nil]]
        for participant in 0..<2 {
            for item in 0..<4 {
                // The later session comes first in the file: 10 is after 9, although "10" < "9".
                if let value = second[participant][item] {
                    try builder.add(
                        participant: "p\(participant)",
                        item: "i\(item)",
                        value: value,
                        session: "10",
                        line: 2
                    )
                }
                try builder.add(
                    participant: "p\(participant)",
                    item: "i\(item)",
                    value: first[participant][item],
                    session: "9",
                    line: 3
                )
            }
        }
        let table = try builder.build()
        let results = try StatisticCatalog.compute(["intra-rater"], of: .agreement, from: table, options: plain())
        #expect(results.map(\.form) == ["percent-agreement", "chance-corrected"])
        #expect(isNear(results[0].value, 4 / 6.0, 1e-12))
        let plainTable = try Tables.ratings(first)
        for name in ["percent-agreement", "fleiss-kappa"] {
            let value = try StatisticCatalog.one(name, .agreement, table, plain()).value
            #expect(value == (try StatisticCatalog.one(name, .agreement, plainTable, plain()).value))
        }
        // Krippendorff's alpha of the six repeats, sessions as observers, by hand: 1 − 11·4/(144 − 40).
        let corrected = try #require(results[1].value)
        let again = try StatisticCatalog.one(
            "krippendorff-alpha",
            .agreement,
            Tables.ratings([[1, 2, 3, 4, 1, 2], [1, 2, 3, 5, 2, 2]]),
            plain(.nominal)
        )
        #expect(isNear(again.value, corrected, 1e-12))
    }

    @Test("pairs: repeats with sides swapped tell preference from position")
    func pairs() throws {
        var builder = PairTable.Builder()
        // p0 sticks to the item, p1 to the side, p2 is repeated with the sides as before.
        for image in 0..<6 {
            try builder.add(participant: "p0", left: "a", right: "b", outcome: .left, unit: "i\(image)", line: 1)
            try builder.add(participant: "p0", left: "b", right: "a", outcome: .right, unit: "i\(image)", line: 1)
            try builder.add(participant: "p1", left: "a", right: "b", outcome: .left, unit: "i\(image)", line: 1)
            try builder.add(participant: "p1", left: "b", right: "a", outcome: .left, unit: "i\(image)", line: 1)
        }
        try builder.add(participant: "p2", left: "a", right: "b", outcome: .left, session: "1", line: 1)
        try builder.add(participant: "p2", left: "a", right: "b", outcome: .left, session: "2", line: 1)
        let table = builder.build()
        #expect(table.repeatCount == 13)
        let results = try StatisticCatalog.compute(["intra-rater"], of: .agreement, from: table, options: plain())
        #expect(results.map(\.form) == ["percent-agreement", "chance-corrected", "position-consistency"])
        #expect(isNear(results[0].value, 7 / 13.0, 1e-12))
        #expect(isNear(results[1].value, 2 * 7 / 13.0 - 1, 1e-12))
        #expect(isNear(results[2].value, 0.5, 1e-12))
        #expect(results[0].interval != nil)
        #expect(try StatisticCatalog.one("bradley-terry", .preference, table, plain()).n == 13)
    }

    @Test("no repeats: undefined, with what to add")
    func none() throws {
        let ratings = try Tables.ratings([[1, 2], [1, 3]])
        let pairs = try Tables.wins([[0, 1], [1, 0]])
        let results =
            try StatisticCatalog.compute(["intra-rater"], of: .agreement, from: ratings, options: plain())
            + StatisticCatalog.compute(["intra-rater"], of: .agreement, from: pairs, options: plain())
        #expect(results.count == 4)
        #expect(results.allSatisfy { $0.status == .undefined && $0.reason?.contains("session") == true })
    }
}
