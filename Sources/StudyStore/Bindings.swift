import GRDB
import GRDBSQLite

/// The values of a statement's `?`, bound in their order through SQLite's own calls, where rows come by the million.
struct Bindings {
    private let handle: SQLiteStatement
    private var index: Int32 = 0

    fileprivate init(_ handle: SQLiteStatement) {
        self.handle = handle
    }

    mutating func add(_ value: Int64) {
        index += 1
        sqlite3_bind_int64(handle, index, value)
    }

    mutating func add(_ value: Int) {
        add(Int64(value))
    }

    mutating func add(_ value: Int64?) {
        if let value { add(value) } else { addNull() }
    }

    mutating func add(_ value: Double?) {
        guard let value else { return addNull() }
        index += 1
        sqlite3_bind_double(handle, index, value)
    }

    mutating func add(_ value: String?) {
        if let value { add(value) } else { addNull() }
    }

    mutating func add(_ value: String) {
        index += 1
        // SQLite copies the bytes: they are gone when the statement runs.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        var value = value
        value.withUTF8 { bytes in
            _ = bytes.withMemoryRebound(to: CChar.self) { text in
                sqlite3_bind_text(handle, index, text.baseAddress, Int32(text.count), copied)
            }
        }
    }

    private mutating func addNull() {
        index += 1
        sqlite3_bind_null(handle, index)
    }
}

extension Statement {
    /// Binds a statement's values anew.
    func bind(_ add: (inout Bindings) -> Void) {
        setUncheckedArguments(StatementArguments())
        var bindings = Bindings(sqliteStatement)
        add(&bindings)
    }

    /// Runs a statement that returns no rows.
    func execute(binding add: (inout Bindings) -> Void) throws {
        bind(add)
        try execute()
    }
}
