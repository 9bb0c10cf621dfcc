import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reads the terminal and the signals on a thread of its own, so that each event has the time of its arrival.
struct TerminalReader: Sendable {
    let mode: TerminalMode
    let writer: TerminalWriter
    let signals: SignalPipe
    let mailbox: EventMailbox

    /// How long to wait for the rest of a sequence before an escape is the Escape key, in ms.
    private static let escapePatience: Int32 = 50

    /// Begins to read.
    func start() {
        let thread = Thread { run() }
        thread.name = "beholder.terminal.reader"
        thread.start()
    }

    private func run() {
        var decoder = KeyDecoder()
        var descriptors = [
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals.readEnd, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            let ready = poll(&descriptors, 2, decoder.isAmbiguous ? Self.escapePatience : -1)
            if ready < 0 {
                guard errno == EINTR || errno == EAGAIN else { return push(.closed) }
                continue
            }
            if ready == 0 {
                push(decoder.flush())
                continue
            }
            if descriptors[1].revents != 0, !takeSignals() { return }
            if descriptors[0].revents != 0 {
                guard let bytes = read(STDIN_FILENO) else { return push(.closed) }
                push(decoder.feed(bytes))
            }
        }
    }

    /// Acts on the signals that arrived.
    /// - Returns: Whether to go on reading.
    private func takeSignals() -> Bool {
        for byte in read(signals.readEnd) ?? [] {
            switch Int32(byte) {
            case Int32(SignalPipe.wakeByte): return false
            case SIGINT, SIGTERM: interrupt(Int32(byte))
            case SIGHUP:
                push(.closed)
                return false
            case SIGTSTP: stop()
            case SIGCONT:
                writer.betweenWrites { mode.enter() }
                push(.redraw)
            default: push(.redraw)
            }
        }
        return true
    }

    private func push(_ inputs: [TerminalInput]) {
        for input in inputs {
            switch input {
            // In raw mode the driver leaves these to us.
            case .key(.control("c")): interrupt(SIGINT)
            case .key(.control("z")): stop()
            default: push(.input(input))
            }
        }
    }

    private func push(_ kind: ConsoleEvent.Kind) {
        mailbox.push(ConsoleEvent(kind, at: Clock.monotonicNanoseconds()))
    }

    /// Asks the session to end; the second time, when it has not taken notice of the first, ends the process.
    private func interrupt(_ number: Int32) {
        if mailbox.contains(.interrupted) {
            mode.leave()
            SignalPipe.end(by: number)
        }
        push(.interrupted)
    }

    private func stop() {
        writer.betweenWrites {
            mode.leave()
            SignalPipe.stop()
            mode.enter()
        }
        push(.redraw)
    }

    /// What can be read now; `nil` at the end of input.
    private func read(_ descriptor: Int32) -> [UInt8]? {
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 1024) { buffer, initialized in
            #if canImport(Darwin)
            count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
            #elseif canImport(Musl)
            count = Musl.read(descriptor, buffer.baseAddress, buffer.count)
            #else
            count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #endif
            initialized = max(count, 0)
        }
        if count < 0 { return errno == EINTR || errno == EAGAIN ? [] : nil }
        return count == 0 ? nil : bytes
    }
}
