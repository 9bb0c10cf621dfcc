#if NativeLibraries
import Attribution
import ModelGraph
import Tensor

extension Evaluation {
    /// The method that made the map, for metrics that make others to compare with.
    ///
    /// - Throws: ``MetricError`` `missingInput` for a map whose method is not known.
    func maker() throws -> (explainer: any Explainer, steps: MapSteps) {
        guard let method else {
            throw MetricError(.missingInput, "the metric makes other maps to compare with: give the method")
        }
        return method
    }

    /// What the method finds for a changed subject, as computed.
    func attribution(of changed: Subject) async throws -> Tensor {
        try await maker().explainer.explain(changed).attribution
    }

    /// The map that is judged beside one that was made to compare with, both interpolated to the finer one's size.
    ///
    /// A map that was given may have another resolution than the method's own. Nil where the made one is not finite.
    func beside(_ remade: Tensor) -> (Tensor, Tensor)? {
        remade.values.allSatisfy(\.isFinite) ? map.matched(with: remade) : nil
    }

    /// What it takes to make a map again.
    func passesOfMaker() async throws -> PassCount { try await maker().explainer.passes(for: subject) }
}

extension PassCount {
    /// So many times as many.
    func times(_ count: Int) -> PassCount { PassCount(forward: forward * count, backward: backward * count) }
}
#endif
