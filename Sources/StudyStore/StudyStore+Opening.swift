import Foundation
import GRDB
import Migrations

extension StudyStore {
    /// "BHLD" in the file's header: `PRAGMA application_id`, set by the first migration.
    private static let applicationID: Int32 = 0x4248_4C44

    /// Seconds that a write waits for another process's write.
    private static let busyTimeout = 10.0

    static func open(_ path: String, _ mode: Mode) throws -> DatabasePool {
        let deadline = ContinuousClock.now + .seconds(busyTimeout)
        while true {
            do {
                return try attemptToOpen(path, mode)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                // SQLite does not wait for its timeout where two processes turn on the write-ahead log at once.
                guard ContinuousClock.now < deadline else { throw error }
                Thread.sleep(forTimeInterval: 0.01)
            }
        }
    }

    private static func attemptToOpen(_ path: String, _ mode: Mode) throws -> DatabasePool {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if isFolder.boolValue {
            throw StoreError(.notADatabase, "\(path) is a folder; name a database file.")
        }
        guard exists || mode == .create else {
            throw StoreError(
                .notFound,
                "There is no database at \(path); create a study in it first, or check the path."
            )
        }
        var configuration = Configuration()
        configuration.busyMode = .timeout(busyTimeout)
        configuration.label = "StudyStore"
        if exists {
            try inspect(path, mode, configuration)
        }

        let pool = try DatabasePool(path: path, configuration: configuration)
        // GRDB sets NORMAL with the write-ahead log, which may lose the last commits in a power failure.
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA cache_size = -16384")
        }
        try migrate(pool)
        return pool
    }

    /// Refuses a file that is not ours before anything is written to it.
    private static func inspect(_ path: String, _ mode: Mode, _ configuration: Configuration) throws {
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        // One transaction, as another process may be creating the file between two statements.
        try queue.writeWithoutTransaction { db in
            try db.inTransaction(.deferred) {
                let id = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
                if id == applicationID {
                    guard try !migrator.hasBeenSuperseded(db) else {
                        throw StoreError(
                            .newerSchema,
                            "\(path) was written by a newer version of Beholder; update Beholder."
                        )
                    }
                    return .commit
                }
                // An empty file, or one whose creation was interrupted, becomes a database where one may be made.
                let tables = try String.fetchSet(
                    db,
                    sql: "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
                )
                guard id == 0, tables.subtracting(["grdb_migrations"]).isEmpty else {
                    throw StoreError(
                        .notADatabase,
                        "\(path) is a database, but not one of Beholder's; name another file."
                    )
                }
                guard mode == .create else {
                    throw StoreError(.notADatabase, "\(path) is empty; create a study in it first, or check the path.")
                }
                return .commit
            }
        }
        try queue.close()
    }

    private static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        for migration in SchemaMigration.all {
            migrator.registerMigration(migration.name, foreignKeyChecks: .deferred) { db in
                try db.execute(sql: String(decoding: migration.sql, as: UTF8.self))
            }
        }
        return migrator
    }()

    /// Applies what is missing; another process that opened the same file may apply a migration first, upon which ours
    /// fails and is tried again with the next.
    private static func migrate(_ pool: DatabasePool) throws {
        var applied = -1
        while true {
            do {
                return try migrator.migrate(pool)
            } catch {
                guard let now = try? pool.read(migrator.appliedIdentifiers).count, now > applied else { throw error }
                applied = now
            }
        }
    }
}
