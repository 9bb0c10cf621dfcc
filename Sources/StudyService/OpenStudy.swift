import Foundation
import StudyEngine
import StudyModel
import StudyStore

/// One version of a study, ready to be taken part in: its definition, trial design and stimuli, read once.
final class OpenStudy: Sendable {
    /// The version as stored.
    let stored: StoredStudy
    /// The definition.
    let study: Study
    /// The trial lists.
    let design: TrialDesign
    private let stimuli: [Key: StimulusRecord]

    private struct Key: Hashable {
        var image: ImageID
        var explainer: ExplainerID?
    }

    /// Reads what a stored version holds.
    /// - Throws: ``ServiceError`` `.unreadableStudy` when this program cannot read the stored definition.
    init(_ stored: StoredStudy, in transaction: StoreTransaction) throws {
        self.stored = stored
        do {
            study = try StudyDefinition.decode(Data(stored.definition))
        } catch {
            throw ServiceError(
                .unreadableStudy,
                "the stored definition of \"\(stored.id)\" does not fit this version of beholder:\n\(error)"
            )
        }
        design = TrialDesign(study: study)
        var stimuli: [Key: StimulusRecord] = [:]
        for record in try transaction.stimuli(of: stored.row) {
            stimuli[Key(image: record.image, explainer: record.explainer)] = record
        }
        self.stimuli = stimuli
    }

    /// The stimulus of an image alone, or of an explainer's map of it.
    func stimulus(_ image: ImageID, _ explainer: ExplainerID? = nil) throws -> StimulusRecord {
        if let record = stimuli[Key(image: image, explainer: explainer)] { return record }
        throw ServiceError(
            .unreadableStudy,
            "study \"\(study.id)\" has no stored stimulus for image \"\(image)\""
                + (explainer.map { " and explainer \"\($0)\"" } ?? "")
        )
    }

    /// The block of a planned trial.
    func block(of plan: TrialPlan) throws -> Block {
        if let block = study.block(plan.block) { return block }
        throw ServiceError(.unreadableStudy, "study \"\(study.id)\" has no block \"\(plan.block)\"")
    }
}
