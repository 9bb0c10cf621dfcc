import Foundation
import Imaging

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The terminal of the process, from ``open()`` until ``close()``.
final class TerminalConsole: Console {
    private let mode: TerminalMode
    private let writer = TerminalWriter()
    private let signals: SignalPipe
    private let mailbox = EventMailbox()

    private init(mode: TerminalMode, signals: SignalPipe) {
        self.mode = mode
        self.signals = signals
    }

    /// Whether both ends of the process are a terminal.
    static var isAvailable: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    /// Takes the terminal over.
    /// - Throws: ``ParticipantTerminalError`` with `terminalRefused`.
    static func open() throws -> TerminalConsole {
        let mode = try TerminalMode()
        let console = TerminalConsole(mode: mode, signals: try SignalPipe())
        mode.enter()
        TerminalReader(mode: mode, writer: console.writer, signals: console.signals, mailbox: console.mailbox).start()
        return console
    }

    /// Gives the terminal back.
    func close() {
        signals.wake()
        writer.betweenWrites { mode.leave() }
        signals.release()
    }

    func window() -> WindowSize {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return WindowSize(columns: 80, rows: 24)
        }
        let (columns, rows) = (Int(size.ws_col), Int(size.ws_row))
        let cell = PixelSize(width: Int(size.ws_xpixel) / columns, height: Int(size.ws_ypixel) / rows)
        return WindowSize(columns: columns, rows: rows, cell: cell.width > 0 && cell.height > 0 ? cell : nil)
    }

    func write(_ bytes: [UInt8]) async throws {
        try await writer.write(bytes)
    }

    func nextEvent(within milliseconds: Int?) async -> ConsoleEvent? {
        await mailbox.next(within: milliseconds)
    }

    func now() -> UInt64 { Clock.monotonicNanoseconds() }

    func wallClock() -> Int64 { Clock.wallMicroseconds() }
}
