#if NativeLibraries
package import Attribution
package import ModelInput
import ModelGraph
import ONNXFormat
package import StudyModel
package import Tensor

/// A method with everything that it is given: what makes a map of a picture.
package struct MapRecipe: Sendable {
    package let traits: ExplainerTraits
    package let parameters: ParameterValues
    package let explainer: any Attribution.Explainer
    /// The tensor that a layer's method reads, where one is chosen.
    package let layer: String?
    package let seed: UInt64

    /// Chooses a method.
    ///
    /// - Throws: `AttributionError`.
    package init(
        _ method: String,
        layer: String? = nil,
        seed: UInt64 = 0,
        parameters: (ExplainerTraits) throws -> ParameterValues
    )
        throws
    {
        let type = try ExplainerCatalog.explainer(named: method)
        let values = try parameters(type.traits)
        (traits, self.parameters, explainer) = (type.traits, values, try type.init(values))
        (self.layer, self.seed) = (layer, seed)
    }

    /// The same with other random numbers.
    func seeded(_ seed: UInt64) -> MapRecipe { MapRecipe(self, seed: seed) }

    private init(_ other: MapRecipe, seed: UInt64) {
        (traits, parameters, explainer) = (other.traits, other.parameters, other.explainer)
        (layer, self.seed) = (other.layer, seed)
    }

    /// A map before reduction and upsampling, with how it was made.
    package struct Result: Sendable {
        package let attribution: Tensor
        package var provenance: MapProvenance
    }

    /// Explains the class of a picture.
    ///
    /// - Parameters:
    ///   - version: Of the program, for the record.
    ///   - progress: Is told the passes done and those that it takes in all.
    /// - Throws: `AttributionError`, `ModelError`, or `CancellationError`.
    package func map(
        of picture: ExplainedPicture,
        by network: Network,
        target: ClassScores.Prediction,
        otherInput: Tensor? = nil,
        version: String,
        progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
    ) async throws -> Result {
        var subject = try picture.subject(
            before: network,
            target: target.index,
            recipe: self,
            otherInput: otherInput
        )
        if let progress {
            let passes = try await explainer.passes(for: subject)
            subject.log = PassLog { progress($0.forward + $0.backward, passes.forward + passes.backward) }
        }
        let start = ContinuousClock.now
        let explanation = try await explainer.explain(subject)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let count = subject.log.count
        let provenance = MapProvenance(
            model: network.file.source,
            method: traits.id,
            methodVersion: traits.version,
            parameters: parameters.values.mapValues { $0.description },
            target: MapProvenance.Target(index: target.index, label: target.label, probability: target.probability),
            layer: traits.usesLayer ? try await subject.activationLayer().name : nil,
            seed: traits.isSeeded ? seed : nil,
            passes: MapProvenance.Passes(forward: count.forward, backward: count.backward),
            seconds: seconds,
            threads: try await Model.threadCount(),
            versions: ["beholder": version, "oneDNN": Model.oneDNNVersion],
            convergenceDelta: explanation.convergenceDelta,
            notes: explanation.notes
        )
        return Result(attribution: explanation.attribution, provenance: provenance)
    }
}
#endif
