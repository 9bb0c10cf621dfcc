/// What the scores of a classifier are.
public enum ScoreKind: String, Sendable, CaseIterable {
    /// Any numbers: softmax makes probabilities of them.
    case logits
    /// Probabilities already: they are left as they are.
    case probabilities
}

/// What the scores of a model are taken for, and why.
///
/// The description decides; where it says nothing, a Softmax that ends the graph does; otherwise they are logits.
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
    /// - Throws: ``ModelInputError`` with `scoresMismatch` when the description says logits of the output of a Softmax,
    ///   to which a second softmax would be applied.
    public init(description: ScoreKind?, endsInSoftmax: Bool) throws {
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
                ? "The description says that the output is logits: softmax was applied."
                : "The description says that the output is probabilities: no softmax was applied."
            isAssumed = false
        case (nil, true):
            kind = .probabilities
            reason = "The graph ends in a Softmax, so the output is probabilities: no second softmax was applied."
            isAssumed = false
        case (nil, false):
            kind = .logits
            reason =
                "Neither the description nor a final Softmax says what the output is: logits were assumed, and softmax "
                + "was applied. Set `output.kind` in the description to be sure."
            isAssumed = true
        }
    }
}
