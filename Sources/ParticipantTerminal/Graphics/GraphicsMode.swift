/// How pictures are drawn in a session.
package enum GraphicsMode: Sendable, Hashable {
    case kitty
    case iterm
    case sixel
    /// Unicode block characters.
    case symbols(Colors)
    case none

    /// The colors that a terminal can give a character.
    package enum Colors: String, Sendable, CaseIterable {
        case truecolor
        case indexed256 = "256"
        case indexed16 = "16"
    }

    /// The name under which a response records the mode.
    package var name: String {
        switch self {
        case .kitty: "kitty"
        case .iterm: "iterm"
        case .sixel: "sixel"
        case .symbols(let colors): "symbols-\(colors.rawValue)"
        case .none: "none"
        }
    }

    /// Whether the mode draws pixels rather than characters.
    package var drawsPixels: Bool {
        switch self {
        case .kitty, .iterm, .sixel: true
        case .symbols, .none: false
        }
    }
}
