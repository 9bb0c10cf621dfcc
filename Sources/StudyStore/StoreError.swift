import GRDB

/// A failure of the store, with what was found and what to do.
public struct StoreError: Error, Sendable, CustomStringConvertible {
    /// What went wrong.
    public enum Code: String, Sendable, CaseIterable {
        /// There is no such file, study, session, trial or response.
        case notFound
        /// The file is no Beholder database.
        case notADatabase
        /// A newer Beholder wrote the database.
        case newerSchema
        /// Another process kept the database locked for too long.
        case busy
        /// The disk or the quota is full.
        case diskFull
        /// The file or its folder cannot be written.
        case readOnly
        /// The write contradicts what is stored: a seat that is taken, an id used for something else.
        case conflict
        /// A value that the store does not take.
        case invalid
        /// The database file is damaged.
        case corrupt
        /// The operating system failed to read or write.
        case io
        /// The store was closed.
        case closed
        /// A failure that the other codes do not cover.
        case other
    }

    /// What went wrong.
    public let code: Code
    /// What was found, what was expected, what to do.
    public let message: String
    /// The error underneath, if there is one.
    public let cause: (any Error)?

    /// Describes a failure.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The message.
    public var description: String { message }
}

extension StoreError {
    /// An error of SQLite in the words of the store; any other error as it is.
    static func translating(_ error: any Error, path: String) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        let (code, advice) = advice(on: error)
        return StoreError(code, "\(path): \(advice) (\(error.message ?? "\(error.resultCode)")).", cause: error)
    }

    private static func advice(on error: DatabaseError) -> (Code, String) {
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL:
            (.busy, "another process kept it locked; try again when that process has finished")
        case .SQLITE_FULL:
            (.diskFull, "the disk is full; nothing of this write was stored; free some space and try again")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            (.readOnly, "it cannot be written; check the permissions of the file and of its folder")
        case .SQLITE_CANTOPEN:
            (.io, "it cannot be opened; check that its folder exists and may be written")
        case .SQLITE_NOTADB:
            (.notADatabase, "the file is no SQLite database; name another file")
        case .SQLITE_CORRUPT:
            (.corrupt, "the file is damaged; keep a copy and recover it with sqlite3's .recover")
        case .SQLITE_IOERR:
            (.io, "reading or writing failed; check the disk")
        case .SQLITE_CONSTRAINT:
            adviceOnConstraint(error.extendedResultCode)
        case .SQLITE_MISUSE:
            (.closed, "the store is closed; open it again")
        default:
            (.other, "the database refused; nothing of this write was stored")
        }
    }

    private static func adviceOnConstraint(_ code: ResultCode) -> (Code, String) {
        switch code {
        case .SQLITE_CONSTRAINT_FOREIGNKEY:
            (.notFound, "the write refers to something that is not stored; nothing of it was kept")
        case .SQLITE_CONSTRAINT_CHECK, .SQLITE_CONSTRAINT_NOTNULL, .SQLITE_CONSTRAINT_DATATYPE:
            (.invalid, "the write holds a value out of range; nothing of it was kept")
        default:
            (.conflict, "the write contradicts what is stored; nothing of it was kept")
        }
    }
}

extension DatabaseError {
    /// Whether a unique index refused the row.
    var isUniqueViolation: Bool {
        extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE || extendedResultCode == .SQLITE_CONSTRAINT_PRIMARYKEY
    }
}
