import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The descriptor that the handler writes to, global since a handler reaches nothing else; −1 while no pipe is open.
private let handlerDescriptor = Atomic<Int32>(-1)

/// Turns signals into bytes of a pipe, which the thread that reads the terminal polls beside it.
struct SignalPipe: Sendable {
    /// The signals that concern a program on a terminal.
    static let signals = [SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH]

    /// What ``wake()`` writes: no signal has the number 0.
    static let wakeByte: UInt8 = 0

    /// Where to read the numbers of arrived signals, a byte each.
    let readEnd: Int32
    private let writeEnd: Int32

    /// Opens the pipe and takes the signals over.
    /// - Throws: ``ParticipantTerminalError`` with `terminalRefused`.
    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw ParticipantTerminalError(
                .terminalRefused,
                "No pipe for signals could be opened: \(String(cString: strerror(errno)))."
            )
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        handlerDescriptor.store(writeEnd, ordering: .releasing)
        for number in Self.signals {
            Self.catchSignal(number)
        }
    }

    /// Wakes the reader without a signal.
    func wake() {
        var byte = Self.wakeByte
        _ = write(writeEnd, &byte, 1)
    }

    /// Gives the signals back to their default actions; the pipe stays open for a reader that has not ended yet.
    func release() {
        for number in Self.signals {
            signal(number, SIG_DFL)
        }
        handlerDescriptor.store(-1, ordering: .releasing)
    }

    /// Stops the process as Ctrl-Z does, together with its group, and returns when it is continued.
    static func stop() {
        // The others of the group first; then ourselves by a signal to this thread, which stops before it returns.
        signal(SIGTSTP, SIG_IGN)
        kill(0, SIGTSTP)
        signal(SIGTSTP, SIG_DFL)
        raise(SIGTSTP)
        catchSignal(SIGTSTP)
    }

    /// Ends the process by a signal's default action.
    static func end(by number: Int32) {
        signal(number, SIG_DFL)
        raise(number)
    }

    private static func catchSignal(_ number: Int32) {
        var action = sigaction()
        #if canImport(Darwin)
        action.__sigaction_u.__sa_handler = handle
        #else
        action.__sigaction_handler.sa_handler = handle
        #endif
        action.sa_flags = Int32(SA_RESTART)
        sigaction(number, &action, nil)
    }

    private static let handle: @convention(c) (Int32) -> Void = { number in
        let saved = errno
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(handlerDescriptor.load(ordering: .acquiring), &byte, 1)
        errno = saved
    }
}
