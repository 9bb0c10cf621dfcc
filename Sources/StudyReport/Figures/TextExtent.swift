import TerminalText

/// How much room text takes in a figure whose font is not known: estimated from the width of its characters.
enum TextExtent {
    /// The width of a text, rather too much than too little.
    static func width(_ text: String, size: Double) -> Double {
        Double(DisplayWidth.of(text)) * size * 0.56
    }

    /// The text, cut with an ellipsis where it is wider than the room for it.
    static func shortened(_ text: String, to room: Double, size: Double) -> String {
        guard width(text, size: size) > room else { return text }
        var result = ""
        var used = width("…", size: size)
        for character in text {
            used += width(String(character), size: size)
            if used > room { break }
            result.append(character)
        }
        return result + "…"
    }
}
