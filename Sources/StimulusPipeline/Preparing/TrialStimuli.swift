#if NativeLibraries
import Foundation
package import StudyModel

/// Makes the stimuli of single trials: the maps of a study that were not computed before its participants came.
package struct TrialStimuli: Sendable {
    private let definition: StudyDefinition
    private let folder: StudyFolder
    private let pixelLimit: Int
    private let methods: StudyMethods
    private let work: StudyExplanation

    /// What became of a trial.
    package enum Outcome: Sendable {
        /// The image and its two maps as they are shown.
        case ready([StimulusRecord])
        /// Nobody could answer.
        case void(VoidPair)
    }

    /// Opens the model of a study that is stored.
    ///
    /// - Throws: ``StimulusError`` where files are gone, and what reading the model throws.
    package init(definition bytes: [UInt8], folder: String, pixelLimit: Int, version: String) throws {
        definition = StudyDefinition.read(Data(bytes))
        self.folder = StudyFolder(path: folder)
        self.pixelLimit = pixelLimit
        methods = StudyMethods(definition)
        work = try StudyExplanation(definition, folder: self.folder, pixelLimit: pixelLimit, version: version)
    }

    /// Makes the pictures of a trial, computing the maps that are not there.
    ///
    /// - Throws: ``StimulusError`` for a map that cannot be made or, where the study stops at those, cannot be shown;
    ///   `CancellationError`.
    package func stimuli(of image: ImageID, _ pair: ExplainerPair) async throws -> Outcome {
        var maps = PreparedMaps()
        for method in methods.recipes where [pair.first, pair.second].contains(method.explainer) {
            let outcome = try await work.map(of: image, method.explainer, method.maps, method.recipe)
            switch outcome.result {
            case .ready(let entry, _): maps[method.explainer, image] = entry
            case .failed(let issue): throw StimulusError(.missing, issue.message)
            case .absent: break
            }
        }
        var check = ImageCheck(definition: definition, folder: folder, pixelLimit: pixelLimit, maps: maps, isLate: true)
        check.run(ShownImage(image: image, explainers: [pair.first, pair.second], pairs: [pair]))
        if let void = check.voidPairs.first { return .void(void) }
        if let issue = check.issues.first { throw StimulusError(.changed, issue.message) }
        return .ready(check.records)
    }
}
#endif
