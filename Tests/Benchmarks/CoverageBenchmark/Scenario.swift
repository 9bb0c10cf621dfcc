import Dispatch
import SeededRandom
import Statistics

/// One interval of a simulated study and the value that it should hold.
struct Verdict {
    /// The statistic, with the options that are not the default ones.
    let label: String
    let truth: Double
    let interval: ConfidenceInterval?
    /// Whether the result says that its interval covers less in simulations.
    let isWarned: Bool

    init(label: String, truth: Double, interval: ConfidenceInterval?, warnings: [String]? = nil) {
        (self.label, self.truth, self.interval) = (label, truth, interval)
        isWarned = warnings?.contains { $0.contains("simulations") } == true
    }
}

/// A kind of study that is simulated many times; the README says which were added after coverage was seen.
struct Scenario: Sendable {
    let name: String
    let about: String
    /// Simulates and analyses one study.
    let study: @Sendable (inout SeededGenerator) throws -> [Verdict]

    /// All scenarios, in the order of the table.
    static let all: [Scenario] =
        agreement + intraclass + preference + ties + ratings + choices + againstPeople + sequential

    /// Simulates studies on all cores; each has its own stream of random numbers, so that the number of threads does not matter.
    func run(studies: Int) throws -> [CoverageRow] {
        var found = [[Verdict]](repeating: [], count: studies)
        let failures = FirstFailure()
        let stripes = 64
        found.withUnsafeMutableBufferPointer { buffer in
            // Each iteration writes its own elements.
            nonisolated(unsafe) let found = buffer
            DispatchQueue.concurrentPerform(iterations: stripes) { stripe in
                for index in stride(from: stripe, to: studies, by: stripes) {
                    var generator = SeededGenerator(seed: seed, stream: UInt64(index))
                    do { found[index] = try study(&generator) } catch { failures.note(error) }
                }
            }
        }
        if let error = failures.error { throw error }
        var labels: [String] = []
        for verdict in found[0] where !labels.contains(verdict.label) { labels.append(verdict.label) }
        return labels.map { label in
            CoverageRow(scenario: name, label: label, studies: found.map { $0.filter { $0.label == label } })
        }
    }

    /// FNV-1a of the name.
    private var seed: UInt64 { name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } }
}

/// The first error of several threads.
private final class FirstFailure: @unchecked Sendable {
    private let queue = DispatchQueue(label: "coverage.failure")
    private var first: (any Error)?

    var error: (any Error)? { queue.sync { first } }

    func note(_ error: any Error) { queue.sync { first = first ?? error } }
}
