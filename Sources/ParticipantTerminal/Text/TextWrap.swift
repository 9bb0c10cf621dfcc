import TerminalText

/// Breaks text into lines of a terminal.
package enum TextWrap {
    /// The text without anything that a terminal would obey: control characters go, tabs become spaces.
    package static func printable(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.replacing("\r\n", with: "\n").unicodeScalars {
            switch scalar {
            case "\n": scalars.append(scalar)
            case "\t": scalars.append(contentsOf: "    ".unicodeScalars)
            default:
                if scalar.properties.generalCategory != .control {
                    scalars.append(scalar)
                }
            }
        }
        return String(scalars)
    }

    /// Lines of at most `width` cells, broken at spaces and beside wide characters, else inside a word.
    ///
    /// Line feeds of the text are kept, and control characters are removed.
    /// - Precondition: `width` is at least 2.
    /// - Complexity: O(characters).
    package static func lines(_ text: String, width: Int) -> [String] {
        precondition(width >= 2, "A line of \(width) cells holds no wide character.")
        return printable(text)
            .split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { paragraph(String($0), width) }
    }

    /// The text in one line, cut with `…` where it is wider.
    package static func line(_ text: String, width: Int) -> String {
        let flat = printable(text).replacing("\n", with: " ")
        guard DisplayWidth.of(flat) > width else { return flat }
        var result = ""
        var used = 1
        for character in flat {
            used += DisplayWidth.of(character)
            if used > width { break }
            result.append(character)
        }
        return width > 0 ? result + "…" : ""
    }

    private static func paragraph(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var lineWidth = 0
        for piece in pieces(text) {
            let pieceWidth = DisplayWidth.of(piece)
            if lineWidth + pieceWidth <= width {
                line += piece
                lineWidth += pieceWidth
                continue
            }
            // A space at the place of the break is the break.
            if piece.allSatisfy({ $0 == " " }) && lineWidth > 0 {
                lines.append(line)
                (line, lineWidth) = ("", 0)
                continue
            }
            if lineWidth > 0 {
                lines.append(trimmingEnd(line))
                (line, lineWidth) = ("", 0)
            }
            for character in piece {
                let characterWidth = DisplayWidth.of(character)
                if lineWidth + characterWidth > width {
                    lines.append(line)
                    (line, lineWidth) = ("", 0)
                }
                line.append(character)
                lineWidth += characterWidth
            }
        }
        if lineWidth > 0 || lines.isEmpty {
            lines.append(trimmingEnd(line))
        }
        return lines
    }

    /// Words, runs of spaces, and wide characters one by one.
    private static func pieces(_ text: String) -> [String] {
        var result: [String] = []
        var word = ""
        for character in text {
            let isSpace = character == " "
            let breaksAround = DisplayWidth.of(character) == 2
            let continuesWord = !word.isEmpty && !breaksAround && (word.last == " ") == isSpace
            if !continuesWord && !word.isEmpty {
                result.append(word)
                word = ""
            }
            if breaksAround {
                result.append(String(character))
            } else {
                word.append(character)
            }
        }
        if !word.isEmpty { result.append(word) }
        return result
    }

    private static func trimmingEnd(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}
