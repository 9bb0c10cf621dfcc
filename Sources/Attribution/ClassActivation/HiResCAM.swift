#if NativeLibraries
import Tensor

/// Activation times gradient, summed over channels.
///
/// Draelos and Carin 2020, arXiv:2011.08891: S = ReLU(Σ_k g_k ∘ A_k). Where all behind the layer is linear,
/// the map before its ReLU sums up to the class score but for a constant.
///
/// Before a layer normalization, whose result does not depend on a token's length, the sum is 0 at every position; what
/// rounding leaves of it is then no map, and set to 0.
struct HiResCAM: Explainer {
    static let traits = ExplainerTraits(
        id: "hires-cam",
        name: "HiResCAM",
        family: .classActivation,
        paper: "Draelos and Carin 2020, arXiv:2011.08891",
        need: .gradient,
        isSigned: false,
        usesLayer: true,
        map: MapSteps(.sum, .positive)
    )

    init(_ parameters: ParameterValues) {}

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1, backward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let layer = try await subject.activationLayer()
        let (maps, gradients) = try await subject.mapsAndGradients(layer)
        let sum = maps.summed(with: gradients) { value, gradient in gradient * value }
        let terms = maps.summed(with: gradients) { value, gradient in abs(gradient * value) }
        // Gradients are good to about 1e-6 of the terms.
        let isRounding = zip(sum.values, terms.values).allSatisfy { abs($0) <= 1e-5 * $1 }
        guard isRounding, terms.values.contains(where: { $0 > 0 }) else { return sum.rectified() }
        return Explanation(
            Tensor(shape: sum.shape, values: sum.values.map { _ in 0 }),
            notes: [
                "The map is empty: at every position of \(layer.name), activation times gradient adds up to 0, as it "
                    + "does before a layer normalization. Choose another layer, or take layer-cam."
            ]
        )
    }
}
#endif
