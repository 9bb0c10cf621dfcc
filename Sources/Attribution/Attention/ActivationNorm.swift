#if NativeLibraries
import Foundation
import Tensor

/// How strongly a layer responds at each place: the norm of its features there.
///
/// What Gomez, Ling, Fréour and Mouchère 2021, arXiv:2106.02566, show of a network that pools its features, and weight
/// the maps of its attention with.
struct ActivationNorm: Explainer {
    static let traits = ExplainerTraits(
        id: "activation-norm",
        name: "Activation norm",
        family: .attention,
        paper: "Gomez et al. 2021, arXiv:2106.02566",
        need: .tensor,
        isClassDiscriminative: false,
        isSigned: true,
        usesLayer: true,
        parameters: [.choice("over-channels", ["l2", "mean"], "the Euclidean norm of the features, or their mean")],
        map: MapSteps(.sum, .signed)
    )

    private let takesMean: Bool

    init(_ parameters: ParameterValues) { takesMean = parameters.text("over-channels") == "mean" }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let layer = try await subject.activationLayer()
        let maps = try await subject.maps(layer)
        if takesMean {
            let weights = [Double](repeating: 1 / Double(layer.channels), count: layer.channels)
            return Explanation(maps.weighted(by: weights))
        }
        return Explanation(Tensor(shape: [layer.height, layer.width], values: maps.norms.map { Float($0) }))
    }
}

extension Tensor {
    /// √(Σ_k A_k²) of maps `[K,h,w]` at each place.
    var norms: [Double] {
        let plane = shape[1] * shape[2]
        var squares = [Double](repeating: 0, count: plane)
        for (index, value) in values.enumerated() { squares[index % plane] += Double(value) * Double(value) }
        return squares.map { $0.squareRoot() }
    }
}
#endif
