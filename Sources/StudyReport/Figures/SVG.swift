/// Builds an SVG picture from marks; texts are escaped.
struct SVG {
    private var body = ""
    let width: Double
    let height: Double

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    enum Anchor: String {
        case start, middle, end
    }

    mutating func text(
        _ text: String,
        x: Double,
        y: Double,
        size: Double = 13,
        anchor: Anchor = .start,
        style: String = "ink",
        rotated degrees: Double = 0,
        hint: String? = nil
    ) {
        let (x, y) = (Self.number(x), Self.number(y))
        let rotation = degrees == 0 ? "" : " transform=\"rotate(\(Self.number(degrees)) \(x) \(y))\""
        body +=
            "<text class=\"\(style)\" x=\"\(x)\" y=\"\(y)\" font-size=\"\(Self.number(size))\" "
            + "text-anchor=\"\(anchor.rawValue)\"\(rotation)>\(Self.title(hint))\(Self.escaped(text))</text>\n"
    }

    mutating func line(x1: Double, y1: Double, x2: Double, y2: Double, style: String, width: Double = 1) {
        body +=
            "<line class=\"\(style)\" x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" "
            + "x2=\"\(Self.number(x2))\" y2=\"\(Self.number(y2))\" stroke-width=\"\(Self.number(width))\"/>\n"
    }

    mutating func polyline(_ points: [(x: Double, y: Double)], style: String, width: Double, dash: String) {
        let path = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
        let dashes = dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\""
        body +=
            "<polyline class=\"\(style)\" points=\"\(path)\" fill=\"none\" "
            + "stroke-width=\"\(Self.number(width))\"\(dashes)/>\n"
    }

    mutating func circle(x: Double, y: Double, radius: Double, style: String) {
        body +=
            "<circle class=\"\(style)\" cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" "
            + "r=\"\(Self.number(radius))\"/>\n"
    }

    mutating func rectangle(x: Double, y: Double, width: Double, height: Double, fill: String, title: String? = nil) {
        body +=
            "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(width))\" "
            + "height=\"\(Self.number(height))\" fill=\"\(fill)\">\(Self.title(title))</rect>\n"
    }

    /// The document, readable on light and dark pages.
    func document(title: String, description: String) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.number(width)) \(Self.number(height))" \
        width="\(Self.number(width))" height="\(Self.number(height))" role="img" \
        font-family="system-ui, 'Helvetica Neue', Arial, sans-serif">
        <title>\(Self.escaped(title))</title>
        <desc>\(Self.escaped(description))</desc>
        <style>
        .page { fill: #ffffff } .ink { fill: #1b1f24 } .soft { fill: #59636e } .bold { fill: #1b1f24; font-weight: 600 }
        .light { fill: #ffffff } .dark { fill: #1b1f24 } .mark { fill: #0b5fa5 } .stroke { stroke: #0b5fa5 }
        .grid { stroke: #d8dee4 } .axis { stroke: #59636e }
        @media (prefers-color-scheme: dark) {
        .page { fill: #11151a } .ink, .bold { fill: #e6edf3 } .soft { fill: #9aa5b1 } .mark { fill: #6cb6ff }
        .stroke { stroke: #6cb6ff } .grid { stroke: #2a323b } .axis { stroke: #9aa5b1 }
        }
        </style>
        <rect class="page" width="100%" height="100%"/>
        \(body)</svg>

        """
    }

    /// A coordinate with at most two decimals.
    private static func number(_ value: Double) -> String {
        let hundredths = (value * 100).rounded()
        guard abs(hundredths) < 0x1p53 else { return "0" }
        return hundredths.remainder(dividingBy: 100) == 0 ? String(Int(hundredths / 100)) : String(hundredths / 100)
    }

    /// What shows when the pointer rests on a mark.
    private static func title(_ text: String?) -> String {
        text.map { "<title>\(escaped($0))</title>" } ?? ""
    }

    /// The text as XML 1.0 takes it; characters that it cannot hold are replaced.
    private static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "\t", "\n", "\r": result.append(" ")
            case "\0"..<" ", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
