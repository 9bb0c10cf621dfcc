#if NativeLibraries
package import Attribution
import ModelInput
package import Tensor

extension ExplainedPicture {
    /// The picture before a network, as methods and metrics take it.
    ///
    /// - Parameters:
    ///   - recipe: The method that makes the map, whose layer and seed count; nil where it is not known.
    ///   - otherInput: The input of another picture, for methods and metrics that ask for one.
    /// - Throws: `AttributionError` `invalidSubject` where the input is not one image.
    package func subject(
        before network: Network,
        target: Int,
        recipe: MapRecipe?,
        seed: UInt64 = 0,
        otherInput: Tensor? = nil
    ) throws -> Subject {
        try Subject(
            network.classifier(),
            input: input,
            target: target,
            picture: samples,
            layer: recipe?.layer,
            seed: recipe?.seed ?? seed,
            black: black,
            otherInput: otherInput
        )
    }
}
#endif
