#if NativeLibraries
import Attribution
import AttributionMetrics
import Imaging
import ModelInput
import StimulusPipeline
import Tensor

extension ScoreArguments {
    /// The map with everything that metrics may ask for.
    ///
    /// - Throws: What reading the files and making the map throws.
    func evaluation(
        of picture: ExplainedPicture,
        _ target: ClassScores.Prediction,
        by network: Network
    ) async throws -> Evaluation {
        let recipe = try explained.recipe()
        let otherInput = try explained.otherInput(for: network)
        let subject = try picture.subject(
            before: network,
            target: target.index,
            recipe: recipe,
            seed: explained.seed,
            otherInput: otherInput
        )
        let scored: Tensor
        if let map {
            scored = try MapFile.read(map, pixelLimit: explained.pixelLimit)
        } else {
            guard let recipe else { preconditionFailure("A map or a method is given.") }
            let result = try await recipe.map(
                of: picture,
                by: network,
                target: target,
                otherInput: otherInput,
                version: Beholder.version
            )
            scored = recipe.traits.map.plane(of: result.attribution)
        }
        return try Evaluation(
            scored,
            of: PictureScores(subject),
            method: recipe.map { ($0.explainer, $0.traits.map) },
            file: network.file,
            mask: region(of: picture, for: network),
            humanMap: humanMap.map { try MapFile.read($0, pixelLimit: explained.pixelLimit) },
            otherMap: against.map { try MapFile.read($0, pixelLimit: explained.pixelLimit) }
        )
    }
}
#endif
