#if NativeLibraries
import Tensor

/// Maps weighted by how much of the layer they are rare in: the share of positions k standard deviations above their
/// mean.
///
/// Fuad et al. 2020, DOI 10.1109/IPTA50016.2020.9286629. By default as pytorch-grad-cam has it, S = Σ_k mean(B_k) A_k
/// with B_k = [A_k > μ_k + k σ_k]; the paper's own sum is Σ_k μ_k B_k.
struct FEM: Explainer {
    static let traits = ExplainerTraits(
        id: "fem",
        name: "FEM",
        family: .classActivation,
        paper: "Fuad et al. 2020, DOI 10.1109/IPTA50016.2020.9286629",
        need: .tensor,
        isClassDiscriminative: false,
        isSigned: false,
        usesLayer: true,
        parameters: [
            .number("k", 0...100, 2, "how many standard deviations above its mean a rare activation is"),
            .choice(
                "combination",
                ["activations", "binary"],
                "what is summed: activations by the share of rare ones, or the paper's binary maps by mean activation"
            ),
        ],
        map: MapSteps(.sum, .positive)
    )

    private let factor: Double
    private let isBinary: Bool

    init(_ parameters: ParameterValues) {
        (factor, isBinary) = (parameters.number("k"), parameters.text("combination") == "binary")
    }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let layer = try await subject.activationLayer()
        let maps = try await subject.maps(layer)
        var weights: [Double] = []
        var marks: [Float] = []
        for channel in 0..<layer.channels {
            let own = maps.channel(channel).map(Double.init)
            let mean = own.reduce(0, +) / Double(own.count)
            let variance = own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(own.count)
            let threshold = mean + factor * variance.squareRoot()
            let rare = own.map { $0 > threshold ? Float(1) : 0 }
            if isBinary {
                weights.append(mean)
                marks += rare
            } else {
                weights.append(Double(rare.reduce(0, +)) / Double(own.count))
            }
        }
        let summed = isBinary ? Tensor(shape: maps.shape, values: marks) : maps
        return summed.weighted(by: weights).rectified()
    }
}
#endif
