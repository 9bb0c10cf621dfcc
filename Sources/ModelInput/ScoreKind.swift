/// What the scores of a classifier are.
public enum ScoreKind: String, Sendable, CaseIterable {
    /// Any numbers: softmax makes probabilities of them.
    case logits
    /// Probabilities already: they are left as they are.
    case probabilities
}
