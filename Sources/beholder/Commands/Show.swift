import ArgumentParser
import Foundation
import JSONText
import StudyModel
import StudyReport
import StudyService
import StudyStore

struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show a study: its design and how far it is.",
        discussion: "Example: beholder show scenes"
    )

    @Argument(help: "The study's id.")
    var study: String

    @OptionGroup var options: DatabaseOptions

    @Flag(help: "Print everything as JSON, the definition included.")
    var json = false

    private struct Report: Encodable {
        let id: String
        let title: String
        let version: Int
        let frozen: Bool
        let sha256: String
        let folder: String
        let quota: Int?
        let completed: Int
        let active: Int
        let joined: Int
        let simulated: Int
        let responses: Int
        let definition: JSONValue
    }

    func run() throws {
        let (stored, summary, versions) = try options.open().read { transaction in
            guard let stored = try transaction.study(StudyID(study)),
                let summary = try transaction.studies().first(where: { $0.id == stored.id })
            else { throw try StudyService.unknown(StudyID(study), in: transaction) }
            return (stored, summary, try transaction.versions(of: stored.id))
        }
        let definition = try StudyDefinition.decode(Data(stored.definition))
        if json {
            return try Output.json(
                Report(
                    id: stored.id.rawValue,
                    title: stored.title,
                    version: stored.version,
                    frozen: stored.isFrozen,
                    sha256: stored.sha256,
                    folder: stored.folder,
                    quota: definition.participants.quota,
                    completed: summary.completed,
                    active: summary.active,
                    joined: summary.joined,
                    simulated: summary.simulated,
                    responses: summary.responses,
                    definition: try JSONValue(parsing: Data(stored.definition))
                )
            )
        }
        let quota = definition.participants.quota.map { " of \($0)" } ?? ""
        try Output.result(
            """
            \(stored.title)
            \(stored.id) version \(stored.version)\(stored.isFrozen ? ", frozen" : "")   SHA-256 \(stored.sha256)
            files in \(stored.folder)

            participants  \(summary.completed) completed, \(summary.active) active, \(summary.joined) joined
            \(versions.map { "  version \($0.version)   \($0.completed)\($0.version == stored.version ? quota : "") completed, \($0.responses) responses" }.joined(separator: "\n"))
            simulated     \(summary.simulated)
            responses     \(summary.responses)
            images        \(definition.images.count)
            explainers    \(definition.explainers.map(\.id.rawValue).joined(separator: ", "))

            \(blocks(of: definition))
            """
        )
    }

    private func blocks(of study: Study) -> String {
        var table = TextTable(
            ["block", "kind", "role", "units", "trials", "repeats", "checks", "order", "sides"],
            [.left, .left, .left, .right, .right, .right, .right, .left, .left]
        )
        for block in study.blocks {
            var trials = block.trialsPerParticipant
            if case .listed(let listed) = block.content { trials = listed.count }
            table.add([
                block.id.rawValue, block.kind.rawValue, block.role.rawValue, String(block.units.count),
                String(trials), String(block.repeats), String(block.attentionChecks?.count ?? 0),
                block.order.rawValue, block.sides.rawValue,
            ])
        }
        return table.text
    }
}
