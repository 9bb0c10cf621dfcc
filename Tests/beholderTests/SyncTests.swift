#if os(Linux)
import Foundation
import Testing

extension ProgramTests {
    /// What was acknowledged had been synced to the disk: observed in the order of the program's own system calls,
    /// since a killed process does not show a missing sync.
    @Suite(.enabled(if: Program.readsPictures, "built without image libraries"))
    struct SyncTests {
        private let scratch: Scratch
        private let database: String
        private let notes: String

        init() throws {
            scratch = try Scratch()
            database = try Example.create(in: scratch)
            notes = scratch.path("notes")
        }

        /// Runs a command with the observer preloaded.
        private func observe(_ arguments: [String], input: String = "") throws -> [Substring] {
            let observer = try compileObserver()
            let outcome = try Program.run(
                arguments,
                input: input,
                environment: ["LD_PRELOAD": observer, "SYNC_OBSERVER": notes],
                folder: scratch
            )
            #expect(outcome.status == 0, "\(outcome.errors)")
            return try scratch.text(notes).split(separator: "\n")
        }

        /// Compiles the observer with the C compiler that Swift itself needs to link.
        private func compileObserver() throws -> String {
            let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("Fixtures/sync_observer.c").path
            let library = scratch.path("sync_observer.so")
            for compiler in ["cc", "clang", "gcc"] {
                let process = Process()
                process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
                process.arguments = [
                    compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl", "-pthread",
                ]
                process.standardError = FileHandle.nullDevice
                try process.run()
                process.waitUntilExit()
                if process.terminationStatus == 0 { return library }
            }
            throw TestFailure("no C compiler built \(source); Swift needs one to link, so install clang or gcc")
        }

        @Test func logIsSyncedBeforeEachAcknowledgment() throws {
            let order = try observe([
                "simulate", "scenes", "--database", database, "--participants", "200",
                "--acknowledged", scratch.path("acknowledged"),
            ])
            var state = Durability()
            var acknowledgments = 0
            for note in order {
                guard note == "acknowledgment" else {
                    state.take(note)
                    continue
                }
                acknowledgments += 1
                #expect(state.isSynced, "acknowledgment \(acknowledgments) came before the log was synced")
                #expect(state.hasCommitted, "acknowledgment \(acknowledgments) followed no write to the log")
                state.hasCommitted = false
            }
            #expect(acknowledgments >= 10, "several participants share a transaction, 200 do not")
        }

        @Test func participantSeesTheNextTrialOnlyOnceTheAnswerIsSynced() throws {
            let order = try observe(
                ["participate", "scenes", "--database", database],
                input: "yes\n\n\nright\n\nright\n\nleft\nright\ntie\nleft\nleft\n"
            )
            var state = Durability()
            var commits = 0
            for note in order {
                guard note == "output" else {
                    state.take(note)
                    continue
                }
                #expect(state.isSynced, "something was shown while an answer was not synced")
                if state.hasCommitted { commits += 1 }
                state.hasCommitted = false
            }
            // Joining, consent, seven answers and leaving.
            #expect(commits >= 9)
        }
    }
}

/// Whether everything written to the log has been synced.
private struct Durability {
    var isSynced = true
    var hasCommitted = false

    mutating func take(_ note: Substring) {
        switch note {
        case "log": (isSynced, hasCommitted) = (false, true)
        case "sync": isSynced = true
        default: break
        }
    }
}
#endif
