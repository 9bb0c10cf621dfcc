#if NativeLibraries
import SeededRandom
import Tensor

/// Grad-CAM++ with derivatives averaged over noisy copies of the input.
///
/// Omeiza et al. 2019, arXiv:1908.01224: w_k = Σ α_k relu(D¹_k) with α = D² / (2D² + ΣA D³), D¹, D²
/// and D³ being the means of g, g² and g³ over inputs x + N(0, σ²). The paper prints D¹ in the numerator of α;
/// torch-cam too takes D², as Grad-CAM++ does.
struct SmoothGradCAMPlusPlus: Explainer {
    static let traits = ExplainerTraits(
        id: "smooth-grad-cam++",
        name: "Smooth Grad-CAM++",
        family: .classActivation,
        paper: "Omeiza et al. 2019, arXiv:1908.01224",
        need: .gradient,
        isSigned: false,
        isSeeded: true,
        usesLayer: true,
        parameters: [
            .integer("samples", 1...100_000, 4, "how many noisy inputs are averaged over"),
            .number("sigma", 0...1e6, 0.3, "the standard deviation of the noise, as the network takes pixels"),
            .flag("relative", false, "whether sigma is a share of the input's own range"),
        ] + PositionWeights.parameters,
        map: MapSteps(.sum, .positive)
    )

    private let samples: Int
    private let sigma: Double
    private let isRelative: Bool
    private let weights: PositionWeights

    init(_ parameters: ParameterValues) {
        (samples, sigma) = (parameters.integer("samples"), parameters.number("sigma"))
        isRelative = parameters.flag("relative")
        weights = PositionWeights(parameters)
    }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1 + samples, backward: samples) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let layer = try await subject.activationLayer()
        let maps = try await subject.maps(layer)
        let range = (subject.input.values.max() ?? 0) - (subject.input.values.min() ?? 0)
        let scale = isRelative ? sigma * Double(range) : sigma
        let size = maps.values.count
        var powers = [[Double]](repeating: [Double](repeating: 0, count: size), count: 3)
        try await subject.forEachBatch(samples, forGradients: true) { sample, target in
            var normals = SeededGenerator(seed: subject.seed, stream: UInt64(sample))
            for (index, value) in subject.input.values.enumerated() {
                target[index] = value + Float(scale * normals.normal())
            }
        } body: { batch, _ in
            let count = batch.shape[0]
            let found = try await subject.classifier.gradients(
                batch,
                of: [Int](repeating: subject.target, count: count),
                by: [layer.name],
                byInput: false,
                subject.log
            )
            guard let gradients = found.gradients[layer.name].map(layer.maps) else {
                throw AttributionError(.notApplicable, "The class score does not depend on \(layer.name).")
            }
            for image in 0..<count {
                for index in 0..<size {
                    let gradient = Double(gradients.values[image * size + index])
                    powers[0][index] += gradient
                    powers[1][index] += gradient * gradient
                    powers[2][index] += gradient * gradient * gradient
                }
            }
        }
        let plane = layer.height * layer.width
        let result = (0..<layer.channels).map { channel -> Double in
            let means = powers.map { power in
                power[channel * plane..<(channel + 1) * plane].map { $0 / Double(samples) }
            }
            let sum = maps.channel(channel).reduce(0) { $0 + Double($1) }
            return weights.weight(means[0].count, sum: sum) { (means[0][$0], means[1][$0], means[2][$0]) }
        }
        return maps.weighted(by: result).rectified()
    }
}
#endif
