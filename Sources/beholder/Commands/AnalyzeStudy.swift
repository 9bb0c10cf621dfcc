import ArgumentParser
import Foundation
import Spelling
import Statistics
import StudyExport
import StudyModel
import StudyReport
import StudyStore

struct AnalyzeStudy: ParsableCommand {
    static let configuration = CommandConfiguration(
        // No study's id has an @, so that every id reaches this command, the default one.
        commandName: "@study",
        abstract: "Agreement and preference of a study in the database.",
        usage: "beholder analyze <study> [<options>]",
        discussion: "Example: beholder analyze scenes --include-simulated",
        shouldDisplay: false
    )

    @Argument(help: "The study's id.")
    var study: String?

    @Flag(help: "List every statistic.")
    var list = false

    @OptionGroup var options: DatabaseOptions

    @Option(help: "The version of the study; the latest without it.")
    var studyVersion: Int?

    @Option(help: "Only this block; without it all blocks together.")
    var block: String?

    @Flag(help: "Count simulated participants too.")
    var includeSimulated = false

    @Option(help: "The item whose log-worth is 0; without it their mean is 0.")
    var reference: String?

    @Option(help: "What is independent: participant (default), or none for the naive form.")
    var cluster = AnalysisOptions.Cluster.participant

    @Option(help: "Write a picture of the preferences to this SVG file.")
    var svg: String?

    @OptionGroup var arguments: AnalysisArguments

    func validate() throws {
        guard list || study != nil else {
            throw ValidationError("Missing expected argument '<study>'; --list has every statistic.")
        }
        guard svg == nil || arguments.names.contains("all") || arguments.names.contains("bradley-terry") else {
            throw ValidationError("--svg draws bradley-terry, which is not among the statistics asked for.")
        }
    }

    func run() throws {
        guard !list else {
            return try arguments.json
                ? Output.json(["statistics": AnalyzeListing.all]) : Output.result(AnalyzeListing.text)
        }
        let study = study ?? ""
        let (definition, table, scored): (Study, PairTable, ScoredPairs?) = try options.open().read { transaction in
            let source = try StoreExportSource(
                StudyID(study),
                version: studyVersion,
                includeSimulated: includeSimulated,
                in: transaction
            )
            try check(source.study)
            try OtherVersions.tell(of: source, in: transaction)
            let block = block.map { BlockID($0) }
            let scored = asksForMetrics ? try ScoredPairs(of: source, block: block) : nil
            return (source.study, try PairTable(of: source, block: block), scored)
        }
        let options = try arguments.options(reference: reference, cluster: cluster)
        let against = scored.map { MetricsAgainstPeople($0.pairs, metrics: $0.metrics, options: options).results() }
        let results = try compute(table, options) + (against ?? [])
        try arguments.print(results)
        if table.count == 0, !includeSimulated {
            Output.message("Nobody has answered yet; --include-simulated counts simulated participants too.")
        }
        if let svg { try draw(definition, table, results, to: svg) }
    }

    private static let metricsName = "metrics-against-people"

    private var asksForMetrics: Bool { arguments.names.contains { [Self.metricsName, "all"].contains($0) } }

    private func compute(_ table: PairTable, _ options: AnalysisOptions) throws -> [StatisticResult] {
        let names = arguments.names.filter { $0 != Self.metricsName }
        guard !names.isEmpty else { return [] }
        return try StatisticCatalog.compute(names, from: table, options: options)
    }

    /// Refuses an unknown block, and warns where different questions would be taken together.
    private func check(_ study: Study) throws {
        let blocks = study.blocks.filter { $0.role == .main }
        if let block {
            let names = blocks.map(\.id.rawValue)
            guard !names.contains(block) else { return }
            let meant = NearestName.suggestion(for: block, among: names).map { "; did you mean \($0)?" } ?? ""
            throw StatisticsError(
                .invalidOption,
                "study \"\(study.id)\" has no main block \"\(block)\"\(meant) It has \(names.joined(separator: ", "))"
            )
        }
        guard Set(blocks.map { "\($0.kind) \($0.question)" }).count > 1 else { return }
        Output.message(
            "Blocks with different questions are taken together: "
                + blocks.map(\.id.rawValue).joined(separator: ", ") + ". --block analyzes one of them."
        )
    }

    private func draw(_ study: Study, _ table: PairTable, _ results: [StatisticResult], to path: String) throws {
        let labels = study.explainers.map { ($0.id.rawValue, $0.label ?? $0.id.rawValue) }
        let figure = PreferenceFigure(
            title: study.title,
            subtitle: "\(table.participants.count) participants\(includeSimulated ? ", simulated ones included" : "")",
            results: results,
            labels: Dictionary(uniqueKeysWithValues: labels)
        )
        guard let figure else { return }
        try Data(figure.svg.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        Output.message("Wrote \(path)")
    }
}
