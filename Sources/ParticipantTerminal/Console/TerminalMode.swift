import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The state of the terminal's driver and screen: raw input and the alternate screen, and the way back.
final class TerminalMode: Sendable {
    private struct State {
        var original: termios
        var isEntered = false
    }

    private let state: Mutex<State>

    /// Remembers the terminal's settings.
    /// - Throws: ``ParticipantTerminalError`` with `terminalRefused`.
    init() throws {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else {
            throw ParticipantTerminalError(
                .terminalRefused,
                "The terminal does not tell its settings: \(String(cString: strerror(errno)))."
            )
        }
        state = Mutex(State(original: settings))
    }

    /// Switches to raw input, the alternate screen and no cursor; again after a stop, when the shell has undone it.
    func enter() {
        state.withLock { state in
            state.isEntered = true
            var raw = state.original
            cfmakeraw(&raw)
            tcsetattr(STDIN_FILENO, TCSANOW, &raw)
            Self.send("\u{1B}[?1049h\u{1B}[?25l")
        }
    }

    /// Gives the terminal back as it was.
    func leave() {
        state.withLock { state in
            guard state.isEntered else { return }
            state.isEntered = false
            Self.send("\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l")
            // Answers that are still on their way must not become input of the shell.
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &state.original)
        }
    }

    private static func send(_ sequences: String) {
        try? TerminalWriter.writeAll(Array(sequences.utf8))
    }
}
