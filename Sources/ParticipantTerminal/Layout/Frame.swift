import Imaging

/// How text is emphasized; color is never the only cue.
package enum TextStyle: Sendable, Hashable {
    case plain
    case bold
    case dim
    case reversed
    /// For the bar of progress.
    case accent

    /// The parameters of the select-graphic-rendition sequence; no color where colors are not wanted.
    func parameters(colors: Bool) -> String {
        switch self {
        case .plain: "0"
        case .bold: "0;1"
        case .dim: "0;2"
        case .reversed: "0;7"
        case .accent: colors ? "0;36" : "0"
        }
    }
}

/// A whole screen: texts and the places of pictures.
package struct Frame: Sendable, Equatable {
    /// A text at a place.
    package struct PlacedText: Sendable, Equatable {
        package var row: Int
        package var column: Int
        package var text: String
        package var style: TextStyle
    }

    /// The texts, none overlapping.
    package private(set) var texts: [PlacedText] = []
    /// The rectangle of each picture, the image first; empty without pictures.
    package var pictures: [CellRectangle] = []
    /// The last row: the keys, or for a while a message in their place.
    package var status = ""
    /// The window that the frame was made for.
    package let window: WindowSize

    package init(window: WindowSize) {
        self.window = window
    }

    /// Puts a text at a place.
    package mutating func put(_ text: String, row: Int, column: Int, style: TextStyle = .plain) {
        texts.append(PlacedText(row: row, column: column, text: text, style: style))
    }

    /// The control sequences that clear the window and write the texts.
    package func bytes(colors: Bool) -> [UInt8] {
        var result = "\u{1B}[0m\u{1B}[2J"
        for text in texts {
            result += "\u{1B}[\(text.row);\(text.column)H\u{1B}[\(text.style.parameters(colors: colors))m\(text.text)"
        }
        return Array((result + "\u{1B}[0m").utf8) + statusBytes()
    }

    /// The control sequences that write the last row alone, so that a message does not draw pictures anew.
    /// - Parameter message: What to write in place of ``status``.
    package func statusBytes(message: String? = nil) -> [UInt8] {
        let style: TextStyle = message == nil ? .plain : .reversed
        let text = TextWrap.line(message ?? status, width: window.columns - 2)
        let start = "\u{1B}[\(window.rows);1H\u{1B}[0m\u{1B}[2K\u{1B}[\(window.rows);2H"
        return Array((start + "\u{1B}[\(style.parameters(colors: false))m\(text)\u{1B}[0m").utf8)
    }

    /// The texts of a row from left to right, for tests.
    package func text(inRow row: Int) -> String {
        texts.filter { $0.row == row }.sorted { $0.column < $1.column }.map(\.text).joined(separator: " ")
    }
}
