#if NativeLibraries
import Tensor

/// Maps weighted by their positive gradients, each position's by how much of the score it accounts for.
///
/// Chattopadhay et al. 2018, DOI 10.1109/WACV.2018.00097, equations 5, 7 and 19: w_k = Σ α_k relu(g_k) with
/// α = g² / (2g² + ΣA g³). As in the authors' code, the higher derivatives are those of exp(y), whose common factor is
/// left out.
struct GradCAMPlusPlus: Explainer {
    static let traits = ExplainerTraits(
        id: "grad-cam++",
        name: "Grad-CAM++",
        family: .classActivation,
        paper: "Chattopadhay et al. 2018, DOI 10.1109/WACV.2018.00097",
        need: .gradient,
        isSigned: false,
        usesLayer: true,
        parameters: PositionWeights.parameters,
        map: MapSteps(.sum, .positive)
    )

    private let weights: PositionWeights

    init(_ parameters: ParameterValues) { weights = PositionWeights(parameters) }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1, backward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let layer = try await subject.activationLayer()
        let (maps, gradients) = try await subject.mapsAndGradients(layer)
        let result = (0..<layer.channels).map { channel in
            let own = gradients.channel(channel)
            return weights.weight(own.count, sum: maps.channel(channel).reduce(0) { $0 + Double($1) }) { position in
                let first = Double(own[own.startIndex + position])
                return (first, first * first, first * first * first)
            }
        }
        return maps.weighted(by: result).rectified()
    }
}

/// The weights of Grad-CAM++ and of its smoothed form, from derivatives of a channel.
struct PositionWeights {
    static let parameters: [ParameterSpecification] = [
        .number("epsilon", 0...1, 1e-6, "is added to the denominator of α; 0 in the paper"),
        .flag("normalized", false, "whether the α of a channel are divided by their sum, as in the authors' code"),
    ]

    private let epsilon: Double
    private let isNormalized: Bool

    init(_ parameters: ParameterValues) {
        (epsilon, isNormalized) = (parameters.number("epsilon"), parameters.flag("normalized"))
    }

    /// Σ α relu(D¹) of one channel, α = D² / (2D² + ΣA D³ + ε), and 0 where a position has no gradient.
    ///
    /// - Parameters:
    ///   - count: How many positions there are.
    ///   - sum: ΣA.
    ///   - derivatives: D¹, D² and D³ of a position.
    @inline(__always)
    func weight(
        _ count: Int,
        sum: Double,
        _ derivatives: (_ position: Int) -> (first: Double, second: Double, third: Double)
    ) -> Double {
        var (weight, total) = (0.0, 0.0)
        for position in 0..<count {
            let (first, second, third) = derivatives(position)
            guard second != 0 else { continue }
            let denominator = 2 * second + sum * third + epsilon
            // Without ε, only a score that falls as fast as it rises gets here.
            guard denominator != 0, first > 0 else { continue }
            let alpha = second / denominator
            weight += alpha * first
            total += alpha
        }
        return isNormalized && total != 0 ? weight / total : weight
    }
}
#endif
