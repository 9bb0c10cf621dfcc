public import StudyModel

/// What is exported: one version of a study with its records in their stable order.
///
/// The executable fills it from one snapshot of the store, so that all tables tell the same moment.
public protocol ExportSource {
    /// The definition.
    var study: Study { get }
    /// The version, from 1.
    var version: Int { get }
    /// The definition file, byte for byte.
    var definition: [UInt8] { get }
    /// SHA-256 of the definition file, in hex.
    var definitionSHA256: String { get }
    /// The pictures to which trials refer.
    var stimuli: [StimulusID: StimulusRecord] { get }

    /// What metrics say of the maps.
    var scores: [MapScore] { get }

    /// Visits the sessions in the order in which they joined.
    func forEachParticipant(_ body: (ParticipantRecord) throws -> Void) throws
    /// Visits the trials, session by session, answered or not.
    func forEachTrial(_ body: (TrialRecord) throws -> Void) throws
    /// Visits the responses, session by session, trial by trial, each answer before its corrections.
    func forEachResponse(_ body: (ResponseRecord) throws -> Void) throws
}

extension ExportSource {
    /// The scores of the definition in its order, then those that were added later by their names.
    var scoreIDs: [ScoreID] {
        let declared = study.scores.map(\.id)
        return declared + Set(scores.map(\.score)).subtracting(declared).sorted()
    }
}
