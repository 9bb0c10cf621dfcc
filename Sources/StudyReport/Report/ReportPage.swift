import Foundation
public import Statistics

/// A study's result as one HTML page with everything in it, which prints well.
public struct ReportPage: Sendable {
    /// A step of who took part: "joined", 24, why the others are not in the next one.
    public struct FlowStep: Sendable {
        let name: String
        let count: Int
        let note: String

        /// A step.
        public init(_ name: String, _ count: Int, note: String = "") {
            (self.name, self.count, self.note) = (name, count, note)
        }
    }

    /// A picture with how far people agree on it.
    public struct AgreedImage: Sendable {
        let name: String
        let agreement: Double
        let thumbnail: [UInt8]?

        /// An image; the thumbnail is PNG.
        public init(name: String, agreement: Double, thumbnail: [UInt8]?) {
            (self.name, self.agreement, self.thumbnail) = (name, agreement, thumbnail)
        }
    }

    /// How somebody took part.
    public struct Conduct: Sendable {
        /// The participant's code.
        public let participant: String
        /// How many comparisons were answered.
        public let answers: Int
        /// Attention checks answered as expected, and all of them.
        public let checks: (passed: Int, all: Int)
        /// The median response time, in ms.
        public let medianTime: Double?
        /// The share of decided answers that chose the left side.
        public let leftShare: Double?
        /// Why the plan leaves the participant out; nil for those who are analyzed.
        public let excluded: String?

        /// Describes a participant.
        public init(
            participant: String,
            answers: Int,
            checks: (passed: Int, all: Int),
            medianTime: Double?,
            leftShare: Double?,
            excluded: String?
        ) {
            (self.participant, self.answers, self.checks) = (participant, answers, checks)
            (self.medianTime, self.leftShare, self.excluded) = (medianTime, leftShare, excluded)
        }
    }

    private let title: String
    private let facts: [String]
    private let flow: [FlowStep]
    private let results: [StatisticResult]
    private let labels: [String: String]
    private let responseTimes: [Double]
    private let images: [AgreedImage]
    private let conduct: [Conduct]
    private let plan: String?
    /// The pictures, SVG, by name: those that the results allow.
    public let pictures: [(name: String, svg: String)]

    /// Lays a report out.
    ///
    /// - Parameters:
    ///   - facts: Lines below the title: version, hash, software.
    ///   - flow: Who took part, from those who joined to those who are analyzed.
    ///   - labels: What to show in place of an item's id.
    ///   - responseTimes: In ms.
    ///   - images: With how far people agree on them.
    ///   - conduct: How each participant took part.
    ///   - plan: What the study's plan names and what departs from it; nil without a plan.
    public init(
        title: String,
        facts: [String],
        flow: [FlowStep],
        results: [StatisticResult],
        labels: [String: String],
        responseTimes: [Double],
        images: [AgreedImage],
        conduct: [Conduct],
        plan: String?
    ) {
        (self.title, self.facts, self.flow, self.results) = (title, facts, flow, results)
        (self.labels, self.responseTimes, self.images) = (labels, responseTimes.sorted(), images)
        (self.conduct, self.plan) = (conduct, plan)
        let drawn = [
            ("preference", PreferenceFigure(title: title, subtitle: "", results: results, labels: labels)?.svg),
            ("metrics", MetricsFigure(results)?.svg), ("response-times", TimesFigure(responseTimes)?.svg),
        ]
        pictures = drawn.compactMap { name, svg in svg.map { (name, $0) } }
    }

    private func picture(_ name: String) -> String { pictures.first { $0.name == name }?.svg ?? "" }

    /// The page.
    public var html: String {
        let sections = [
            section("Participants", participants), section("Screening", screening),
            section("Preference", preference),
            section("Agreement", agreement), section("Metrics against people", metrics),
            section("Response times", times), section("Methods", methods),
        ]
        return HTML.page(
            title: title,
            style: Self.style,
            body: """
                <h1>\(HTML.escaped(title))</h1>
                <p>\(facts.map(HTML.escaped).joined(separator: "<br>"))</p>
                \(sections.joined(separator: "\n"))
                """
        )
    }

    private func section(_ name: String, _ body: String) -> String {
        body.isEmpty ? "" : "<section><h2>\(name)</h2>\n\(body)</section>"
    }

    private func label(_ item: String) -> String { HTML.escaped(labels[item] ?? item) }

    private func table(_ head: [String], _ rows: [[String]]) -> String {
        let header = head.map { "<th scope=\"col\">\(HTML.escaped($0))</th>" }.joined()
        let body = rows.map { row in
            "<tr><th scope=\"row\">\(row[0])</th>" + row.dropFirst().map { "<td>\($0)</td>" }.joined() + "</tr>"
        }
        return
            "<div class=\"wide\"><table><thead><tr>\(header)</tr></thead><tbody>\n\(body.joined(separator: "\n"))\n</tbody></table></div>"
    }

    private var participants: String {
        let steps = flow.map { step in
            "<li><strong>\(step.count)</strong> \(HTML.escaped(step.name))"
                + (step.note.isEmpty ? "" : " <small>\(HTML.escaped(step.note))</small>") + "</li>"
        }
        return "<ol class=\"flow\">\(steps.joined())</ol>"
    }

    private var preference: String {
        var parts = [picture("preference")]
        if let worths = results.first(where: { $0.name == "bradley-terry" }), let items = worths.items {
            let rows = items.sorted { ($0.value ?? -.infinity) > ($1.value ?? -.infinity) }.map { item in
                [
                    label(item.item), item.value.map { NumberText.fixed($0) } ?? (item.reason ?? "undefined"),
                    item.standardError.map { NumberText.fixed($0) } ?? "", NumberText.interval(item.interval),
                    NumberText.range(item.rankLower, item.rankUpper),
                ]
            }
            parts.append(table(["explainer", "log-worth", "s.e.", "interval", "rank"], rows))
        }
        if let pairs = results.first(where: { $0.name == "binomial" })?.contrasts {
            let rows = pairs.map { pair in
                [
                    label(pair.left) + " – " + label(pair.right), "\(pair.wins ?? 0)", "\(pair.ties ?? 0)",
                    "\(pair.losses ?? 0)",
                    pair.value.map { NumberText.fixed($0) } ?? "", NumberText.interval(pair.interval),
                    pair.pAdjusted.map(NumberText.probability) ?? "",
                ]
            }
            parts.append(table(["pair", "won", "tied", "lost", "share", "interval", "p (Holm)"], rows))
        }
        return parts.joined(separator: "\n")
    }

    private var agreement: String {
        let names: Set = [
            "percent-agreement", "brennan-prediger", "kendall-u", "intra-rater", "side-bias", "circular-triads",
            "transitivity",
        ]
        let rows = results.filter { names.contains($0.name) }.map { result -> [String] in
            let form = result.form.map { ", \($0)" } ?? ""
            var note = result.reason.map { "<span class=\"note\">\(HTML.escaped($0))</span>" } ?? ""
            if let scale = result.benchmarks?.first {
                note = "\(HTML.escaped(scale.reached)) (\(NumberText.fixed(scale.probability, 2)))"
            }
            return [
                HTML.escaped(result.name + form),
                result.value.map { NumberText.fixed($0) } ?? HTML.escaped(result.status.word),
                NumberText.interval(result.interval), result.p.map(NumberText.probability) ?? "", "\(result.n)", note,
            ]
        }
        guard !rows.isEmpty else { return "" }
        let sorted = images.sorted { $0.agreement > $1.agreement }
        let shown = sorted.count > 8 ? Array(sorted.prefix(4) + sorted.suffix(4)) : sorted
        let figures = shown.map { image in
            let picture = image.thumbnail.map {
                "<img alt=\"\(HTML.escaped(image.name))\" src=\"data:image/png;base64,\(Data($0).base64EncodedString())\">"
            }
            return
                "<figure>\(picture ?? "")<figcaption>\(HTML.escaped(image.name))<br>\(NumberText.fixed(image.agreement, 2))</figcaption></figure>"
        }
        return table(["statistic", "value", "interval", "p", "n", "at least (probability), Landis–Koch"], rows)
            + (figures.isEmpty
                ? ""
                : "<p>Images by the share of agreeing pairs of participants, most and least:</p><div class=\"row\">\(figures.joined())</div>")
    }

    private var metrics: String {
        let found = results.filter { $0.name == "metrics-against-people" }
        guard !found.isEmpty else { return "" }
        func number(_ result: StatisticResult, _ name: String) -> String {
            result.parameters?[name].map { NumberText.fixed($0, 2) } ?? ""
        }
        let rows = found.map { result in
            [
                HTML.escaped(result.form ?? ""),
                result.value.map { NumberText.fixed($0, 2) } ?? HTML.escaped(result.reason ?? "undefined"),
                NumberText.interval(result.interval), number(result, "agreementNear"), number(result, "agreementFar"),
                number(result, "kendallTau"), result.p.map(NumberText.probability) ?? "", number(result, "logLoss"),
            ]
        }
        let known = found.first { $0.parameters != nil }
        let ceiling = known?.parameters?["noiseCeiling"].map { NumberText.fixed($0, 2) } ?? "undefined"
        let items = known?.parameters?["logLossOfItems"].map { NumberText.fixed($0, 2) } ?? "undefined"
        return """
            <p>How often the map that people chose is the one that the metric holds better, among pairs that it tells apart;
            near and far are the halves of pairs on which it differs less and more. The majority of the other participants
            predicts \(ceiling) of the choices (noise ceiling). Log loss is that of held-out participants: \(items) by the
            explainers' worths, 0.69 by chance.</p>
            """ + picture("metrics")
                + table(["metric", "agrees", "interval", "near", "far", "τ of rankings", "p", "log loss"], rows)
    }

    private var times: String {
        guard let first = responseTimes.first, let last = responseTimes.last else { return "" }
        func quantile(_ share: Double) -> Double {
            responseTimes[min(responseTimes.count - 1, Int(share * Double(responseTimes.count)))]
        }
        let seconds = [first, quantile(0.25), quantile(0.5), quantile(0.75), last].map {
            NumberText.fixed($0 / 1000, 1)
        }
        return picture("response-times")
            + table(["", "fastest", "lower quartile", "median", "upper quartile", "slowest"], [["seconds"] + seconds])
    }

    /// Each participant's attention, times, sides and consistency; of many only those who are left out.
    private var screening: String {
        guard !conduct.isEmpty else { return "" }
        let triads = results.first { $0.name == "circular-triads" }?.items ?? []
        let consistence = Dictionary(triads.map { ($0.item, $0.value) }) { first, _ in first }
        let isLong = conduct.count > 60
        let shown = isLong ? Array(conduct.filter { $0.excluded != nil }.prefix(60)) : conduct
        let rows = shown.map { one in
            [
                HTML.escaped(one.participant), "\(one.answers)",
                one.checks.all > 0 ? "\(one.checks.passed) of \(one.checks.all)" : "–",
                one.medianTime.map { NumberText.fixed($0 / 1000, 1) } ?? "–",
                one.leftShare.map { NumberText.fixed($0, 2) } ?? "–",
                (consistence[one.participant] ?? nil).map { NumberText.fixed($0, 2) } ?? "–",
                HTML.escaped(one.excluded ?? ""),
            ]
        }
        let left = conduct.count { $0.excluded != nil }
        let note =
            "<p>\(left) of \(conduct.count) participants are left out by the plan."
            + (isLong ? " Those left out are listed, at most 60." : "")
            + " Consistence is Kendall's ζ: 1 without circular triads.</p>"
        let head = ["participant", "comparisons", "checks passed", "median s", "left", "consistence", "left out"]
        return note + (rows.isEmpty ? "" : table(head, rows))
    }

    private var methods: String {
        MethodsText(results: results, flow: flow, plan: plan, software: facts.last ?? "").html
    }

    private static let style = """
        :root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
        body { margin: 1.5rem auto; max-width: 70rem; padding: 0 1rem; }
        h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; } h3 { font-size: 1rem; }
        .wide { overflow-x: auto; }
        svg { max-width: 100%; height: auto; }
        table { border-collapse: collapse; margin: .6rem 0; }
        th, td { padding: .25rem .7rem; border-bottom: 1px solid #8884; text-align: right; white-space: nowrap; }
        th:first-child { text-align: left; }
        .note { display: inline-block; white-space: normal; max-width: 22rem; text-align: left; font-size: 12px; }
        .flow { list-style: none; padding: 0; }
        .flow li { border-left: 3px solid #8888; padding: .2rem .8rem; }
        small { opacity: .75; }
        .row { display: flex; flex-wrap: wrap; gap: .8rem; }
        figure { margin: 0; width: 96px; } figure img { width: 96px; border-radius: 4px; }
        figcaption { font-size: 12px; }
        @media print { body { max-width: none; } section { break-inside: avoid-page; } }
        """
}
