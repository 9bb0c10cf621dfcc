import Dispatch
import Synchronization

/// Hands events from the thread that reads the terminal to the one task that waits for them.
final class EventMailbox: Sendable {
    private struct State {
        var events: [ConsoleEvent] = []
        var waiter: CheckedContinuation<ConsoleEvent?, Never>?
        /// Which wait is under way, so that the timer of an earlier one does nothing.
        var wait = 0
    }

    private let state = Mutex(State())

    /// Adds an event, in order.
    func push(_ event: ConsoleEvent) {
        let waiter = state.withLock { state -> CheckedContinuation<ConsoleEvent?, Never>? in
            guard let waiter = state.waiter else {
                state.events.append(event)
                return nil
            }
            state.waiter = nil
            return waiter
        }
        waiter?.resume(returning: event)
    }

    /// Whether an event of a kind waits to be taken.
    func contains(_ kind: ConsoleEvent.Kind) -> Bool {
        state.withLock { state in state.events.contains { $0.kind == kind } }
    }

    /// Takes the oldest event, waiting for one if there is none.
    /// - Precondition: One task waits at a time.
    func next(within milliseconds: Int?) async -> ConsoleEvent? {
        await withCheckedContinuation { continuation in
            let (ready, wait) = state.withLock { state -> (ConsoleEvent?, Int?) in
                precondition(state.waiter == nil, "Two tasks wait for events of one terminal.")
                guard state.events.isEmpty else { return (state.events.removeFirst(), nil) }
                state.waiter = continuation
                state.wait += 1
                return (nil, state.wait)
            }
            guard let wait else {
                continuation.resume(returning: ready)
                return
            }
            if let milliseconds {
                DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
                    self.expire(wait)
                }
            }
        }
    }

    private func expire(_ wait: Int) {
        let waiter = state.withLock { state -> CheckedContinuation<ConsoleEvent?, Never>? in
            guard state.wait == wait else { return nil }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: nil)
    }
}
