import Foundation
import StudyModel
import StudyService
import StudyStore
import StudyWire

/// Times durable responses through the service beside bare SQLite commits and bare syncs on the same disk.
///
/// Usage: `StoreBenchmark DATABASE STUDY`, a scratch database that holds a study without a quota.
@main
struct StoreBenchmark {
    static let rounds = 7
    static let tasks = 64

    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else {
            FileHandle.standardError.write(Data("usage: StoreBenchmark DATABASE STUDY\n".utf8))
            exit(64)
        }
        let store = try StudyStore(path: arguments[1], mode: .existing)
        let service = StudyService(store: store, stimuli: NoPictures())
        let bare = try BareCommits(path: arguments[1] + "-bare.sqlite")
        let disk = try SyncedAppends(path: arguments[1] + "-bare.log")

        var sync: [Double] = []
        var commit: [Double] = []
        var response: [Double] = []
        var alone: [Double] = []
        var together: [Double] = []
        // In turn within every round, since a disk's speed drifts.
        for _ in 0..<rounds {
            sync += try (0..<100).map { _ in try seconds { try disk.append() } }
            commit += try (0..<100).map { _ in try seconds { try bare.commit() } }

            let single = try await SessionRun(joining: StudyID(arguments[2]), of: service)
            alone.append(try await rate { try await single.answerAll() })
            response += single.latencies

            var crowd: [SessionRun] = []
            for _ in 0..<tasks { crowd.append(try await SessionRun(joining: StudyID(arguments[2]), of: service)) }
            together.append(
                try await rate { [crowd] in
                    try await withThrowingTaskGroup(of: Int.self) { group in
                        for run in crowd { group.addTask { @concurrent in try await run.answerAll() } }
                        var count = 0
                        for try await answered in group { count += answered }
                        return count
                    }
                }
            )
        }
        report("append and fdatasync", 1 / median(sync), "a second")
        report("bare SQLite commit", median(commit) * 1e6, "µs")
        report("durable response", median(response) * 1e6, "µs")
        report("  over bare commit", median(response) / median(commit), "×")
        report("one session", median(alone), "responses a second")
        report("\(tasks) sessions", median(together), "responses a second")
        report("  over one session", median(together) / median(alone), "×")
    }

    static func report(_ name: String, _ value: Double, _ unit: String) {
        let number = value < 100 ? (value * 100).rounded() / 100 : value.rounded()
        print(name.padding(toLength: 24, withPad: " ", startingAt: 0), number, unit)
    }

    /// How many of what `body` counts happen in a second.
    static func rate(_ body: () async throws -> Int) async throws -> Double {
        let start = ContinuousClock.now
        let count = try await body()
        return Double(count) / ((ContinuousClock.now - start) / .seconds(1))
    }

    static func seconds(_ body: () throws -> Void) rethrows -> Double {
        try ContinuousClock().measure(body) / .seconds(1)
    }

    static func median(_ values: [Double]) -> Double {
        values.sorted()[values.count / 2]
    }
}

/// Responses need no pictures.
private struct NoPictures: StimulusProvider {
    func picture(_ stimulus: StimulusRecord, of study: Study, folder: String) async throws -> [UInt8] { [] }
}
