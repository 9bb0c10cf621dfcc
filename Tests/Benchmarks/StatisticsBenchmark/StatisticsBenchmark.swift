import Foundation
import Statistics
import StudyExport

/// Times statistics without a process around them.
///
/// Usage: `StatisticsBenchmark RATINGS.csv PAIRS.csv`; prints name, value and the median ms of each computation, as
/// `statistics_peer.py` and `krippendorff_peer.py --median` do.
@main
struct StatisticsBenchmark {
    static let runs = 21

    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else {
            FileHandle.standardError.write(Data("usage: StatisticsBenchmark RATINGS.csv PAIRS.csv\n".utf8))
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
        let pairs = try PairTable(reading: CSVTable(path: arguments[2]))
        let options = try AnalysisOptions(resamples: 0, cluster: .none)
        func worth() throws -> Double? {
            try StatisticCatalog.compute(["bradley-terry"], from: pairs, options: options)[0].items?[0].value
        }
        print("bradley-terry", try worth() ?? .nan, try median { _ = try worth() }, "ms")
    }

    static func report(_ label: String, _ name: String, _ table: RatingTable, _ options: AnalysisOptions) throws {
        func value() throws -> Double? {
            try StatisticCatalog.compute([name], of: .agreement, from: table, options: options).first?.value
        }
        print(label, try value() ?? .nan, try median { _ = try value() }, "ms")
    }

    /// The median time of `body`, in ms.
    static func median(_ body: () throws -> Void) rethrows -> Double {
        let times = try (0..<runs).map { _ in try ContinuousClock().measure(body) / .milliseconds(1) }
        return times.sorted()[runs / 2]
    }
}
