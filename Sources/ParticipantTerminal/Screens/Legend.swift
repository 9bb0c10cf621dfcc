import TerminalText

/// The keys at the bottom of a screen.
package enum Legend {
    /// Choices in as few lines as the width allows, never broken inside a choice unless it is wider than a line.
    package static func lines(_ choices: [AnswerKeys.Choice], width: Int) -> [String] {
        var lines: [String] = []
        for choice in choices {
            let item = TextWrap.line("[\(choice.key)] \(choice.label)", width: width)
            if let last = lines.last, DisplayWidth.of(last) + 3 + DisplayWidth.of(item) <= width {
                lines[lines.count - 1] = last + "   " + item
            } else {
                lines.append(item)
            }
        }
        return lines
    }
}
