internal import GRDB

/// The database of one or more studies: a SQLite file that several processes may share.
///
/// Every write is durable when its call returns: write-ahead log with `synchronous = FULL`. Reads see one snapshot
/// and neither wait for writers nor hold them up.
public final class StudyStore: Sendable {
    /// Whether a missing file is made.
    public enum Mode: Sendable {
        /// Makes the file if it is missing.
        case create
        /// Throws if the file is missing.
        case existing
    }

    /// The path of the database file.
    public let path: String

    private let pool: DatabasePool
    private let commits: CommitQueue

    /// Opens a database and brings its schema up to date.
    /// - Throws: ``StoreError`` `notFound` (missing, with `existing`), `notADatabase`, `newerSchema`, `busy`, `readOnly`,
    ///   `corrupt` or `io`.
    public init(path: String, mode: Mode) throws {
        self.path = path
        do {
            pool = try Self.open(path, mode)
        } catch {
            throw StoreError.translating(error, path: path)
        }
        commits = CommitQueue(pool: pool, path: path)
    }

    /// Runs a closure on one snapshot of the database; blocks the calling thread.
    /// - Throws: ``StoreError``, or what the closure throws.
    public func read<T>(_ body: (StoreTransaction) throws -> T) throws -> T {
        do {
            return try pool.read { try body(StoreTransaction($0)) }
        } catch {
            throw StoreError.translating(error, path: path)
        }
    }

    /// Runs a closure on one snapshot of the database, off the cooperative pool.
    /// - Throws: ``StoreError``, or what the closure throws.
    public func query<T: Sendable>(_ body: @escaping @Sendable (StoreTransaction) throws -> T) async throws -> T {
        do {
            return try await pool.read { try body(StoreTransaction($0)) }
        } catch {
            throw StoreError.translating(error, path: path)
        }
    }

    /// Runs a closure in an immediate transaction, which is durable when the call returns; blocks the calling thread.
    ///
    /// When the closure throws, nothing of what it did is stored.
    /// - Throws: ``StoreError``, or what the closure throws.
    public func write<T>(_ body: (StoreTransaction) throws -> T) throws -> T {
        do {
            return try pool.write { try body(StoreTransaction($0)) }
        } catch {
            throw StoreError.translating(error, path: path)
        }
    }

    /// Runs a closure in a transaction that it shares with those queued meanwhile, and returns once it is durable.
    ///
    /// One sync of the log pays for all of them. A closure that throws is undone alone; the closures run in the order
    /// in which they were queued, off the cooperative pool. Cancelling the calling task changes nothing: what was
    /// queued is stored.
    /// - Throws: ``StoreError``, or what the closure throws.
    public func commit<T: Sendable>(_ body: @escaping @Sendable (StoreTransaction) throws -> T) async throws -> T {
        try await commits.add(body)
    }

    /// Waits for the writes that are queued and closes the database; later calls throw `closed`.
    /// - Throws: ``StoreError`` when SQLite cannot close the file.
    public func close() throws {
        do {
            try pool.close()
        } catch {
            throw StoreError.translating(error, path: path)
        }
    }
}
