import Dispatch
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Writes to the terminal in order, off the pool that runs tasks: a slow terminal may hold a large picture up.
final class TerminalWriter: Sendable {
    private let queue = DispatchQueue(label: "beholder.terminal.writer")

    /// Writes everything.
    /// - Throws: ``ConsoleClosed``.
    func write(_ bytes: [UInt8]) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            queue.async { continuation.resume(with: Result { try Self.writeAll(bytes) }) }
        }
    }

    /// Runs something between two writes, never inside one.
    func betweenWrites(_ body: () -> Void) {
        queue.sync(execute: body)
    }

    /// Writes everything, blocking.
    /// - Throws: ``ConsoleClosed`` when the terminal is gone.
    static func writeAll(_ bytes: [UInt8]) throws {
        var offset = 0
        while offset < bytes.count {
            let written = bytes[offset...].withUnsafeBytes {
                #if canImport(Darwin)
                Darwin.write(STDOUT_FILENO, $0.baseAddress, $0.count)
                #elseif canImport(Musl)
                Musl.write(STDOUT_FILENO, $0.baseAddress, $0.count)
                #else
                Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count)
                #endif
            }
            if written >= 0 {
                offset += written
            } else if errno == EAGAIN {
                // Whoever started us may have made the terminal non-blocking.
                var descriptor = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                poll(&descriptor, 1, 1000)
            } else if errno != EINTR {
                throw ConsoleClosed()
            }
        }
    }
}
