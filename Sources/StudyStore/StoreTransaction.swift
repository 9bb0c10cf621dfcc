internal import GRDB

/// What can be read and written inside one transaction of a ``StudyStore``; valid only within its closure.
///
/// Statements are prepared once a connection and kept.
public struct StoreTransaction {
    let db: Database

    init(_ db: Database) {
        self.db = db
    }

    /// Asks SQLite for a setting of the connection, or changes one.
    package func pragma(_ text: String) throws -> String? {
        try String.fetchOne(db, sql: "PRAGMA \(text)")
    }

    /// Runs a statement that returns no rows.
    func run(_ sql: String, _ arguments: StatementArguments) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// The first row of a query.
    func row(_ sql: String, _ arguments: StatementArguments) throws -> Row? {
        try Row.fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
    }

    /// Every row of a query, each turned into a value.
    func rows<T>(_ sql: String, _ arguments: StatementArguments, _ value: (Row) throws -> T) throws -> [T] {
        let cursor = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
        var values: [T] = []
        while let row = try cursor.next() {
            values.append(try value(row))
        }
        return values
    }

    /// A stored word as the case that it names.
    /// - Throws: ``StoreError`` `corrupt`; the schema lets no other word in.
    static func decoded<Case: RawRepresentable>(_ word: String) throws -> Case where Case.RawValue == String {
        guard let value = Case(rawValue: word) else {
            throw StoreError(.corrupt, "The database holds \"\(word)\", which is no \(Case.self).")
        }
        return value
    }
}
