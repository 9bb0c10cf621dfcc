#if NativeLibraries
import ModelGraph
import Tensor

extension Subject {
    /// The gradient of the class score, of either kind, by the input, at other values `[C,H,W]`.
    func gradient(of kind: ScoreKind, at values: [Float]) async throws -> [Float] {
        let found: [Float]?
        switch kind {
        case .logit:
            var gradient: [Float]?
            try await gradients(1) { _, target in
                _ = target.update(fromContentsOf: values)
            } take: { _, own in
                gradient = Array(own)
            }
            found = gradient
        case .probability:
            found = try await probabilityGradient(at: values)
        }
        guard let found else {
            throw AttributionError(.notApplicable, "The class score does not depend on the input.")
        }
        return found
    }

    private func probabilityGradient(at values: [Float]) async throws -> [Float]? {
        try Task.checkCancellation()
        let (target, isProbability) = (target, classifier.givesProbabilities)
        let batch = classifier.given(Tensor(shape: [1] + input.shape, values: values))
        let missing = AttributionError(.invalidSubject, "\(classifier.model.source) has no class \(target).")
        let found = try await classifier.model.gradients(
            [classifier.inputName: batch],
            of: classifier.scoreName,
            with: [classifier.inputName]
        ) { scores, _ in
            guard scores.values.indices.contains(target) else { throw missing }
            // ∂p_c/∂y_k = p_c (δ_ck − p_k)
            let all = Classifier.softmax(scores.values.map(Double.init))
            let seed = all.indices.map { index -> Float in
                let own: Double = index == target ? 1 : 0
                return Float(isProbability ? own : all[target] * (own - all[index]))
            }
            return Tensor(shape: scores.shape, values: seed)
        }
        log.add(forward: 1, backward: 1)
        return found.gradients[classifier.inputName].map { classifier.taken($0).values }
    }
}
#endif
