import ArgumentParser
import StudyStore

/// The options of every command that opens a database.
struct DatabaseOptions: ParsableArguments {
    @Option(help: "The database file.")
    var database = "study.sqlite"

    /// Opens a database that is there.
    func open() throws -> StudyStore {
        try StudyStore(path: database, mode: .existing)
    }

    /// Opens a database, or makes it.
    func openOrCreate() throws -> StudyStore {
        try StudyStore(path: database, mode: .create)
    }
}
