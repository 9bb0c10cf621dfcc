#if NativeLibraries
/// What of a class a method that only asks for scores looks at.
package enum ScoreKind: String, Sendable, CaseIterable {
    /// Before the softmax.
    case logit
    case probability

    /// The parameter of an explainer that leaves the choice.
    package static func parameter(_ kind: ScoreKind) -> ParameterSpecification {
        let names = [kind.rawValue] + allCases.filter { $0 != kind }.map(\.rawValue)
        return .choice("score", names, "whether the class score is taken before the softmax or after it")
    }

    /// Reads it.
    package init(_ parameters: ParameterValues) { self = ScoreKind(rawValue: parameters.text("score")) ?? .logit }
}

extension Subject {
    /// The score of the class, of either kind, for inputs that are made a batch at a time.
    package func values(
        _ kind: ScoreKind,
        _ count: Int,
        make: (_ index: Int, _ target: UnsafeMutableBufferPointer<Float>) throws -> Void
    ) async throws -> [Double] {
        switch kind {
        case .logit: try await scores(count, make: make).map(Double.init)
        case .probability: try await probabilities(count, make: make)
        }
    }
}
#endif
