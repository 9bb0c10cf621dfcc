import GRDB
import Synchronization

/// Group commit: what concurrent tasks queue while a transaction is being synced goes into the next one together.
final class CommitQueue: Sendable {
    /// A queued closure: `run` returns the acknowledgment that is due once the transaction is durable.
    private struct Entry: Sendable {
        let run: @Sendable (StoreTransaction) throws -> @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    private struct State {
        var pending: [Entry] = []
        var isScheduled = false
    }

    private let pool: DatabasePool
    private let path: String
    private let state = Mutex(State())

    init(pool: DatabasePool, path: String) {
        self.pool = pool
        self.path = path
    }

    /// Queues a closure and waits until it is durable or has failed; cancellation is not heeded.
    func add<T: Sendable>(_ body: @escaping @Sendable (StoreTransaction) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let entry = Entry(
                run: { transaction in
                    let value = try body(transaction)
                    return { continuation.resume(returning: value) }
                },
                fail: { continuation.resume(throwing: $0) }
            )
            let mustSchedule = state.withLock { state in
                state.pending.append(entry)
                defer { state.isScheduled = true }
                return !state.isScheduled
            }
            if mustSchedule {
                schedule()
            }
        }
    }

    /// Hands what is pending to the writer's own queue, behind the blocking writes that wait there.
    private func schedule() {
        pool.asyncWriteWithoutTransaction { [self] db in
            // What was queued is let go of before anyone is told: a task that goes on may leave the last reference to
            // what closes this database behind, and a database cannot be closed from within its own queue.
            let acknowledgments = commit(takePending(), db)
            for acknowledge in acknowledgments { acknowledge() }
            let isEmpty = state.withLock { state in
                state.isScheduled = !state.pending.isEmpty
                return state.pending.isEmpty
            }
            if !isEmpty {
                schedule()
            }
        }
    }

    private func takePending() -> [Entry] {
        state.withLock { state in
            defer { state.pending = [] }
            return state.pending
        }
    }

    /// Runs closures in one transaction.
    /// - Returns: What tells each of their callers how it ended.
    private func commit(_ entries: [Entry], _ db: Database) -> [@Sendable () -> Void] {
        var outcomes: [Result<@Sendable () -> Void, any Error>] = []
        var failure: (any Error)?
        do {
            try db.inTransaction(.immediate) {
                for entry in entries {
                    outcomes.append(try run(entry, db))
                }
                return .commit
            }
        } catch {
            failure = error
        }
        return entries.enumerated().map { index, entry in
            let fail = entry.fail
            if index < outcomes.count, case .failure(let error) = outcomes[index] {
                let error = StoreError.translating(error, path: path)
                return { fail(error) }
            }
            if let failure {
                let error = StoreError.translating(failure, path: path)
                return { fail(error) }
            }
            guard case .success(let acknowledge) = outcomes[index] else { return {} }
            return acknowledge
        }
    }

    /// Runs one closure in a savepoint of its own.
    /// - Throws: An error that ended the whole transaction, such as a full disk.
    private func run(_ entry: Entry, _ db: Database) throws -> Result<@Sendable () -> Void, any Error> {
        try db.cachedStatement(sql: "SAVEPOINT entry").execute()
        do {
            let acknowledge = try entry.run(StoreTransaction(db))
            try db.cachedStatement(sql: "RELEASE entry").execute()
            return .success(acknowledge)
        } catch {
            guard db.isInsideTransaction else { throw error }
            try db.cachedStatement(sql: "ROLLBACK TO entry").execute()
            try db.cachedStatement(sql: "RELEASE entry").execute()
            return .failure(error)
        }
    }
}
