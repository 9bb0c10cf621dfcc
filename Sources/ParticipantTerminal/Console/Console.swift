/// Something that happened at the terminal.
package struct ConsoleEvent: Sendable, Hashable {
    /// What happened.
    package enum Kind: Sendable, Hashable {
        case input(TerminalInput)
        /// The window has another size, or its contents were lost.
        case redraw
        /// The participant or the system asks to end: Ctrl-C, SIGINT, SIGTERM.
        case interrupted
        /// The terminal is gone.
        case closed
    }

    package var kind: Kind
    /// When it arrived, in ns of the monotonic clock.
    package var at: UInt64

    package init(_ kind: Kind, at: UInt64) {
        self.kind = kind
        self.at = at
    }
}

/// A terminal to draw on and to listen to.
package protocol Console: Sendable {
    /// The window at this moment.
    func window() -> WindowSize

    /// Writes everything; when it returns, the terminal's driver has it.
    /// - Throws: ``ConsoleClosed``.
    func write(_ bytes: [UInt8]) async throws

    /// The next event.
    /// - Returns: `nil` when none came within the milliseconds given.
    func nextEvent(within milliseconds: Int?) async -> ConsoleEvent?

    /// The monotonic clock, in ns.
    func now() -> UInt64

    /// The wall clock, in µs since 1970.
    func wallClock() -> Int64
}
