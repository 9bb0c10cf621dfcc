#if NativeLibraries
public import Attribution
import Synchronization
import Tensor

/// A picture as metrics see it: what is the same for all maps of it is computed once.
public final class PictureScores: Sendable {
    /// The network, the input and the class explained.
    public let subject: Subject

    private let known = Mutex<[Substitute: Double]>([:])
    private let whole = Mutex<Double?>(nil)

    /// Takes a picture.
    public init(_ subject: Subject) { self.subject = subject }

    /// The probability of the class for the picture as it is.
    ///
    /// - Throws: `AttributionError` or `ModelError`.
    public func probability() async throws -> Double {
        if let known = whole.withLock({ $0 }) { return known }
        let found = try await probability(of: subject.input)
        whole.withLock { $0 = found }
        return found
    }

    /// The probability of the class for what stands in place of the picture.
    func probability(of substitute: Substitute) async throws -> Double {
        if let found = known.withLock({ $0[substitute] }) { return found }
        let found = try await probability(of: substitute.input(for: subject))
        known.withLock { $0[substitute] = found }
        return found
    }

    private func probability(of input: Tensor) async throws -> Double {
        try await subject.probabilities(1) { _, target in _ = target.update(fromContentsOf: input.values) }[0]
    }
}
#endif
