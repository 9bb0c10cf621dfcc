#if NativeLibraries
public import Attribution

/// A number that says how good a saliency map is, without asking anybody.
public protocol Metric: Sendable {
    /// What is known of the metric before it runs.
    static var traits: MetricTraits { get }

    /// - Throws: `AttributionError` `invalidParameter` where values exclude each other.
    init(_ parameters: ParameterValues) throws

    /// The passes that it takes by itself, counted in images; what other metrics of the same evaluation have left
    /// behind makes them fewer.
    ///
    /// - Throws: `AttributionError` or `ModelError`.
    func passes(for evaluation: Evaluation) async throws -> PassCount

    /// Computes the metric.
    ///
    /// - Throws: ``MetricError`` `missingInput`, `AttributionError`, `ModelError`, or `CancellationError`.
    func score(_ evaluation: Evaluation) async throws -> MetricScore
}

/// What a metric found.
public struct MetricScore: Sendable, Equatable {
    /// The number; nil where it is undefined.
    public let value: Double?
    /// Why there is no number, in words.
    public let undefinedReason: String?
    /// How the probability of the class went, for metrics that change the picture step by step.
    public var curve: Curve?
    /// Further figures by name, such as the share of tied pixels.
    public var details: [String: Double]

    /// A number; one that is not finite is undefined.
    public static func value(
        _ value: Double,
        curve: Curve? = nil,
        details: [String: Double] = [:]
    ) -> Self {
        guard value.isFinite else { return undefined("the computation did not give a finite number", curve: curve) }
        return Self(value: value, undefinedReason: nil, curve: curve, details: details)
    }

    /// No number, with the reason: "the map is the same everywhere".
    public static func undefined(_ reason: String, curve: Curve? = nil, details: [String: Double] = [:]) -> Self {
        Self(value: nil, undefinedReason: reason, curve: curve, details: details)
    }
}

/// The probability of a class while the picture is changed step by step.
public struct Curve: Sendable, Equatable {
    /// The share of the picture that is changed at each point, from 0.
    public let fractions: [Double]
    /// The probability of the class at each point.
    public let probabilities: [Double]
    /// The mean saliency of the pixels that each step changed, one fewer than points.
    public let saliency: [Double]
    /// The share of pixels whose saliency another pixel has too: their order is that of their index.
    public let tieShare: Double

    /// Puts a curve together.
    public init(fractions: [Double], probabilities: [Double], saliency: [Double], tieShare: Double) {
        (self.fractions, self.probabilities) = (fractions, probabilities)
        (self.saliency, self.tieShare) = (saliency, tieShare)
    }
}
#endif
