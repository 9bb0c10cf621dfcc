import Foundation
import Statistics
import StudyExport

/// Times Krippendorff's alpha without a process around it.
///
/// Usage: `AgreementBenchmark RATINGS.csv`; prints level, value and the median ms of each computation.
@main
struct AgreementBenchmark {
    static let runs = 21

    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 2 else {
            FileHandle.standardError.write(Data("usage: AgreementBenchmark RATINGS.csv\n".utf8))
            exit(64)
        }
        let csv = try CSVTable(path: arguments[1])
        let builder = try RatingTable.Builder(reading: csv)
        let table = try builder.build()
        let reading = try median { _ = try RatingTable.Builder(reading: csv) }
        let arranging = try median { _ = try builder.build() }
        print("reading \(reading) ms, arranging \(arranging) ms")
        for level in MeasurementLevel.allCases where level != .circular {
            let options = try AnalysisOptions(level: level, resamples: 0)
            func alpha() throws -> Double? {
                try StatisticCatalog.compute(["krippendorff-alpha"], of: .agreement, from: table, options: options)
                    .first?.value
            }
            let value = try alpha() ?? .nan
            print(level.rawValue, value, try median { _ = try alpha() }, "ms")
        }
    }

    /// The median time of `body`, in ms.
    static func median(_ body: () throws -> Void) rethrows -> Double {
        let times = try (0..<runs).map { _ in try ContinuousClock().measure(body) / .milliseconds(1) }
        return times.sorted()[runs / 2]
    }
}
