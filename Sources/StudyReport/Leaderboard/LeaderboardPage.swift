import Foundation

/// A leaderboard as one HTML page with everything in it.
public struct LeaderboardPage: Sendable {
    private let board: Leaderboard

    /// Lays a leaderboard out.
    public init(_ board: Leaderboard) { self.board = board }

    /// The page.
    public var html: String {
        HTML.page(
            title: board.title,
            style: Self.style,
            body: """
                <h1>\(HTML.escaped(board.title))</h1>
                <p>\(board.facts.map(HTML.escaped).joined(separator: "<br>"))</p>
                <h2>Means over pictures</h2>
                <p>Below each mean its 95 % bootstrap interval (BCa, Efron 1987) over pictures; the best of each metric is in bold.
                Scores that are undefined are counted and not averaged.</p>
                <div class="wide">\(means)</div>
                <div class="wide">\(LeaderboardFigure(board).svg)</div>
                <h2>How reliable the metrics are</h2>
                <p>Krippendorff’s alpha with pictures as coders: 1 where all pictures rank the methods alike, 0 where they do as
                chance would (Gomez et al. 2023, arXiv:2311.17876). Inter-method: the mean rank correlation of the scores of two methods
                over pictures (Tomsett et al. 2020, arXiv:1912.01451).</p>
                <div class="wide">\(reliability)</div>
                <h2>Which metrics go together</h2>
                <p>The mean over methods of the rank correlation of two metrics over pictures, better counting as higher.</p>
                <div class="wide">\(consistency)</div>
                """
        )
    }

    private var means: String {
        let head = board.metrics.map { metric in
            "<th scope=\"col\">\(HTML.escaped(metric.name + Leaderboard.arrow(metric.direction)))</th>"
        }
        let rows = board.methods.enumerated().map { index, method in
            "<tr><th scope=\"row\">\(HTML.escaped(method))</th>"
                + board.metrics.map { cell($0.cells[index]) }.joined() + "</tr>"
        }
        return table(["<th scope=\"col\">method</th>"] + head, rows)
    }

    private func cell(_ cell: Leaderboard.Cell) -> String {
        let number = Leaderboard.text(cell)
        let best = cell.isBest ? "<strong>\(number) (best)</strong>" : number
        var lines = [best]
        if let lower = cell.lower, let upper = cell.upper {
            lines.append("<small>\(NumberText.fixed(lower, 3)) … \(NumberText.fixed(upper, 3))</small>")
        }
        if cell.undefined > 0 { lines.append("<small>\(cell.undefined) undefined</small>") }
        return "<td>\(lines.joined(separator: "<br>"))</td>"
    }

    private var reliability: String {
        let rows = board.metrics.map { metric in
            "<tr><th scope=\"row\">\(HTML.escaped(metric.name))</th><td>\(number(metric.alpha, metric.alphaReason))</td>"
                + "<td>\(number(metric.interMethod, nil))</td></tr>"
        }
        let head = ["metric", "alpha", "inter-method"].map { "<th scope=\"col\">\($0)</th>" }
        return table(head, rows)
    }

    private var consistency: String {
        let head = [""] + board.metrics.map(\.name)
        let rows = board.metrics.enumerated().map { index, metric in
            "<tr><th scope=\"row\">\(HTML.escaped(metric.name))</th>"
                + board.consistency[index].map { "<td>\(number($0, nil))</td>" }.joined() + "</tr>"
        }
        return table(head.map { "<th scope=\"col\">\(HTML.escaped($0))</th>" }, rows)
    }

    private func number(_ value: Double?, _ reason: String?) -> String {
        value.map { NumberText.fixed($0, 2) } ?? "undefined" + (reason.map { ": \(HTML.escaped($0))" } ?? "")
    }

    private func table(_ head: [String], _ rows: [String]) -> String {
        "<table><thead><tr>\(head.joined())</tr></thead><tbody>\n\(rows.joined(separator: "\n"))\n</tbody></table>"
    }

    private static let style = """
        :root { color-scheme: light dark; font: 14px/1.45 system-ui, sans-serif; }
        body { margin: 1.5rem auto; max-width: 110rem; padding: 0 1rem; }
        h1 { font-size: 1.3rem; } h2 { font-size: 1.05rem; margin-top: 2rem; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; }
        th, td { padding: .3rem .7rem; border-bottom: 1px solid #8884; text-align: right; white-space: nowrap; }
        th:first-child { text-align: left; position: sticky; left: 0; background: Canvas; }
        small { opacity: .75; }
        @media print { body { max-width: none; } .wide { overflow: visible; } }
        """
}
