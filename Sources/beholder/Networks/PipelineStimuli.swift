import Foundation
import StimulusPipeline
import StudyModel
import StudyService
import StudyStore
import Synchronization

/// The stimulus pipeline as the service's source of pictures; drawing runs off the cooperative pool.
final class PipelineStimuli: StimulusProvider {
    private let pipeline: StimulusPipeline
    private let queue = DispatchQueue(label: "stimuli", attributes: .concurrent)
    #if NativeLibraries
    /// The models of studies whose maps are computed as they are needed, each opened once.
    private let models = Mutex<[StudyVersionID: TrialStimuli]>([:])
    #endif

    init(pipeline: StimulusPipeline) {
        self.pipeline = pipeline
    }

    func picture(_ stimulus: StimulusRecord, of study: Study, folder: String) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { [pipeline] in
                let picture = Result { try pipeline.picture(stimulus, of: study, folder: folder) }
                continuation.resume(with: picture.mapError(Self.told))
            }
        }
    }

    #if NativeLibraries
    func stimuli(
        of image: ImageID,
        _ pair: ExplainerPair,
        in study: StoredStudy
    ) async throws -> TrialStimuliOutcome {
        do {
            switch try await model(of: study).stimuli(of: image, pair) {
            case .ready(let records): return .ready(records)
            case .void(let void): return .void(void)
            }
        } catch {
            throw Self.told(error)
        }
    }

    private func model(of study: StoredStudy) throws -> TrialStimuli {
        try models.withLock { models in
            if let known = models[study.row] { return known }
            let opened = try TrialStimuli(
                definition: study.definition,
                folder: study.folder,
                pixelLimit: pipeline.pixelLimit,
                version: Beholder.version
            )
            models[study.row] = opened
            return opened
        }
    }
    #endif

    private static func told(_ error: any Error) -> any Error {
        guard let error = error as? StimulusError else { return error }
        return ServiceError(.stimulusChanged, error.message + ".")
    }
}
