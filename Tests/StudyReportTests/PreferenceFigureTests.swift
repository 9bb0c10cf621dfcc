import Foundation
import Statistics
import StudyReport
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite struct PreferenceFigureTests {
    /// The texts of a well-formed document; the test fails where it is none.
    private func texts(_ svg: String) throws -> [String] {
        let reader = TextReader()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = reader
        #expect(parser.parse(), "\(String(describing: parser.parserError)) on line \(parser.lineNumber)")
        #expect(!svg.contains("nan") && !svg.contains("inf\""))
        return reader.texts
    }

    private func worths(_ items: [ItemEstimate], status: StatisticStatus = .ok) -> StatisticResult {
        var result = StatisticResult(name: "bradley-terry", method: "fit", n: 10)
        result.items = items
        result.status = status
        if status != .ok { result.reason = "no finite estimate" }
        return result
    }

    private func matrix(_ names: [String]) -> StatisticResult {
        var result = StatisticResult(name: "win-matrix", method: "counts", n: 10)
        let rows = names.indices.map { row in names.indices.map { $0 == row ? 0 : Double(row + 1) } }
        result.matrix = ItemMatrix(items: names, rows: rows)
        return result
    }

    private func draw(_ results: [StatisticResult], labels: [String: String] = [:]) throws -> [String] {
        let figure = try #require(
            PreferenceFigure(title: "Title <&>", subtitle: "sub", results: results, labels: labels)
        )
        return try texts(figure.svg)
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "a & b", "\"quoted\" 'single'", "]]>", "&amp;", "<\u{301}b", "&\u{301}",
        "\u{0}\u{8}\u{1B}[31m",
        "\u{FFFE}\u{FFFF}", "line\nbreak", "👩‍👧 家族", String(repeating: "long ", count: 60), "",
    ])
    func hostileLabelsStayText(label: String) throws {
        let item = ItemEstimate(item: label, value: 1, interval: ConfidenceInterval(0, 2))
        let other = ItemEstimate(item: "other", value: -1)
        let texts = try draw([worths([item, other]), matrix([label, "other"])], labels: ["other": label])
        #expect(texts.contains("Title <&>"))
        if label == "a & b" { #expect(texts.contains(label)) }
    }

    @Test func thereIsNoFigureWithoutWorths() {
        #expect(PreferenceFigure(title: "", subtitle: "", results: [matrix(["a", "b"])]) == nil)
    }

    @Test func unusualResultsAreDrawn() throws {
        _ = try draw([worths([])])
        _ = try draw([worths([]), matrix([])])
        _ = try draw([worths([ItemEstimate(item: "only", value: 0)]), matrix(["only"])])
        _ = try draw([worths([ItemEstimate(item: "a", value: 0), ItemEstimate(item: "b", value: 0)])])
        var endless = ItemEstimate(item: "a", value: 1)
        endless.value = .infinity
        endless.interval = ConfidenceInterval(-.infinity, .nan)
        let texts = try draw([worths([endless, ItemEstimate(item: "b", value: 1e-12)]), matrix(["a", "b"])])
        #expect(texts.contains("b"))
        _ = try draw([worths([ItemEstimate(item: "a", value: 1e12), ItemEstimate(item: "b", value: -1e12)])])
    }

    @Test func worthsWithoutAValueSayWhy() throws {
        let items = ["a", "b"].map { ItemEstimate(item: $0, status: .infinite, reason: "{\($0)} always won") }
        let texts = try draw([worths(items, status: .infinite), matrix(["a", "b"])])
        #expect(texts.contains("{a} always won"))
        #expect(texts.contains("no finite estimate"))
        #expect(texts.contains("a"), "the rows of the matrix keep their names")
    }

    @Test func thirtyItemsEachHaveTheirRow() throws {
        let names = (1...30).map { "method \($0)" }
        let items = names.enumerated().map {
            ItemEstimate(item: $1, value: Double($0) / 10, interval: ConfidenceInterval(0, Double($0) / 5))
        }
        let texts = try draw([worths(items), matrix(names)])
        for name in names { #expect(texts.count { $0 == name } >= 2) }
        #expect(texts.count { $0.hasSuffix(" %") } == 30 * 29)
    }
}

/// Collects the texts of `text` and `desc` elements.
private final class TextReader: NSObject, XMLParserDelegate {
    var texts: [String] = []
    private var current = ""

    func parser(
        _ parser: XMLParser,
        didStartElement elementName: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        current = ""
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { current += string }

    func parser(_ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName: String?) {
        if !current.isEmpty { texts.append(current) }
        current = ""
    }
}
