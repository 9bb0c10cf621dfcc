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
        var table = TextTable(["item", "value", "s.e.", "interval", ""], [.left, .right, .right, .left, .left])
        for item in items.sorted(by: { ($0.value ?? -.infinity) > ($1.value ?? -.infinity) }) {
            table.add([
                item.item,
                item.value.map { NumberText.fixed($0) } ?? (item.status ?? .undefined).word,
                item.standardError.map { NumberText.fixed($0) } ?? "",
                NumberText.interval(item.interval),
                item.reason ?? "",
            ])
        }
        return heading(result) + "\n" + table.text
    }

    private static func table(of contrasts: [Contrast], _ result: StatisticResult) -> String {
        var table = TextTable(
            ["pair", "wins", "ties", "losses", "share", "interval", "p", "p (adjusted)"],
            [.left, .right, .right, .right, .right, .left, .right, .right]
        )
        for contrast in contrasts {
            table.add([
                "\(contrast.left) – \(contrast.right)",
                contrast.wins.map(String.init) ?? "",
                contrast.ties.map(String.init) ?? "",
                contrast.losses.map(String.init) ?? "",
                contrast.value.map { NumberText.fixed($0) } ?? "",
                NumberText.interval(contrast.interval),
                contrast.p.map(NumberText.probability) ?? "",
                contrast.pAdjusted.map(NumberText.probability) ?? "",
            ])
        }
        return heading(result) + "\n" + table.text
    }

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
