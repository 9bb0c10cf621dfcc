#if NativeLibraries
import Imaging
import ModelGraph
import Tensor

/// Gradient times input, and gradient times bias at every convolution and normalization, enlarged and summed.
///
/// Srinivas and Fleuret 2019, arXiv:1905.00780: S = ψ(∇_x f ∘ x) + Σ_l Σ_c ψ(f^b_c), with ψ the
/// magnitude, scaled to 0…1 and enlarged. By default every channel is scaled by itself, as the paper writes and
/// pytorch-grad-cam does; the authors' code scales a layer as a whole. Batch normalization behind a convolution is
/// merged into its bias, so that networks exported with and without it have one map; biases of linear layers have no
/// positions and no part in it.
///
/// The convergence delta is that of the decomposition itself: |Σ ∇f ∘ x + Σ f^b − f| / |f|.
struct FullGrad: Explainer {
    static let traits = ExplainerTraits(
        id: "full-grad",
        name: "FullGrad",
        family: .classActivation,
        paper: "Srinivas and Fleuret 2019, arXiv:1905.00780",
        need: .gradient,
        isSigned: false,
        parameters: [
            .choice("scaling", ["channel", "layer", "none"], "what is scaled to 0…1 by itself before all is summed")
        ],
        map: MapSteps(.sum, .positive)
    )

    private let scaling: String

    init(_ parameters: ParameterValues) { scaling = parameters.text("scaling") }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1, backward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let classifier = subject.classifier
        let image = subject.batchOfOne
        let found = try await classifier.model.biasParts(
            classifier.given(image),
            of: classifier.inputName,
            class: subject.target,
            output: classifier.outputName
        )
        subject.log.add(forward: 1, backward: 1)
        let gradient = classifier.taken(found.gradient)
        let products = Tensor(shape: image.shape, values: zip(gradient.values, image.values).map { $0 * $1 })
        var sum = products.values.reduce(0) { $0 + Double($1) }
        var map = [Double](repeating: 0, count: subject.plane)
        add(products, to: &map, subject)
        for part in found.parts {
            sum += part.sum
            if let terms = part.terms { add(terms, to: &map, subject) }
        }
        let score = Double(found.score)
        let delta = abs(sum - score) / abs(score)
        let note =
            "Gradients and biases do not make up the class score: not all behind the input is linear, ReLU or max-pooling."
        return Explanation(
            Tensor(shape: [subject.height, subject.width], values: map.map { Float($0) }),
            convergenceDelta: delta.isFinite ? delta : nil,
            notes: delta < 0.01 ? [] : [note]
        )
    }

    /// Adds ψ of every channel of `[1,C,h,w]`.
    private func add(_ part: Tensor, to map: inout [Double], _ subject: Subject) {
        let (channels, plane) = (part.shape[1], part.shape[2] * part.shape[3])
        let magnitudes = part.values.map { abs($0) }
        let (low, high) = (magnitudes.min() ?? 0, magnitudes.max() ?? 0)
        // Enlarging is linear, so channels are enlarged together.
        var sum = [Double](repeating: 0, count: plane)
        for channel in 0..<channels {
            let own = magnitudes[channel * plane..<(channel + 1) * plane]
            let (start, scale): (Double, Double) =
                switch scaling {
                case "channel": Self.scale(own.min() ?? 0, own.max() ?? 0)
                case "layer": Self.scale(low, high)
                default: (0, 1)
                }
            for (position, value) in own.enumerated() { sum[position] += (Double(value) - start) * scale }
        }
        let grid = Tensor(shape: [part.shape[2], part.shape[3]], values: sum.map { Float($0) })
        let enlarged = grid.resized(to: PixelSize(width: subject.width, height: subject.height), .bilinear)
        for (position, value) in enlarged.values.enumerated() { map[position] += Double(value) }
    }

    /// The offset and the factor that bring a range to 0…1, as pytorch-grad-cam does.
    private static func scale(_ low: Float, _ high: Float) -> (Double, Double) {
        (Double(low), 1 / (1e-7 + Double(high) - Double(low)))
    }
}
#endif
