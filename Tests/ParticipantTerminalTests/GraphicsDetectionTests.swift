import ParticipantTerminal
import Testing

struct GraphicsDetectionTests {
    private func mode(
        _ environment: [String: String],
        attributes: [Int] = [],
        _ choice: GraphicsChoice = .auto
    ) -> String {
        var capabilities = TerminalCapabilities(environment: environment)
        capabilities.add(deviceAttributes: attributes)
        return capabilities.mode(for: choice).name
    }

    @Test func environmentNamesTheTerminal() {
        #expect(mode(["TERM": "xterm-kitty"]) == "kitty")
        #expect(mode(["TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"]) == "kitty")
        #expect(mode(["TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"]) == "iterm")
    }

    @Test func sixelComesFromTheDeviceAttributes() {
        #expect(mode(["TERM": "xterm-256color"], attributes: [62, 4, 22]) == "sixel")
        // The first number is the class of the terminal, not an attribute.
        #expect(mode(["TERM": "xterm-256color"], attributes: [4, 22]) == "symbols-256")
    }

    @Test func colors() {
        #expect(mode(["TERM": "xterm-256color", "COLORTERM": "truecolor"]) == "symbols-truecolor")
        #expect(mode(["TERM": "xterm-256color"]) == "symbols-256")
        #expect(mode(["TERM": "linux"]) == "symbols-16")
        #expect(mode([:]) == "symbols-16")
    }

    @Test func multiplexersGetSymbolsUnlessAskedOtherwise() {
        let tmux = ["TERM": "tmux-256color", "TMUX": "/tmp/tmux-0/default,1,0", "KITTY_WINDOW_ID": "1"]
        #expect(mode(tmux, attributes: [1, 4]) == "symbols-truecolor")
        #expect(mode(tmux, .sixel) == "sixel")
        #expect(mode(["TERM": "screen.xterm-256color"], attributes: [1, 4]) == "symbols-256")
    }

    @Test func aChoiceIsObeyed() {
        #expect(mode(["TERM": "xterm-kitty"], .symbols) == "symbols-truecolor")
        #expect(mode(["TERM": "xterm-kitty"], .none) == "none")
        #expect(mode(["TERM": "linux"], .iterm) == "iterm")
    }

    #if NativeLibraries
    /// Names that libchafa 1.12 has in its terminal database.
    @Test func databaseKnowsTerminals() throws {
        let painter = try #require(makePainter())
        #expect(painter.knownModes(environment: ["TERM": "xterm-kitty"]).contains(.kitty))
        #expect(painter.knownModes(environment: ["TERM": "mlterm"]).contains(.sixel))
        #expect(painter.knownModes(environment: ["TERM": "xterm-256color"]).isEmpty)
    }
    #endif
}
