#if os(Linux)
import Foundation
import Glibc
import Testing

extension ProgramTests {
    /// Processes that are killed, and processes that share a database.
    @Suite(.enabled(if: Program.readsPictures, "built without image libraries"))
    struct CrashTests {
        /// How many processes are killed: 200, or `BEHOLDER_CRASHES`.
        private static let kills = ProcessInfo.processInfo.environment["BEHOLDER_CRASHES"].flatMap(Int.init) ?? 200

        private let scratch: Scratch
        private let database: String

        init() throws {
            scratch = try Scratch()
            database = try Example.create(in: scratch)
        }

        private func simulate(_ participants: Int, acknowledging log: String) throws -> Child {
            try Child(
                [
                    "simulate", "scenes", "--database", database, "--participants", "\(participants)",
                    "--acknowledged", log,
                ],
                streams: .files(
                    input: "/dev/null",
                    output: scratch.path("\(URL(fileURLWithPath: log).lastPathComponent).out"),
                    errors: scratch.path("\(URL(fileURLWithPath: log).lastPathComponent).err")
                )
            )
        }

        @Test func killedProcessesLoseNothingThatWasAcknowledged() throws {
            var random = SplitMix64(state: 20_261_123)
            var logs: [String] = []
            var killed = 0
            while killed < Self.kills {
                // Every other time two processes share the database when they are killed.
                let together = min(1 + logs.count % 2, Self.kills - killed)
                let children = try (0..<together).map { _ in
                    logs.append(scratch.path("acknowledged-\(logs.count)"))
                    return try simulate(1_000_000, acknowledging: logs[logs.count - 1])
                }
                for child in children {
                    // The moment is the experiment: from before the database is open until many commits later.
                    usleep(useconds_t.random(in: 2_000...120_000, using: &random))
                    child.send(SIGKILL)
                    #expect(try child.wait() == .signal(SIGKILL))
                    killed += 1
                }
            }
            let acknowledged = try logs.flatMap(lines)
            #expect(!acknowledged.isEmpty)
            #expect(Set(acknowledged).count == acknowledged.count)
            try checkDatabase(holds: Set(acknowledged))
        }

        @Test func twoProcessesAtOnceTakeEachPlaceOnce() throws {
            let logs = ["one", "two"].map(scratch.path)
            let children = try logs.map { try simulate(150, acknowledging: $0) }
            for child in children { #expect(try child.wait(within: 60) == .exit(0)) }
            let acknowledged = try logs.flatMap(lines)
            #expect(acknowledged.count == 2 * 150 * 23)
            try checkDatabase(holds: Set(acknowledged))
            let seats = try DatabaseFile.column("SELECT seat FROM sessions ORDER BY seat", of: database)
            #expect(seats == (0..<300).map(String.init))
        }

        /// The complete lines of a log; a kill may cut the last one.
        private func lines(_ log: String) throws -> [String] {
            guard FileManager.default.fileExists(atPath: log) else { return [] }
            let text = try scratch.text(log)
            let end = text.lastIndex(of: "\n") ?? text.startIndex
            return text[..<end].split(separator: "\n").map(String.init)
        }

        private func checkDatabase(holds acknowledged: Set<String>) throws {
            #expect(try DatabaseFile.column("PRAGMA integrity_check", of: database) == ["ok"])
            #expect(try DatabaseFile.column("PRAGMA foreign_key_check", of: database).isEmpty)
            // NOT INDEXED reads the table itself, so that a damaged index cannot hide a row or show one twice.
            let stored = try DatabaseFile.column("SELECT response FROM responses NOT INDEXED", of: database)
            #expect(Set(stored).count == stored.count)
            #expect(acknowledged.subtracting(stored).isEmpty)
            // A simulated participant is one transaction: all there, or nothing of it.
            let halves = """
                SELECT s.id FROM sessions s WHERE s.trial_count <> s.answered OR s.trial_count <>
                (SELECT count(*) FROM trials t JOIN responses r ON r.trial_id = t.id WHERE t.session_id = s.id)
                """
            #expect(try DatabaseFile.column(halves, of: database).isEmpty)

            let exported = try Table.exported("responses.csv", from: database, simulated: true, in: scratch)
            #expect(exported.rows.count == stored.count)
            #expect(Set(exported.column("response")) == Set(stored))
        }
    }
}

/// Steele, Lea and Flood 2014, DOI 10.1145/2660193.2660195.
private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
#endif
