/// A key as the client understands it.
package enum Key: Sendable, Hashable {
    /// A printable character.
    case character(Character)
    case enter
    case backspace
    case escape
    case left
    case right
    case up
    case down
    case pageUp
    case pageDown
    /// Ctrl with a letter, in lower case.
    case control(Character)
}

/// What the terminal sends: keys, and answers to queries.
package enum TerminalInput: Sendable, Hashable {
    case key(Key)
    /// The answer to `CSI 6 n`; both from 1.
    case cursorReport(row: Int, column: Int)
    /// The answer to `CSI c`: the attributes, of which 4 stands for sixel.
    case deviceAttributes([Int])
    /// The answer to `CSI 16 t`, in pixels.
    case cellSize(width: Int, height: Int)
}
