import Foundation
import StudyEngine
import StudyModel
import StudyStore
import Synchronization

/// One version of a study, ready to be taken part in: its definition, trial design and stimuli, read once.
final class OpenStudy: Sendable {
    /// The version as stored.
    let stored: StoredStudy
    /// The definition.
    let study: Study
    /// The trial lists.
    let design: TrialDesign
    private let stimuli: Mutex<[Key: StimulusRecord]>

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
        design = TrialDesign(study: study, void: try transaction.voidPairs(of: stored.row))
        var stimuli: [Key: StimulusRecord] = [:]
        for record in try transaction.stimuli(of: stored.row) {
            stimuli[Key(image: record.image, explainer: record.explainer)] = record
        }
        self.stimuli = Mutex(stimuli)
    }

    /// Takes over the pictures of maps that were computed meanwhile.
    func complete(_ records: [StimulusRecord]) {
        stimuli.withLock { stimuli in
            for record in records { stimuli[Key(image: record.image, explainer: record.explainer)] = record }
        }
    }

    /// Whether a trial shows a map that is not computed yet.
    func isPending(_ plan: TrialPlan) -> Bool {
        stimuli.withLock { stimuli in
            [plan.left, plan.right].contains { stimuli[Key(image: plan.image, explainer: $0)]?.picture == nil }
        }
    }

    /// The stimulus whose pixels have a hash.
    func stimulus(pixels sha256: String) -> StimulusRecord? {
        stimuli.withLock { stimuli in stimuli.values.first { $0.picture?.pixelsSHA256 == sha256 } }
    }

    /// The stimulus of an image alone, or of an explainer's map of it.
    func stimulus(_ image: ImageID, _ explainer: ExplainerID? = nil) throws -> StimulusRecord {
        if let record = stimuli.withLock({ $0[Key(image: image, explainer: explainer)] }) { return record }
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
