import TerminalText

/// How much room text takes in a figure whose font is not known: estimated from the width of its characters.
enum TextExtent {
    /// The width of a text, rather too much than too little.
    static func width(_ text: String, size: Double) -> Double {
        Double(DisplayWidth.of(text)) * size * 0.56
    }

    /// The text, cut at its end with an ellipsis where it is wider than the room for it.
    static func shortened(_ text: String, to room: Double, size: Double) -> String {
        guard width(text, size: size) > room else { return text }
        return prefix(of: text, in: room - width("…", size: size), size: size) + "…"
    }

    /// The text, cut in its middle: names tend to differ at their ends.
    static func abbreviated(_ text: String, to room: Double, size: Double) -> String {
        guard width(text, size: size) > room else { return text }
        let half = (room - width("…", size: size)) / 2
        let end = prefix(of: String(text.reversed()), in: half, size: size)
        return prefix(of: text, in: half, size: size) + "…" + String(end.reversed())
    }

    private static func prefix(of text: String, in room: Double, size: Double) -> String {
        var used = 0.0
        return String(
            text.prefix { character in
                used += width(String(character), size: size)
                return used <= room
            }
        )
    }
}
