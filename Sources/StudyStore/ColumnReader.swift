import Foundation
import GRDB
import GRDBSQLite

/// Reads rows through SQLite's own column calls, for exports of millions of rows.
struct ColumnReader {
    private let db: Database
    private let statement: Statement

    /// Prepares a query of its own, so that readers may nest.
    init(_ db: Database, sql: String) throws {
        self.db = db
        statement = try db.makeStatement(sql: sql)
    }

    /// Visits every row.
    func forEach(binding add: (inout Bindings) -> Void, _ body: (Columns) throws -> Void) throws {
        statement.bind(add)
        let handle = statement.sqliteStatement
        defer { sqlite3_reset(handle) }
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: try body(Columns(handle: handle))
            case SQLITE_DONE: return
            case let code: throw DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
            }
        }
    }

    /// The columns of the current row, valid until the next one.
    struct Columns {
        fileprivate let handle: SQLiteStatement

        func integer(_ column: Int32) -> Int64 {
            sqlite3_column_int64(handle, column)
        }

        func isNull(_ column: Int32) -> Bool {
            sqlite3_column_type(handle, column) == SQLITE_NULL
        }

        func optionalInteger(_ column: Int32) -> Int64? {
            isNull(column) ? nil : integer(column)
        }

        func optionalReal(_ column: Int32) -> Double? {
            isNull(column) ? nil : sqlite3_column_double(handle, column)
        }

        func text(_ column: Int32) -> String {
            String(decoding: bytes(column), as: UTF8.self)
        }

        /// The bytes of a text, valid until the next row.
        func bytes(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(
                start: sqlite3_column_text(handle, column),
                count: Int(sqlite3_column_bytes(handle, column))
            )
        }
    }
}

/// Words that repeat from row to row, decoded once each.
struct WordCache<Value> {
    private var entries: [(bytes: [UInt8], value: Value)] = []
    private let decode: (String) throws -> Value

    /// How many words are kept: enough for ids and answers that repeat, few enough to look through.
    private static var capacity: Int { 32 }

    init(_ decode: @escaping (String) throws -> Value) {
        self.decode = decode
    }

    /// The value of a word.
    /// - Complexity: O(distinct words) up to the first 32 of them.
    mutating func value(_ bytes: UnsafeBufferPointer<UInt8>) throws -> Value {
        if let start = bytes.baseAddress {
            for index in entries.indices
            where entries[index].bytes.count == bytes.count && memcmp(entries[index].bytes, start, bytes.count) == 0 {
                return entries[index].value
            }
        }
        let value = try decode(String(decoding: bytes, as: UTF8.self))
        if entries.count < Self.capacity {
            entries.append((Array(bytes), value))
        }
        return value
    }
}
