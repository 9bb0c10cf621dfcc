import ParticipantTerminal
import Synchronization

/// Lines of input from a script; the output is kept.
final class ScriptedPort: LinePort {
    private let lines: Mutex<[String]>
    private let texts = Mutex<(shown: String, complaints: [String])>(("", []))

    init(_ lines: [String]) {
        self.lines = Mutex(lines)
    }

    var shown: String { texts.withLock { $0.shown } }
    var complaints: [String] { texts.withLock { $0.complaints } }
    var remaining: Int { lines.withLock { $0.count } }

    func readLine() async -> String? {
        lines.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }

    func show(_ text: String) {
        texts.withLock { $0.shown += text + "\n" }
    }

    func complain(_ text: String) {
        texts.withLock { $0.complaints.append(text) }
    }

    func wallClock() -> Int64 { 1_700_000_000_000_000 }
}
