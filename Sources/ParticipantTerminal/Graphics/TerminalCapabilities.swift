/// What a terminal can draw, as far as its environment and its answers tell.
package struct TerminalCapabilities: Sendable, Hashable {
    /// The pixel protocols it has.
    package var pixelModes: Set<GraphicsMode>
    /// The colors of its characters.
    package var colors: GraphicsMode.Colors
    /// Whether tmux or screen stands between, which need not pass pixel graphics on.
    package var isMultiplexed: Bool

    /// Reads the environment.
    /// - Parameters:
    ///   - environment: The process's environment variables.
    ///   - known: The pixel modes that a terminal database finds in the same environment.
    package init(environment: [String: String], known: Set<GraphicsMode> = []) {
        let term = environment["TERM"] ?? ""
        let program = environment["TERM_PROGRAM"] ?? ""
        isMultiplexed =
            environment["TMUX"] != nil || environment["STY"] != nil
            || term.hasPrefix("screen") || term.hasPrefix("tmux")
        pixelModes = known
        if environment["KITTY_WINDOW_ID"] != nil || term.hasSuffix("-kitty") || term.hasSuffix("-ghostty")
            || program == "ghostty"
        {
            pixelModes.insert(.kitty)
        }
        if program == "iTerm.app" || environment["LC_TERMINAL"] == "iTerm2" {
            pixelModes.insert(.iterm)
        }
        let depth = environment["COLORTERM"] ?? ""
        if depth == "truecolor" || depth == "24bit" || term.hasSuffix("-direct") || !pixelModes.isEmpty {
            colors = .truecolor
        } else {
            colors = term.contains("256color") ? .indexed256 : .indexed16
        }
    }

    /// Takes in the terminal's answer to `CSI c`: attribute 4 stands for sixel graphics.
    package mutating func add(deviceAttributes: [Int]) {
        if deviceAttributes.dropFirst().contains(4) {
            pixelModes.insert(.sixel)
        }
    }

    /// The mode for a choice.
    ///
    /// A choice by name is obeyed: the participant may know better than the environment. `auto` takes no pixel mode
    /// inside tmux or screen, where it can show nothing at all.
    package func mode(for choice: GraphicsChoice) -> GraphicsMode {
        switch choice {
        case .kitty: return .kitty
        case .iterm: return .iterm
        case .sixel: return .sixel
        case .symbols: return .symbols(colors)
        case .none: return .none
        case .auto:
            let best = [GraphicsMode.kitty, .iterm, .sixel].first(where: pixelModes.contains)
            return isMultiplexed ? .symbols(colors) : best ?? .symbols(colors)
        }
    }
}
