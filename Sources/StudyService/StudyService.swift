import Spelling
import Foundation
public import StudyModel
public import StudyStore
public import StudyWire

/// The studies of a database as their participants see them, for the local terminal and for the server alike.
public struct StudyService: Sendable {
    let store: StudyStore
    let stimuli: any StimulusProvider

    /// Serves the studies of a store with pictures from a provider.
    public init(store: StudyStore, stimuli: any StimulusProvider) {
        self.store = store
        self.stimuli = stimuli
    }

    /// A participant's connection to a study, in this process.
    public func connection(to study: StudyID) -> any StudyConnection {
        LocalConnection(service: self, study: study)
    }

    /// A study in the version that new participants join.
    /// - Throws: ``ServiceError`` `.unknownStudy` naming the studies that there are.
    func open(_ id: StudyID, in transaction: StoreTransaction) throws -> OpenStudy {
        guard let stored = try transaction.study(id) else {
            throw try Self.unknown(id, in: transaction)
        }
        return try OpenStudy(stored, in: transaction)
    }

    /// The error for a study that is not there.
    public static func unknown(_ id: StudyID, in transaction: StoreTransaction) throws -> ServiceError {
        let known = try transaction.studies().map(\.id.rawValue)
        let meant = NearestName.suggestion(for: id.rawValue, among: known).map { "; did you mean \"\($0)\"?" }
        return ServiceError(
            .unknownStudy,
            "there is no study \"\(id)\" in the database"
                + (meant
                    ?? (known.isEmpty
                        ? "; it is empty: run `beholder create` first"
                        : ": it has "
                            + known.joined(separator: ", ")))
        )
    }

    /// The wall time, in µs since 1970.
    public static func now() -> Int64 {
        Int64((Date().timeIntervalSince1970 * 1_000_000).rounded())
    }
}
