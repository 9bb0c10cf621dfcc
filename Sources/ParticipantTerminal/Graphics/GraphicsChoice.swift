/// How the participant wants pictures drawn.
public enum GraphicsChoice: String, Sendable, CaseIterable {
    /// The best that the terminal says it can: kitty, iTerm2, sixel, else symbols.
    case auto
    /// The kitty graphics protocol.
    case kitty
    /// iTerm2's inline images.
    case iterm
    /// Sixel graphics.
    case sixel
    /// Unicode block characters, in as many colors as the terminal has.
    case symbols
    /// No pictures, only their captions: for screen readers.
    case none
}
