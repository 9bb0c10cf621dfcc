package import Imaging

/// What a terminal says about itself when asked.
package struct TerminalProbe: Sendable, Equatable {
    /// The attributes of its answer to `CSI c`; empty without one.
    package var deviceAttributes: [Int] = []
    /// One cell in pixels, where it tells.
    package var cell: PixelSize?
    /// Whether it answered the cursor query.
    package var queries = CursorQueries()

    /// How long to wait for the answers, in ms.
    package static let patience = 200

    package init() {}

    /// Asks a terminal.
    ///
    /// Device attributes come last: terminals answer in order, so their arrival ends the wait.
    /// - Throws: ``Departure`` when the terminal is closed or the process is asked to end.
    package mutating func ask(_ console: any Console) async throws {
        try await console.writeOrDepart(Array("\u{1B}[16t".utf8) + CursorQueries.query + Array("\u{1B}[c".utf8))
        queries.noteQuery()
        let deadline = console.now() + UInt64(Self.patience) * 1_000_000
        while let left = console.milliseconds(until: deadline), let event = await console.nextEvent(within: left) {
            switch event.kind {
            case .input(.cursorReport): _ = queries.noteReport()
            case .input(.cellSize(let width, let height)) where width > 0 && height > 0:
                cell = PixelSize(width: width, height: height)
            case .input(.deviceAttributes(let attributes)):
                deviceAttributes = attributes
                return
            case .interrupted: throw Departure.asked
            case .closed: throw Departure.inputEnded
            case .input, .redraw: break
            }
        }
    }
}

extension Console {
    /// The milliseconds until a moment of the monotonic clock; `nil` when it has passed.
    func milliseconds(until deadline: UInt64) -> Int? {
        let now = now()
        return now < deadline ? Int((deadline - now + 999_999) / 1_000_000) : nil
    }

    /// Writes; a terminal that is gone ends the session.
    func writeOrDepart(_ bytes: [UInt8]) async throws {
        do { try await write(bytes) } catch is ConsoleClosed { throw Departure.inputEnded }
    }
}
