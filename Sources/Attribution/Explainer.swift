#if NativeLibraries
public import Tensor

/// A method that says which parts of an input a class score rests on.
public protocol Explainer: Sendable {
    /// What is known of the method before it runs.
    static var traits: ExplainerTraits { get }

    /// - Throws: ``AttributionError`` `invalidParameter` where values exclude each other.
    init(_ parameters: ParameterValues) throws

    /// The passes that it will take, counted in images.
    ///
    /// - Throws: ``AttributionError`` `notApplicable`, or `ModelError`.
    func passes(for subject: Subject) async throws -> PassCount

    /// Computes the attribution, before reduction and upsampling.
    ///
    /// - Throws: ``AttributionError``, `ModelError`, or `CancellationError`.
    func explain(_ subject: Subject) async throws -> Explanation
}

/// Passes through a network, counted in images.
public struct PassCount: Sendable, Hashable {
    /// Forward passes, those before a backward pass included.
    public var forward: Int
    /// Backward passes.
    public var backward: Int

    /// Counts passes.
    public init(forward: Int = 0, backward: Int = 0) {
        (self.forward, self.backward) = (forward, backward)
    }
}

/// What an explainer found.
public struct Explanation: Sendable {
    /// `[C,H,W]` in the input's shape for attributions to single values, `[H,W]` for masks and windows, `[h,w]` at the
    /// resolution of a layer.
    public let attribution: Tensor

    /// For methods whose attributions sum up to a difference of scores: |Σ − difference| / |difference|.
    public let convergenceDelta: Double?

    /// What a reader of the map should know, such as that it is empty.
    public let notes: [String]

    /// Puts an explanation together.
    public init(_ attribution: Tensor, convergenceDelta: Double? = nil, notes: [String] = []) {
        (self.attribution, self.convergenceDelta, self.notes) = (attribution, convergenceDelta, notes)
    }
}
#endif
