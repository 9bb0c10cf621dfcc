#if NativeLibraries
import Tensor

/// The mean over channels of a layer's maps: where the network responds at all, whatever the class.
struct MeanActivation: Explainer {
    static let traits = ExplainerTraits(
        id: "mean-activation",
        name: "Mean activation",
        family: .control,
        paper: "Control",
        need: .tensor,
        isClassDiscriminative: false,
        isSigned: true,
        usesLayer: true,
        map: MapSteps(.sum, .signed)
    )

    init(_ parameters: ParameterValues) {}

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let layer = try await subject.activationLayer()
        let share = 1 / Double(layer.channels)
        let weights = [Double](repeating: share, count: layer.channels)
        return Explanation(try await subject.maps(layer).weighted(by: weights))
    }
}
#endif
