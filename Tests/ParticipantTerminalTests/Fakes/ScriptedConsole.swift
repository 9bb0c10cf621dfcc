import ParticipantTerminal
import Synchronization

/// A terminal that plays a script, on a clock of its own that only the script advances.
final class ScriptedConsole: Console {
    enum Item {
        /// A key, some milliseconds after what came before.
        case key(Key, after: Int = 100)
        /// A key that arrives while the next cursor query is unanswered.
        case early(Key)
        /// The window gets another size.
        case resize(WindowSize)
        case event(ConsoleEvent.Kind)
    }

    private struct State {
        var items: [Item]
        var window: WindowSize
        var clock: UInt64 = 1_000_000_000
        var isQueried = false
        var output = ""
        var isBroken = false
    }

    private let state: Mutex<State>
    /// How many ms the answer to a cursor query takes; `nil` for a terminal that does not answer.
    private let replyDelay: Int?

    init(
        _ items: [Item],
        window: WindowSize = WindowSize(columns: 100, rows: 30),
        replyDelay: Int? = 5,
        isBroken: Bool = false
    ) {
        state = Mutex(State(items: items, window: window, isBroken: isBroken))
        self.replyDelay = replyDelay
    }

    /// Everything written so far.
    var output: String { state.withLock { $0.output } }
    /// The script that is left.
    var remaining: Int { state.withLock { $0.items.count } }

    func window() -> WindowSize { state.withLock { $0.window } }

    func write(_ bytes: [UInt8]) async throws {
        try state.withLock { state in
            guard !state.isBroken else { throw ConsoleClosed() }
            let text = String(decoding: bytes, as: UTF8.self)
            state.output += text
            if text.hasSuffix("\u{1B}[6n") { state.isQueried = true }
        }
    }

    func nextEvent(within milliseconds: Int?) async -> ConsoleEvent? {
        state.withLock { state in
            func event(_ kind: ConsoleEvent.Kind, after: Int) -> ConsoleEvent {
                state.clock += UInt64(after) * 1_000_000
                return ConsoleEvent(kind, at: state.clock)
            }
            if state.isQueried {
                if case .early(let key)? = state.items.first {
                    state.items.removeFirst()
                    return event(.input(.key(key)), after: 1)
                }
                state.isQueried = false
                if let replyDelay {
                    return event(.input(.cursorReport(row: 30, column: 1)), after: replyDelay)
                }
                state.clock += UInt64(milliseconds ?? 0) * 1_000_000
                return nil
            }
            if let milliseconds, milliseconds <= 30 || state.items.isEmpty {
                state.clock += UInt64(milliseconds) * 1_000_000
                return nil
            }
            guard !state.items.isEmpty else { return event(.closed, after: 0) }
            switch state.items.removeFirst() {
            case .key(let key, let delay): return event(.input(.key(key)), after: delay)
            case .early(let key): return event(.input(.key(key)), after: 1)
            case .event(let kind): return event(kind, after: 1)
            case .resize(let window):
                state.window = window
                return event(.redraw, after: 1)
            }
        }
    }

    func now() -> UInt64 { state.withLock { $0.clock } }

    func wallClock() -> Int64 { state.withLock { Int64($0.clock / 1000) } + 1_700_000_000_000_000 }
}
