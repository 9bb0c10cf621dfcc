#if NativeLibraries
public import Attribution
public import ONNXFormat
import Synchronization
public import Tensor

/// One map of one picture with everything that metrics need to judge it.
///
/// Metrics of one evaluation share what they have in common: the deletion curve is computed once for DAUC and DC.
public final class Evaluation: Sendable {
    /// What is known of the picture whatever the map; nil where there is no network.
    private let known: PictureScores?
    /// The saliency map `[h,w]` at its own resolution, signs as they are.
    public let map: Tensor
    /// The method that made the map, and how its attributions become maps.
    public let method: (explainer: any Explainer, steps: MapSteps)?
    /// The network's file, to change its weights.
    public let file: ONNXModel?
    /// Where the object is, `[H,W]`: 1 inside, 0 outside.
    public let mask: Tensor?
    /// Where people look, `[h,w]`, not negative.
    public let humanMap: Tensor?
    /// A map to compare with, `[h,w]`.
    public let otherMap: Tensor?

    private let curves = Mutex<[PerturbationCurve: Curve]>([:])

    /// What is known of the picture whatever the map.
    ///
    /// - Precondition: A network was given, which ``MetricTraits/needs`` of metrics ask for.
    public var picture: PictureScores {
        guard let known else { preconditionFailure("The metric needs a network, and its traits do not say so.") }
        return known
    }

    /// The network, the input and the class explained.
    ///
    /// - Precondition: A network was given.
    public var subject: Subject { picture.subject }

    /// Whether there is a network.
    public var hasNetwork: Bool { known != nil }

    /// The passes through the network so far.
    public var passes: PassCount { known?.subject.log.count ?? PassCount() }

    /// Where random numbers start.
    public var seed: UInt64 { known?.subject.seed ?? 0 }

    /// Puts together what is judged.
    ///
    /// - Throws: ``MetricError`` `invalidInput` where a map or the mask is not `[h,w]` or has values that are not finite.
    public init(
        _ map: Tensor,
        of picture: PictureScores? = nil,
        method: (explainer: any Explainer, steps: MapSteps)? = nil,
        file: ONNXModel? = nil,
        mask: Tensor? = nil,
        humanMap: Tensor? = nil,
        otherMap: Tensor? = nil
    ) throws {
        let planes = [
            ("map", map), ("mask", mask), ("map of where people look", humanMap), ("map to compare with", otherMap),
        ]
        for (name, plane) in planes {
            guard let plane else { continue }
            guard plane.shape.count == 2, !plane.values.isEmpty else {
                throw MetricError(.invalidInput, "The \(name) has the shape \(plane.shape), not [height,width].")
            }
            guard plane.values.allSatisfy(\.isFinite) else {
                throw MetricError(.invalidInput, "The \(name) has values that are not finite numbers.")
            }
        }
        (known, self.map, self.method, self.file) = (picture, map, method, file)
        (self.mask, self.humanMap, self.otherMap) = (mask, humanMap, otherMap)
    }

    private let randomizedMaps = Mutex<[RandomizedMaps: [(layers: Int, map: Tensor)]]>([:])

    /// Maps of randomized networks that were made before.
    func randomized(_ key: RandomizedMaps) -> [(layers: Int, map: Tensor)]? { randomizedMaps.withLock { $0[key] } }

    /// Keeps maps of randomized networks for other metrics.
    func keep(_ maps: [(layers: Int, map: Tensor)], _ key: RandomizedMaps) {
        randomizedMaps.withLock { $0[key] = maps }
    }

    private let maskedProbabilities = Mutex<[MaskedPicture: Double]>([:])

    /// A probability that is computed at most once.
    func masked(_ key: MaskedPicture, compute: () async throws -> Double) async throws -> Double {
        if let known = maskedProbabilities.withLock({ $0[key] }) { return known }
        let found = try await compute()
        maskedProbabilities.withLock { $0[key] = found }
        return found
    }

    /// A curve that is computed at most once.
    func curve(
        _ key: PerturbationCurve,
        compute: () async throws -> Curve
    ) async throws -> Curve {
        if let known = curves.withLock({ $0[key] }) { return known }
        let curve = try await compute()
        curves.withLock { $0[key] = curve }
        return curve
    }
}
#endif
