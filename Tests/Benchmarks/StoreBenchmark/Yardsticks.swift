import Foundation
import GRDBSQLite

/// The least that SQLite takes for a durable row: a prepared one-row insert, write-ahead log, `synchronous = FULL`.
final class BareCommits {
    private var database: OpaquePointer?
    private var insert: OpaquePointer?

    init(path: String) throws {
        try check(sqlite3_open(path, &database))
        let setup = """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
            CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, answer TEXT NOT NULL, rt REAL NOT NULL) STRICT;
            """
        try check(sqlite3_exec(database, setup, nil, nil, nil))
        try check(sqlite3_prepare_v2(database, "INSERT INTO rows (answer, rt) VALUES ('left', 1.5)", -1, &insert, nil))
    }

    deinit {
        sqlite3_finalize(insert)
        sqlite3_close(database)
    }

    func commit() throws {
        guard sqlite3_step(insert) == SQLITE_DONE else { try check(sqlite3_errcode(database)); return }
        try check(sqlite3_reset(insert))
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw YardstickError(message: String(cString: sqlite3_errstr(code))) }
    }
}

/// The least that the disk takes: 4 kB appended and synced.
final class SyncedAppends {
    private let descriptor: Int32
    private let page = [UInt8](repeating: 1, count: 4096)

    init(path: String) throws {
        descriptor = open(path, O_CREAT | O_WRONLY | O_APPEND, 0o644)
        guard descriptor >= 0 else { throw YardstickError(message: "\(path) cannot be opened") }
    }

    deinit {
        close(descriptor)
    }

    func append() throws {
        guard write(descriptor, page, page.count) == page.count, fdatasync(descriptor) == 0 else {
            throw YardstickError(message: "the log cannot be written")
        }
    }
}

struct YardstickError: Error {
    let message: String
}
