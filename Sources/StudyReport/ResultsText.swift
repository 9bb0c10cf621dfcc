public import Statistics

/// Statistics as aligned tables for a terminal.
public enum ResultsText {
    /// All results: single figures in one table, figures per item, pairs and matrices each in their own below it.
    public static func text(of results: [StatisticResult]) -> String {
        var parts = [
            overview(results.filter { $0.name != metricsName }), metrics(results.filter { $0.name == metricsName }),
        ]
        for result in results {
            if let items = result.items { parts.append(table(of: items, result)) }
            if let groups = result.groups { parts.append(table(of: groups, result)) }
            if let scales = result.benchmarks { parts.append(table(of: scales, result)) }
            if let contrasts = result.contrasts { parts.append(table(of: contrasts, result)) }
            if let matrix = result.matrix { parts.append(table(of: matrix, result)) }
        }
        let warnings = results.flatMap { result in (result.warnings ?? []).map { "\(title(result)): \($0)" } }
        if !warnings.isEmpty { parts.append(warnings.map { "! " + $0 }.joined(separator: "\n")) }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private static let metricsName = "metrics-against-people"

    /// Whether metrics agree with people: one row a metric.
    private static func metrics(_ results: [StatisticResult]) -> String {
        guard !results.isEmpty else { return "" }
        var table = TextTable(
            ["metric", "agrees", "interval", "near", "far", "τ", "p", "log loss", ""],
            [.left, .right, .left, .right, .right, .right, .right, .right, .left]
        )
        func number(_ result: StatisticResult, _ name: String) -> String {
            result.parameters?[name].map { NumberText.fixed($0, 3) } ?? ""
        }
        for result in results {
            table.add([
                result.form ?? "",
                result.value.map { NumberText.fixed($0, 3) } ?? result.status.word,
                NumberText.interval(result.interval),
                number(result, "agreementNear"),
                number(result, "agreementFar"),
                number(result, "kendallTau"),
                result.p.map(NumberText.probability) ?? "",
                number(result, "logLoss"),
                result.reason ?? "",
            ])
        }
        let known = results.first { $0.parameters != nil }
        let bounds = [
            ("noise ceiling", "noiseCeiling"), ("log loss of explainers", "logLossOfItems"),
            ("of chance", "logLossOfChance"),
        ]
        .compactMap { name, key in known?.parameters?[key].map { "\(name) \(NumberText.fixed($0, 3))" } }
        return "metrics against people  (share of choices whose map the metric holds better)\n" + table.text
            + (bounds.isEmpty ? "" : "\n" + bounds.joined(separator: ", "))
    }

    private static func overview(_ results: [StatisticResult]) -> String {
        let single = results.filter { $0.value != nil || $0.status != .ok }
        guard !single.isEmpty else { return "" }
        var table = TextTable(
            ["statistic", "value", "interval", "p", "n", ""],
            [.left, .right, .left, .right, .right, .left]
        )
        for result in single {
            table.add([
                title(result),
                result.value.map { NumberText.fixed($0) } ?? result.status.word,
                NumberText.interval(result.interval),
                result.p.map(NumberText.probability) ?? "",
                String(result.n),
                result.reason ?? "",
            ])
        }
        return table.text
    }

    private static func table(of items: [ItemEstimate], _ result: StatisticResult) -> String {
        let sorted = items.sorted { ($0.value ?? -.infinity) > ($1.value ?? -.infinity) }
        let columns: [Column<ItemEstimate>] = [
            Column("item", .left) { $0.item },
            Column("value") { $0.value.map { NumberText.fixed($0) } ?? ($0.status ?? .undefined).word },
            Column("s.e.") { $0.standardError.map { NumberText.fixed($0) } ?? "" },
            Column("interval", .left) { NumberText.interval($0.interval) },
            Column("p") { $0.p.map(NumberText.probability) ?? "" },
            Column("rank") { NumberText.range($0.rankLower, $0.rankUpper) },
            Column("", .left) { $0.reason ?? "" },
        ]
        return heading(result) + "\n" + text(of: sorted, columns, kept: ["item", "value", "s.e.", "interval"])
    }

    private static func table(of contrasts: [Contrast], _ result: StatisticResult) -> String {
        func number(_ value: Double?) -> String { value.map { NumberText.fixed($0) } ?? "" }
        let isShare = contrasts.contains { $0.wins != nil && $0.effectSize == nil }
        let columns: [Column<Contrast>] = [
            Column("pair", .left) { "\($0.left) – \($0.right)" },
            Column("wins") { $0.wins.map(String.init) ?? "" },
            Column("ties") { $0.ties.map(String.init) ?? "" },
            Column("losses") { $0.losses.map(String.init) ?? "" },
            Column(isShare ? "share" : "difference") { number($0.value) },
            Column("s.e.") { number($0.standardError) },
            Column("interval", .left) { NumberText.interval($0.interval) },
            Column("odds") { number($0.oddsRatio) },
            Column("effect") { number($0.effectSize ?? $0.cohensG) },
            Column("p") { $0.p.map(NumberText.probability) ?? "" },
            Column("p (adjusted)") { $0.pAdjusted.map(NumberText.probability) ?? "" },
            Column("", .left) { $0.reason ?? "" },
        ]
        let above = result.items == nil && result.groups == nil ? heading(result) : title(result) + ", pairs"
        return above + "\n" + text(of: contrasts, columns, kept: ["pair", isShare ? "share" : "difference"])
    }

    private static func table(of scales: [AgreementBenchmark], _ result: StatisticResult) -> String {
        let columns: [Column<AgreementBenchmark>] = [
            Column("scale", .left) { $0.scale.rawValue }, Column("at least", .left) { $0.reached },
            Column("probability") { NumberText.fixed($0.probability, 2) },
        ]
        return title(result) + ", in words\n" + text(of: scales, columns, kept: [])
    }

    /// A column of a table whose rows are values.
    private struct Column<Row> {
        let name: String
        let alignment: TextTable.Alignment
        let cell: (Row) -> String

        init(_ name: String, _ alignment: TextTable.Alignment = .right, _ cell: @escaping (Row) -> String) {
            (self.name, self.alignment, self.cell) = (name, alignment, cell)
        }
    }

    /// Rows under the columns in which any has something, and those that are kept in any case.
    private static func text<Row>(of rows: [Row], _ columns: [Column<Row>], kept: Set<String>) -> String {
        let shown = columns.filter { column in
            kept.contains(column.name) || rows.contains { !column.cell($0).isEmpty }
        }
        var table = TextTable(shown.map(\.name), shown.map(\.alignment))
        for row in rows.prefix(longest) { table.add(shown.map { $0.cell(row) }) }
        let hidden = rows.count - longest
        return table.text + (hidden > 0 ? "\n… and \(hidden) more, which --json has" : "")
    }

    /// How many rows of one table a terminal shows, for studies with thousands of participants.
    private static let longest = 200

    private static func table(of matrix: ItemMatrix, _ result: StatisticResult) -> String {
        var table = TextTable(
            ["row over column"] + matrix.items,
            [.left] + matrix.items.map { _ in .right }
        )
        for (row, item) in matrix.items.enumerated() {
            let cells = matrix.rows[row].enumerated().map { column, count in
                column == row ? "·" : NumberText.fixed(count, count == count.rounded() ? 0 : 1)
            }
            table.add([item] + cells)
        }
        return heading(result) + "\n" + table.text
    }

    private static func heading(_ result: StatisticResult) -> String {
        "\(title(result))  (\(result.method); n = \(result.n))"
    }

    private static func title(_ result: StatisticResult) -> String {
        result.name + (result.level.map { " \($0.rawValue)" } ?? "") + (result.form.map { ", \($0)" } ?? "")
    }
}

extension StatisticStatus {
    /// The status as people read it.
    var word: String {
        switch self {
        case .ok: "–"
        case .undefined: "undefined"
        case .notIdentified: "not identified"
        case .infinite: "infinite"
        case .priorDependent: "prior-dependent"
        }
    }
}
