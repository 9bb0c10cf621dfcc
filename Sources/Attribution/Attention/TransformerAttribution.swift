#if NativeLibraries
import ModelGraph
import Tensor

/// Relevance propagated to the attention of all blocks, weighted by its gradient and followed back.
///
/// Chefer, Gur and Wolf 2021, "Transformer interpretability beyond attention visualization", arXiv:2012.09838, section
/// 3.3: Ā = I + mean_h relu(∇A ∘ R_A), C = Ā_L · … · Ā_1, the last block on the left, where R_A is the relevance of ``AttentionRelevance``.
///
/// Its rules divide by sums that may be almost 0: on deep networks two programs that calculate with 32 bits differ by some
/// percent of the map's maximum, as PyTorch with 32 bits does from PyTorch with 64.
struct TransformerAttribution: Explainer {
    static let traits = ExplainerTraits(
        id: "transformer-attribution",
        name: "Transformer attribution",
        family: .attention,
        paper: "Chefer, Gur and Wolf 2021, arXiv:2012.09838",
        need: .gradient,
        isSigned: false,
        parameters: [
            .integer("first-block", 1...1000, 1, "the block that the product begins with"),
            AttentionReading.parameter,
        ],
        map: MapSteps(.sum, .signed)
    )

    private let first: Int
    private let reading: AttentionReading

    init(_ parameters: ParameterValues) {
        first = parameters.integer("first-block")
        reading = AttentionReading(parameters)
    }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 2, backward: 2) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let attention = try await subject.attention()
        guard first <= attention.names.count else {
            throw AttributionError(
                .invalidParameter,
                "transformer-attribution: \(subject.classifier.model.source) has no block \(first); they are 1 to "
                    + "\(attention.names.count)."
            )
        }
        let (_, gradients) = try await subject.attentionGradients(attention)
        // The input is wanted too, so that the rules see which factors depend on the picture.
        let found = try await subject.classifier.gradients(
            subject.batchOfOne,
            of: [subject.target],
            by: attention.names,
            overrides: AttentionRelevance.rules,
            subject.log
        )
        let relevances = try attention.inOrder(found.gradients)
        let matrices = zip(relevances, gradients).map { attention.withIdentity(attention.positiveProduct($0, $1)) }
        return attention.relevance(reading, Array(matrices[(first - 1)...]))
    }
}
#endif
