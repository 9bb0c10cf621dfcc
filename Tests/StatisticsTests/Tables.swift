import SeededRandom
import Statistics

/// Data of the tests.
enum Tables {
    /// A raters × items table, nil where a rating is missing.
    static func ratings(_ rows: [[Double?]], session: String? = nil) throws -> RatingTable {
        var builder = RatingTable.Builder()
        var line = 1
        for (rater, row) in rows.enumerated() {
            for (item, value) in row.enumerated() {
                line += 1
                guard let value else { continue }
                try builder.add(
                    participant: "r\(rater)",
                    item: "i\(item)",
                    value: value,
                    session: session,
                    line: line
                )
            }
        }
        return try builder.build()
    }

    /// Items × categories counts; which rater gave which answer is arbitrary.
    static func counts(_ rows: [[Int]]) throws -> RatingTable {
        var builder = RatingTable.Builder()
        for (item, row) in rows.enumerated() {
            var rater = 0
            for (category, count) in row.enumerated() {
                for _ in 0..<count {
                    try builder.add(participant: "r\(rater)", item: "i\(item)", value: "c\(category)", line: 1)
                    rater += 1
                }
            }
        }
        return try builder.build()
    }

    /// A table of wins (row over column), every comparison by its own participant or all by one.
    static func wins(_ rows: [[Int]], names: [String]? = nil, oneParticipant: Bool = false) throws -> PairTable {
        var builder = PairTable.Builder()
        var line = 1
        for (winner, row) in rows.enumerated() {
            for (loser, count) in row.enumerated() {
                for index in 0..<count {
                    line += 1
                    let left = names?[winner] ?? "\(winner)"
                    let right = names?[loser] ?? "\(loser)"
                    try builder.add(
                        participant: oneParticipant ? "p" : "p\(line)",
                        left: index.isMultiple(of: 2) ? left : right,
                        right: index.isMultiple(of: 2) ? right : left,
                        outcome: index.isMultiple(of: 2) ? .left : .right,
                        line: line
                    )
                }
            }
        }
        return builder.build()
    }

    /// Rows of participant, left, right, 1 where left won, as in the golden files.
    static func pairs(_ rows: [[Int]]) throws -> PairTable {
        var builder = PairTable.Builder()
        for (index, row) in rows.enumerated() {
            try builder.add(
                participant: "p\(row[0])",
                left: "\(row[1])",
                right: "\(row[2])",
                outcome: row[3] == 1 ? .left : .right,
                line: index + 2
            )
        }
        return builder.build()
    }

    /// Simulated ratings 1…5 of items with true values, raters with an accuracy.
    static func simulated(
        seed: UInt64,
        raters: Int,
        items: Int,
        missing: Double = 0,
        accuracy: Double = 0.7
    ) throws -> RatingTable {
        var generator = SeededGenerator(seed: seed)
        var rows: [[Double?]] = []
        let truth = (0..<items).map { _ in generator.below(5) + 1 }
        for _ in 0..<raters {
            rows.append(
                truth.map { value in
                    let rating = generator.uniform() < accuracy ? value : generator.below(5) + 1
                    return generator.uniform() < missing ? nil : Double(rating)
                }
            )
        }
        return try ratings(rows)
    }

    /// Simulated choices between four items whose odds differ between images; a share of the units is judged.
    static func sparsePairs(seed: UInt64, participants: Int, images: Int, share: Double) throws -> PairTable {
        var generator = SeededGenerator(seed: seed)
        var builder = PairTable.Builder()
        for image in 0..<images {
            let worths = (0..<4).map { 0.4 * Double($0) + 0.5 * generator.normal() }
            for participant in 0..<participants {
                for (left, right) in [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)] where generator.uniform() < share
                {
                    let won = worths[left] - worths[right] + generator.normal() > 0
                    try builder.add(
                        participant: "p\(participant)",
                        left: "\(left)",
                        right: "\(right)",
                        outcome: won ? .left : .right,
                        unit: "image\(image)",
                        line: 1
                    )
                }
            }
        }
        return builder.build()
    }

    /// The data of Krippendorff 2011, section C: 4 observers, 12 units.
    static let krippendorff2011: [[Double?]] = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, nil, nil, nil],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nil, 3],
        [nil, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nil],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nil],
    ]

    /// Table 1 of Fleiss 1971: 30 patients, 6 psychiatrists each, 5 diagnoses.
    static let fleiss1971: [[Int]] = [
        [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0], [2, 0, 4, 0, 0],
        [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6], [1, 0, 0, 5, 0], [1, 1, 0, 4, 0],
        [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1], [0, 0, 5, 0, 1], [3, 0, 0, 1, 2], [5, 1, 0, 0, 0],
        [0, 2, 0, 4, 0], [1, 0, 2, 0, 3], [0, 0, 0, 0, 6], [0, 1, 0, 5, 0], [0, 2, 0, 1, 3], [2, 0, 0, 4, 0],
        [1, 0, 0, 4, 1], [0, 5, 0, 1, 0], [4, 0, 0, 0, 2], [0, 2, 0, 4, 0], [1, 0, 5, 0, 0], [0, 0, 0, 0, 6],
    ]
}

extension StatisticCatalog {
    /// The only result of one statistic.
    static func one(
        _ name: String,
        _ family: Statistic.Family,
        _ table: RatingTable,
        _ options: AnalysisOptions
    ) throws -> StatisticResult {
        let results = try compute([name], of: family, from: table, options: options)
        precondition(results.count == 1)
        return results[0]
    }

    /// The first result of one statistic.
    static func one(
        _ name: String,
        _ family: Statistic.Family,
        _ table: PairTable,
        _ options: AnalysisOptions
    ) throws -> StatisticResult {
        let results = try compute([name], of: family, from: table, options: options)
        return results[0]
    }
}

/// Options without a bootstrap.
func plain(_ level: MeasurementLevel? = nil) throws -> AnalysisOptions {
    try AnalysisOptions(level: level, resamples: 0, period: level == .circular ? 5 : nil)
}
