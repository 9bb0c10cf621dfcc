import Foundation

/// A page with the maps of several methods for several pictures, which holds everything that it shows.
public struct GalleryPage: Sendable {
    /// A picture with what stands below it.
    public struct Figure: Sendable {
        /// PNG; nil where there is none to show.
        public let picture: [UInt8]?
        /// Lines below it, the first stressed.
        public let lines: [String]

        /// A picture with lines below it.
        public init(picture: [UInt8]?, lines: [String]) {
            (self.picture, self.lines) = (picture, lines)
        }
    }

    /// A picture and its maps.
    public struct Row: Sendable {
        /// The picture itself.
        public let image: Figure
        /// A map for each method.
        public let maps: [Figure]

        /// A picture and its maps.
        public init(image: Figure, maps: [Figure]) {
            (self.image, self.maps) = (image, maps)
        }
    }

    /// A range of colors with what its ends stand for.
    public struct ColorBar: Sendable {
        /// What it is called.
        public let title: String
        /// "#rrggbb" at equal distances.
        public let colors: [String]
        /// What the first color stands for.
        public let low: String
        /// What the last color stands for.
        public let high: String

        /// A range of colors.
        public init(title: String, colors: [String], low: String, high: String) {
            (self.title, self.colors, self.low, self.high) = (title, colors, low, high)
        }
    }

    /// What it is called.
    public let title: String
    /// Lines below the title.
    public let facts: [String]
    /// The names of the columns.
    public let methods: [String]
    /// What colors mean.
    public let bars: [ColorBar]
    /// The pictures.
    public let rows: [Row]

    /// - Precondition: Every row has a map for each method.
    public init(title: String, facts: [String], methods: [String], bars: [ColorBar], rows: [Row]) {
        precondition(rows.allSatisfy { $0.maps.count == methods.count }, "A row of the gallery lacks maps.")
        (self.title, self.facts, self.methods, self.bars, self.rows) = (title, facts, methods, bars, rows)
    }

    /// The page.
    public var html: String {
        let head = methods.map { "<th scope=\"col\">\(HTML.escaped($0))</th>" }.joined()
        let body = rows.map { row in
            "<tr><th scope=\"row\">\(figure(row.image))</th>"
                + row.maps.map { "<td>\(figure($0))</td>" }.joined() + "</tr>"
        }
        return HTML.page(
            title: title,
            style: Self.style,
            body: """
                <header>
                <h1>\(HTML.escaped(title))</h1>
                <p>\(facts.map(HTML.escaped).joined(separator: "<br>"))</p>
                <div class="bars">\(bars.map(bar).joined())</div>
                </header>
                <main>
                <table>
                <thead><tr><th scope="col">image</th>\(head)</tr></thead>
                <tbody>
                \(body.joined(separator: "\n"))
                </tbody>
                </table>
                </main>
                """
        )
    }

    private func figure(_ figure: Figure) -> String {
        let lines = figure.lines.enumerated().map { index, line in
            index == 0 ? "<strong>\(HTML.escaped(line))</strong>" : HTML.escaped(line)
        }
        let text = lines.joined(separator: "<br>")
        guard let picture = figure.picture else { return "<figure><p class=\"none\">\(text)</p></figure>" }
        let data = Data(picture).base64EncodedString()
        let name = HTML.escaped(figure.lines.joined(separator: ", "))
        return "<figure><img alt=\"\(name)\" src=\"data:image/png;base64,\(data)\">"
            + "<figcaption>\(text)</figcaption></figure>"
    }

    private func bar(_ bar: ColorBar) -> String {
        """
        <div class="bar"><span>\(HTML.escaped(bar.title))</span>\
        <i style="background:linear-gradient(to right,\(bar.colors.joined(separator: ",")))"></i>\
        <small>\(HTML.escaped(bar.low))</small><small>\(HTML.escaped(bar.high))</small></div>
        """
    }

    private static let style = """
        :root { color-scheme: light dark; font: 14px/1.4 system-ui, sans-serif; }
        body { margin: 1.5rem; }
        h1 { font-size: 1.3rem; margin: 0 0 .3rem; }
        header p { margin: 0 0 .8rem; opacity: .8; }
        .bars { display: flex; flex-wrap: wrap; gap: 1.5rem; margin-bottom: 1rem; }
        .bar { display: grid; grid-template-columns: auto auto; width: 220px; }
        .bar span, .bar i { grid-column: 1 / 3; }
        .bar i { height: 12px; border-radius: 3px; margin: 2px 0; }
        .bar small:last-child { text-align: right; }
        main { overflow-x: auto; }
        table { border-collapse: separate; border-spacing: 6px; }
        thead th { position: sticky; top: 0; background: Canvas; padding: 4px; text-align: left; }
        tbody th { position: sticky; left: 0; background: Canvas; font-weight: normal; text-align: left; }
        td, tbody th { vertical-align: top; }
        figure { margin: 0; width: 184px; }
        figure img { width: 184px; display: block; border-radius: 4px; }
        figcaption { font-size: 12px; padding-top: 2px; overflow-wrap: anywhere; }
        .none { border: 1px dashed GrayText; border-radius: 4px; padding: 1rem .6rem; margin: 0; font-size: 12px; }
        """
}
