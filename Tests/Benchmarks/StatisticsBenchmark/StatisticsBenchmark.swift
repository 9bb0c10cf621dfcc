import Foundation
import Statistics
import StudyExport

/// Times statistics without a process around them.
///
/// Usage: `StatisticsBenchmark RATINGS.csv PAIRS.csv SPARSE.csv RANKINGS.csv`; prints name, value and the median ms of each computation, as
/// `statistics_peer.py` and `krippendorff_peer.py --median` do.
@main
struct StatisticsBenchmark {
    static let runs = 21

    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5 else {
            let usage = "usage: StatisticsBenchmark RATINGS.csv PAIRS.csv SPARSE.csv RANKINGS.csv\n"
            FileHandle.standardError.write(Data(usage.utf8))
            exit(64)
        }
        let csv = try CSVTable(path: arguments[1])
        let builder = try RatingTable.Builder(reading: csv)
        let table = try builder.build()
        let reading = try median { _ = try RatingTable.Builder(reading: csv) }
        let arranging = try median { _ = try builder.build() }
        print("reading \(reading) ms, arranging \(arranging) ms")
        for level in MeasurementLevel.allCases where level != .circular {
            try report(level.rawValue, "krippendorff-alpha", table, AnalysisOptions(level: level, resamples: 0))
        }
        for level in [MeasurementLevel.nominal, .ordinal, .interval] {
            let options = try AnalysisOptions(level: level, resamples: 1000)
            try report("bootstrap-\(level.rawValue)", "krippendorff-alpha", table, options)
        }
        try report("dawid-skene", "dawid-skene", table, AnalysisOptions(resamples: 0))
        for name in ["gwet-ac2", "icc", "light-kappa"] {
            try report(name, name, table, AnalysisOptions(level: .ordinal, resamples: 0))
        }
        for (label, path) in [("bradley-terry", arguments[2]), ("bradley-terry-sparse", arguments[3])] {
            let pairs = try PairTable(reading: CSVTable(path: path))
            try report(label, "bradley-terry", pairs, AnalysisOptions(resamples: 0, cluster: .none))
            guard label == "bradley-terry" else { continue }
            var options = try AnalysisOptions(resamples: 1000)
            options.worthInterval = .bootstrap
            try report("bradley-terry-bootstrap", "bradley-terry", pairs, options)
        }
        let rankings = try RatingTable(reading: CSVTable(path: arguments[4]), value: "rank")
        try report(
            "plackett-luce",
            "plackett-luce",
            rankings,
            AnalysisOptions(level: .ordinal, resamples: 0),
            .rankings
        )
    }

    static func report(
        _ label: String,
        _ name: String,
        _ table: RatingTable,
        _ options: AnalysisOptions,
        _ family: Statistic.Family = .agreement
    ) throws {
        try line(label) { try StatisticCatalog.compute([name], of: family, from: table, options: options) }
    }

    static func report(_ label: String, _ name: String, _ table: PairTable, _ options: AnalysisOptions) throws {
        try line(label) { try StatisticCatalog.compute([name], from: table, options: options) }
    }

    /// The value, or that of the first item, and the median time.
    private static func line(_ label: String, _ compute: () throws -> [StatisticResult]) throws {
        let first = try compute().first
        print(label, first?.value ?? first?.items?.first?.value ?? .nan, try median { _ = try compute() }, "ms")
    }

    /// The median time of `body`, in ms.
    static func median(_ body: () throws -> Void) rethrows -> Double {
        let times = try (0..<runs).map { _ in try ContinuousClock().measure(body) / .milliseconds(1) }
        return times.sorted()[runs / 2]
    }
}
