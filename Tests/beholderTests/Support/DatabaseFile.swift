#if os(Linux)
import GRDBSQLite

/// A database read by SQLite itself, past the program.
enum DatabaseFile {
    /// The first column of a query's rows as text.
    static func column(_ sql: String, of path: String) throws -> [String] {
        var database: OpaquePointer?
        defer { sqlite3_close(database) }
        guard sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK else {
            throw TestFailure("\(path) cannot be opened")
        }
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK else {
            throw TestFailure("\(sql): \(String(cString: sqlite3_errmsg(database)))")
        }
        var values: [String] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: values.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "")
            case SQLITE_DONE: return values
            default: throw TestFailure("\(sql): \(String(cString: sqlite3_errmsg(database)))")
            }
        }
    }
}
#endif
