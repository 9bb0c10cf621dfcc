import Statistics

/// How results were computed, in words that a paper can take over, with numbered references.
struct MethodsText {
    private let results: [StatisticResult]
    private let flow: [ReportPage.FlowStep]
    private let plan: String?
    private let software: String
    private let references: [String]

    init(results: [StatisticResult], flow: [ReportPage.FlowStep], plan: String?, software: String) {
        self.results = results.filter { $0.status == .ok }
        (self.flow, self.plan, self.software) = (flow, plan, software)
        var seen: Set<String> = []
        references = self.results.compactMap(\.citation).filter { seen.insert($0).inserted }
    }

    /// Paragraphs, then the references.
    var html: String {
        let taking = flow.map { "\($0.count) \($0.name)" + ($0.note.isEmpty ? "" : " (\($0.note))") }
        let paragraphs = [
            taking.isEmpty ? "" : "Of the participants, " + taking.joined(separator: "; ") + ".",
            plan.map { "Analysis plan: \($0)" } ?? "No analysis plan was declared; every analysis is exploratory.",
            paragraph("Preference", ["bradley-terry", "binomial", "win-matrix"]),
            paragraph(
                "Agreement",
                [
                    "percent-agreement", "brennan-prediger", "kendall-u", "intra-rater", "side-bias",
                    "circular-triads", "transitivity",
                ]
            ),
            paragraph("Metrics against people", ["metrics-against-people"]),
            "Intervals are two-sided; p-values are not adjusted unless it is said. Computed with \(software).",
        ]
        let text = paragraphs.filter { !$0.isEmpty }.map { "<p>\(HTML.escaped($0))</p>" }.joined(separator: "\n")
        let list = references.map { "<li>\(HTML.escaped($0))</li>" }.joined()
        return text + "\n<h3>References</h3><ol>\(list)</ol>"
    }

    /// What a family of statistics was computed by: names, references and methods.
    private func paragraph(_ name: String, _ statistics: [String]) -> String {
        var sentences: [String] = []
        for statistic in statistics {
            guard let result = results.first(where: { $0.name == statistic }) else { continue }
            let number = result.citation.flatMap(references.firstIndex).map { " [\($0 + 1)]" } ?? ""
            sentences.append("\(result.name)\(number): \(result.method).")
        }
        return sentences.isEmpty ? "" : "\(name). " + sentences.joined(separator: " ")
    }
}
