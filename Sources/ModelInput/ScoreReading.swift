public import Tensor

/// What the scores of a model are taken for, and why.
///
/// The description decides; where it says nothing, a Softmax that ends the graph does; then the scores themselves, which
/// are no logits where none is negative and their sum is 1; otherwise they are logits.
public struct ScoreReading: Sendable, Equatable {
    /// What the scores are taken for.
    public let kind: ScoreKind

    /// Why, as a sentence for a person.
    public let reason: String

    /// Whether the kind was assumed: neither the description nor the graph says it.
    public let isAssumed: Bool

    /// Decides what the scores of a model are.
    ///
    /// - Parameters:
    ///   - description: The kind that the description says; nil where it leaves it to the graph.
    ///   - endsInSoftmax: Whether the output comes from a Softmax.
    ///   - output: Scores of some picture, if there are any yet.
    /// - Throws: ``ModelInputError`` with `scoresMismatch` when the description says logits of the output of a Softmax,
    ///   to which a second softmax would be applied.
    public init(description: ScoreKind?, endsInSoftmax: Bool, output: Tensor? = nil) throws {
        switch (description, endsInSoftmax) {
        case (.logits, true):
            throw ModelInputError(
                .scoresMismatch,
                "The description says that the output is logits, but the graph ends in a Softmax, and a second softmax "
                    + "would flatten the probabilities. Set `output.kind` to \"probabilities\" or leave it out, or name "
                    + "the tensor before the Softmax in `output.tensor`."
            )
        case (let kind?, _):
            self.kind = kind
            reason =
                kind == .logits
                ? "The description says that the output is logits: softmax is applied."
                : "The description says that the output is probabilities: no softmax is applied."
            isAssumed = false
        case (nil, true):
            kind = .probabilities
            reason = "The graph ends in a Softmax, so the output is probabilities: no second softmax is applied."
            isAssumed = false
        case (nil, false) where output.map(Self.isDistribution) == true:
            kind = .probabilities
            reason =
                "Neither the description nor a final Softmax says what the output is, but no score is negative and their "
                + "sum is 1: probabilities were assumed, and no softmax is applied. Set `output.kind` in the "
                + "description to be sure."
            isAssumed = true
        case (nil, false):
            kind = .logits
            reason =
                "Neither the description nor a final Softmax says what the output is: logits were assumed, and softmax "
                + "was applied. Set `output.kind` in the description to be sure."
            isAssumed = true
        }
    }

    private static func isDistribution(_ output: Tensor) -> Bool {
        let sum = output.values.reduce(0) { $0 + Double($1) }
        return output.values.allSatisfy { $0 >= 0 } && abs(sum - 1) < 1e-3
    }
}
