#if os(Linux)
import Foundation
import Glibc
import Synchronization

/// A process that a test started, with its standard streams in files or on a terminal.
final class Child: Sendable {
    enum Ending: Equatable {
        case exit(Int32)
        case signal(Int32)
    }

    /// Where the standard streams lead.
    enum Streams {
        case files(input: String, output: String, errors: String)
        /// The path of a pseudo-terminal, which becomes the process's controlling terminal.
        case terminal(String)
    }

    /// `POSIX_SPAWN_SETSID`, a GNU extension that Swift does not see.
    private static let newSession: Int16 = 0x80

    let id: pid_t
    private let ending = Mutex<Ending?>(nil)
    private let ended = DispatchSemaphore(value: 0)

    init(_ arguments: [String], environment: [String: String] = [:], streams: Streams) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        switch streams {
        case .files(let input, let output, let errors):
            let create = O_WRONLY | O_CREAT | O_TRUNC
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
            posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, create, 0o600)
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, create, 0o600)
        case .terminal(let path):
            // The first terminal that the leader of a new session opens becomes its controlling terminal.
            posix_spawnattr_setflags(&attributes, Self.newSession)
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, path, O_RDWR, 0)
            posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
            posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
        }
        let inherited = ProcessInfo.processInfo.environment.filter { $0.key != "NO_COLOR" }
        // Tests run side by side; threads that spin while they wait would take the cores from each other.
        let patient = inherited.merging(["OMP_WAIT_POLICY": "passive"]) { own, _ in own }
        let variables = patient.merging(environment) { $1 }.map { "\($0)=\($1)" }
        var child: pid_t = 0
        let code = Self.withCStrings([Program.path] + arguments) { arguments in
            Self.withCStrings(variables) { posix_spawn(&child, Program.path, &actions, &attributes, arguments, $0) }
        }
        guard code == 0 else {
            throw TestFailure("\(Program.path) cannot be started: \(String(cString: strerror(code)))")
        }
        id = child
        Thread { self.reap() }.start()
    }

    /// Sends a signal, unless the process has ended.
    func send(_ signal: Int32) {
        // Under the lock, so that the id cannot have been given to another process.
        ending.withLock { if $0 == nil { kill(id, signal) } }
    }

    /// Waits for the end; a process that goes on for too long is killed.
    func wait(within seconds: Double = 30) throws -> Ending {
        if ended.wait(timeout: .now() + seconds) == .timedOut {
            send(SIGKILL)
            ended.wait()
            ended.signal()
            throw TestFailure("the program did not end within \(seconds) s")
        }
        ended.signal()
        guard let ending = ending.withLock(\.self) else { throw TestFailure("the program's end was not seen") }
        return ending
    }

    private func reap() {
        var information = siginfo_t()
        while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        ending.withLock { ending in
            var status: Int32 = 0
            waitpid(id, &status, 0)
            ending = status & 0x7F == 0 ? .exit(status >> 8 & 0xFF) : .signal(status & 0x7F)
        }
        ended.signal()
    }

    private static func withCStrings<Result>(
        _ strings: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}
#endif
