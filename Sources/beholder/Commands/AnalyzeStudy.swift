public import ArgumentParser
import Foundation
import Spelling
import Statistics
import StudyExport
public import StudyModel
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
    var cluster: AnalysisPlan.Cluster?

    @Option(help: "A file with an analysis plan, in place of the definition's; what is done otherwise is marked.")
    var plan: String?

    @Option(help: "Only these of the plan's statistics, separated by commas.")
    var only: String?

    @Option(help: "Write a picture of the preferences to this SVG file.")
    var svg: String?

    @OptionGroup var arguments: AnalysisArguments

    func validate() throws {
        guard list || study != nil else {
            throw ValidationError("Missing expected argument '<study>'; --list has every statistic.")
        }
        guard only == nil || arguments.statistic == nil else {
            throw ValidationError("--only and --statistic exclude each other: --only chooses among planned statistics.")
        }
    }

    private struct Outcome: Encodable {
        let plan: PlannedAnalysis.Record?
        let statistics: [StatisticResult]
    }

    func run() throws {
        guard !list else {
            return try arguments.json
                ? Output.json(["statistics": AnalyzeListing.all]) : Output.result(AnalyzeListing.text)
        }
        let study = study ?? ""
        let (planned, answers): (PlannedAnalysis, StudyAnswers) = try options.open().read { transaction in
            let source = try StoreExportSource(
                StudyID(study),
                version: studyVersion,
                includeSimulated: includeSimulated,
                in: transaction
            )
            try OtherVersions.tell(of: source, in: transaction)
            let asked = try heldAgainstPlan(source.study)
            return (asked, try StudyAnswers(source, asked.plan))
        }
        let results = try planned.marked(answers.results())
        let record = planned.record(results, answers.screening)
        if arguments.json {
            try Output.json(Outcome(plan: record, statistics: results))
        } else {
            let exploratory = results.filter(PlannedAnalysis.isUnplanned)
            let texts: [String?] = [
                record?.text, ResultsText.text(of: results.filter { !PlannedAnalysis.isUnplanned($0) }),
                exploratory.isEmpty ? nil : "Not in the plan (exploratory)\n\n" + ResultsText.text(of: exploratory),
            ]
            try Output.result(texts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: "\n\n"))
        }
        if answers.table.count == 0, !includeSimulated {
            Output.message("Nobody has answered yet; --include-simulated counts simulated participants too.")
        }
        if let svg { try draw(answers, results, to: svg) }
    }

    /// What is asked for, held against the study's plan.
    private func heldAgainstPlan(_ study: Study) throws -> PlannedAnalysis {
        var planned = try PlannedAnalysis(study, file: plan)
        try check(study, block: block ?? planned.plan.block?.rawValue)
        planned.change("block", \AnalysisPlan.block, to: block.map { BlockID($0) })
        planned.change("confidence", \AnalysisPlan.confidence, to: arguments.confidence)
        planned.change("bootstrap", \AnalysisPlan.bootstrap, to: arguments.bootstrap)
        planned.change("seed", \AnalysisPlan.seed, to: arguments.seed)
        planned.change("cluster", \AnalysisPlan.cluster, to: cluster)
        planned.change("reference", \AnalysisPlan.reference, to: reference.map { ExplainerID($0) })
        if includeSimulated { planned.note("simulated participants are included") }
        if let only { try planned.restrict(to: AnalysisArguments.names(in: only)) }
        if let names = arguments.statistic { planned.plan.statistics = AnalysisArguments.names(in: names) }
        if planned.plan.statistics.isEmpty { planned.plan.statistics = ["all"] }
        guard svg == nil || planned.plan.statistics.contains(where: { ["all", "bradley-terry"].contains($0) }) else {
            throw ValidationError("--svg draws bradley-terry, which is not among the statistics asked for.")
        }
        return planned
    }

    /// Refuses an unknown block, and warns where different questions would be taken together.
    private func check(_ study: Study, block: String?) throws {
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

    private func draw(_ answers: StudyAnswers, _ results: [StatisticResult], to path: String) throws {
        let figure = PreferenceFigure(
            title: answers.study.title,
            subtitle:
                "\(answers.table.participants.count) participants\(includeSimulated ? ", simulated ones included" : "")",
            results: results,
            labels: answers.study.labels
        )
        guard let figure else { return }
        try Data(figure.svg.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        Output.message("Wrote \(path)")
    }
}

extension AnalysisPlan.Cluster: ExpressibleByArgument {}
