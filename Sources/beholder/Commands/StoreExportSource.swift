import Foundation
import StudyExport
import StudyModel
import StudyService
import StudyStore

/// One version of a study in a snapshot of the store, for export and analysis.
struct StoreExportSource: ExportSource {
    let study: Study
    let version: Int
    let definition: [UInt8]
    let definitionSHA256: String
    /// Where the study's files are.
    let folder: String
    let stimuli: [StimulusID: StimulusRecord]
    let scores: [MapScore]
    private let includeSimulated: Bool
    private let transaction: StoreTransaction

    init(_ id: StudyID, version: Int?, includeSimulated: Bool, in transaction: StoreTransaction) throws {
        guard let stored = try transaction.study(id, version: version) else {
            guard let version, try transaction.study(id) != nil else {
                throw try StudyService.unknown(id, in: transaction)
            }
            throw ServiceError(.unknownStudy, "study \"\(id)\" has no version \(version)")
        }
        study = try StudyDefinition.decode(Data(stored.definition))
        self.version = stored.version
        definition = stored.definition
        definitionSHA256 = stored.sha256
        folder = stored.folder
        scores = try transaction.scores(of: stored.row)
        stimuli = try transaction.stimulusTable(study: id, version: stored.version)
        self.includeSimulated = includeSimulated
        self.transaction = transaction
    }

    func forEachParticipant(_ body: (ParticipantRecord) throws -> Void) throws {
        try transaction.forEachParticipant(
            study: study.id,
            version: version,
            includeSimulated: includeSimulated,
            body
        )
    }

    func forEachTrial(_ body: (TrialRecord) throws -> Void) throws {
        try transaction.forEachTrial(study: study.id, version: version, includeSimulated: includeSimulated, body)
    }

    func forEachResponse(_ body: (ResponseRecord) throws -> Void) throws {
        try transaction.forEachResponse(study: study.id, version: version, includeSimulated: includeSimulated, body)
    }
}
