#if NativeLibraries
import Tensor

/// Attention weighted by its gradient and followed back through all blocks.
///
/// Chefer, Gur and Wolf 2021, "Generic attention-model explainability", arXiv:2103.15679, equations 5 and 6:
/// Ā = mean_h relu(∇A ∘ A), R ← R + Ā R from R = I. What stays a token's own is left out of the map.
struct Chefer: Explainer {
    static let traits = ExplainerTraits(
        id: "chefer",
        name: "Generic attention relevance",
        family: .attention,
        paper: "Chefer, Gur and Wolf 2021, arXiv:2103.15679",
        need: .gradient,
        isSigned: false,
        parameters: [AttentionReading.parameter],
        map: MapSteps(.sum, .signed)
    )

    private let reading: AttentionReading

    init(_ parameters: ParameterValues) { reading = AttentionReading(parameters) }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1, backward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let attention = try await subject.attention()
        let (values, gradients) = try await subject.attentionGradients(attention)
        let matrices = zip(values, gradients).map { attention.withIdentity(attention.positiveProduct($0, $1)) }
        return attention.relevance(reading, matrices)
    }
}

extension Subject {
    /// The attention of all blocks and the gradient of the class score by it.
    func attentionGradients(_ attention: AttentionTensors) async throws -> (values: [Tensor], gradients: [Tensor]) {
        let found = try await classifier.gradients(
            batchOfOne,
            of: [target],
            by: attention.names,
            fetching: attention.names,
            byInput: false,
            log
        )
        return (try attention.inOrder(found.values), try attention.inOrder(found.gradients))
    }
}

extension AttentionTensors {
    /// The row of M_L · … · M_1 − I.
    func relevance(_ reading: AttentionReading, _ matrices: [[Double]]) -> Explanation {
        let weights = reading.weights(self)
        let row = zip(chained(weights, matrices), weights).map { max(0, $0 - $1) }
        let map = map(row)
        let isEmpty = map.values.allSatisfy { $0 == 0 }
        return Explanation(map, notes: isEmpty ? ["The map is empty: no attention speaks for the class."] : [])
    }
}
#endif
