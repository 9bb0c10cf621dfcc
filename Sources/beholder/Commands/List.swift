import ArgumentParser
import StudyModel
import StudyReport
import StudyStore

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the studies of a database.",
        discussion: "Example: beholder list --database study.sqlite"
    )

    @OptionGroup var options: DatabaseOptions

    @Flag(help: "Print the list as JSON.")
    var json = false

    private struct Entry: Encodable {
        let id: String
        let title: String
        let version: Int
        let sha256: String
        let joined: Int
        let active: Int
        let completed: Int
        let simulated: Int
        let responses: Int

        init(_ study: StudySummary) {
            id = study.id.rawValue
            title = study.title
            version = study.version
            sha256 = study.sha256
            joined = study.joined
            active = study.active
            completed = study.completed
            simulated = study.simulated
            responses = study.responses
        }
    }

    func run() throws {
        let studies = try options.open().read { try $0.studies() }
        if json { return try Output.json(["studies": studies.map(Entry.init)]) }
        var table = TextTable(
            ["study", "version", "completed", "active", "joined", "simulated", "responses", "title"],
            [.left, .right, .right, .right, .right, .right, .right, .left]
        )
        for study in studies {
            let counts = [study.version, study.completed, study.active, study.joined, study.simulated, study.responses]
            table.add([study.id.rawValue] + counts.map(String.init) + [study.title])
        }
        try Output.result(table.text)
    }
}
