#if os(Linux)
import Foundation
import Glibc

/// Somebody at a terminal: a pseudo-terminal that answers queries as terminals do, and the keys pressed at it.
final class TerminalUser {
    private let primary: Int32
    private let child: Child
    private let answersQueries: Bool
    private var transcript: [UInt8] = []
    /// Up to where the transcript was seen.
    private var seen = 0
    /// Up to where queries were answered.
    private var answered = 0
    private var isClosed = false

    /// Queries, and what an xterm of 8×16 pixel cells says to them.
    private static let replies = [
        ("\u{1B}[6n", "\u{1B}[32;1R"), ("\u{1B}[c", "\u{1B}[?62;22c"), ("\u{1B}[16t", "\u{1B}[6;16;8t"),
    ]

    /// `TIOCSPTLCK` and `TIOCGPTN`, which Swift does not see since they are macros.
    private static let (unlock, readNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)

    init(
        _ arguments: [String],
        environment: [String: String] = [:],
        columns: UInt16 = 100,
        rows: UInt16 = 32,
        answersQueries: Bool = true
    ) throws {
        self.answersQueries = answersQueries
        // Closed in every child, so that closing it here hangs the line up.
        primary = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (lock, number): (Int32, UInt32) = (0, 0)
        guard primary >= 0, ioctl(primary, Self.unlock, &lock) == 0, ioctl(primary, Self.readNumber, &number) == 0
        else { throw TestFailure("no pseudo-terminal: \(String(cString: strerror(errno)))") }
        Self.resize(primary, columns, rows)
        child = try Child(
            arguments,
            environment: ["TERM": "xterm-256color", "COLORTERM": "truecolor"].merging(environment) { $1 },
            streams: .terminal("/dev/pts/\(number)")
        )
    }

    deinit {
        child.send(SIGKILL)
        hangUp()
    }

    /// Waits until one of some texts is written after what was seen last.
    /// - Returns: Which one, and everything up to its end.
    @discardableResult
    func see(_ texts: String..., within seconds: Double = 20) throws -> (which: Int, upTo: [UInt8]) {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            let found = texts.enumerated().compactMap { index, text in
                find(text, from: seen).map { (index, $0) }
            }
            if let (index, range) = found.min(by: { $0.1.lowerBound < $1.1.lowerBound }) {
                defer { seen = range.upperBound }
                return (index, Array(transcript[seen..<range.upperBound]))
            }
            let left = (deadline - .now) / .milliseconds(1)
            guard left > 0, try read(within: Int32(left.rounded(.up))) else {
                let last = String(decoding: transcript.suffix(3000), as: UTF8.self)
                throw TestFailure("\(texts) did not appear; the last output was \(last.debugDescription)")
            }
        }
    }

    /// Waits until a trial is drawn and its onset is known.
    /// - Returns: What was drawn.
    @discardableResult
    func seeTrial(_ number: Int, of count: Int) throws -> [UInt8] {
        try see("Trial \(number) of \(count)")
        return try see("\u{1B}[6n").upTo
    }

    /// Presses keys.
    func press(_ keys: String) throws {
        guard Array(keys.utf8).withUnsafeBytes({ write(primary, $0.baseAddress, $0.count) }) == keys.utf8.count
        else { throw TestFailure("the keys could not be written: \(String(cString: strerror(errno)))") }
    }

    /// Changes the size of the window.
    func resize(columns: UInt16, rows: UInt16) {
        Self.resize(primary, columns, rows)
    }

    private static func resize(_ primary: Int32, _ columns: UInt16, _ rows: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(primary, UInt(TIOCSWINSZ), &size)
    }

    /// Kills the program without a chance to clean up.
    func kill() throws {
        child.send(SIGKILL)
        _ = try child.wait()
    }

    /// Closes the terminal's window.
    func hangUp() {
        guard !isClosed else { return }
        isClosed = true
        close(primary)
    }

    /// Reads what is still coming and waits for the program's end.
    func end(within seconds: Double = 20) throws -> Child.Ending {
        while !isClosed, try read(within: Int32(seconds * 1000)) {}
        return try child.wait(within: seconds)
    }

    /// Everything written so far.
    var everything: String { String(decoding: transcript, as: UTF8.self) }

    /// Reads what arrives next.
    /// - Returns: Whether something arrived.
    private func read(within milliseconds: Int32) throws -> Bool {
        var descriptor = pollfd(fd: primary, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, milliseconds) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 65536)
        // Fails once the program has let go of its end.
        let count = Glibc.read(primary, &buffer, buffer.count)
        guard count > 0 else { return false }
        transcript += buffer[..<count]
        if answersQueries { try answer() }
        return true
    }

    private func answer() throws {
        while true {
            let next = Self.replies.compactMap { query, reply in find(query, from: answered).map { ($0, reply) } }
                .min { $0.0.lowerBound < $1.0.lowerBound }
            guard let (range, reply) = next else { break }
            answered = range.upperBound
            try press(reply)
        }
        // A query may be cut by the end of what was read.
        answered = max(answered, transcript.count - 4)
    }

    private func find(_ text: String, from start: Int) -> Range<Int>? {
        transcript[start...].firstRange(of: Array(text.utf8))
    }
}
#endif
