#if NativeLibraries
import ModelGraph
import Tensor

/// Maps weighted by what the class score loses without them.
///
/// Desai and Ramaswamy 2020, DOI 10.1109/WACV45572.2020.9093360: w_k = (y − y_k) / y, y_k being the
/// score with map k taken out. As in pytorch-grad-cam, a map is taken out by zeros where the layer's least value is 0,
/// and by a value far below all others where it is not; the paper always takes zeros.
///
/// Only what lies behind the layer is run again. Where that is affine, as global average pooling and a linear layer
/// are, y − y_k is Σ g_k (A_k − substitute), which one backward pass gives for all maps.
struct AblationCAM: Explainer {
    static let traits = ExplainerTraits(
        id: "ablation-cam",
        name: "Ablation-CAM",
        family: .classActivation,
        paper: "Desai and Ramaswamy 2020, DOI 10.1109/WACV45572.2020.9093360",
        need: .tensor,
        isSigned: false,
        usesLayer: true,
        parameters: [
            .choice(
                "substitute",
                ["minimum", "zero"],
                "what takes the place of a map: 0, or the least value less 1e7 where that is not 0; or always 0"
            )
        ],
        map: MapSteps(.sum, .positive)
    )

    private let alwaysZero: Bool

    init(_ parameters: ParameterValues) { alwaysZero = parameters.text("substitute") == "zero" }

    func passes(for subject: Subject) async throws -> PassCount {
        let layer = try await subject.activationLayer()
        return try await isAffine(layer, subject)
            ? PassCount(forward: 1, backward: 1) : PassCount(forward: 1 + layer.channels)
    }

    func explain(_ subject: Subject) async throws -> Explanation {
        let layer = try await subject.activationLayer()
        let (value, score, losses) =
            try await isAffine(layer, subject)
            ? try await lossesFromGradients(layer, subject) : try await lossesFromRuns(layer, subject)
        guard score != 0 else {
            throw AttributionError(
                .undefined,
                "ablation-cam divides by the class score, which is 0 here. Explain another class, or take grad-cam."
            )
        }
        let maps = layer.maps(value).reshaped([layer.channels, layer.height, layer.width])
        let note = "The class score is negative, so the weights, which are shares of it, have the opposite sign."
        return maps.weighted(by: losses.map { $0 / score }).rectified(notes: score < 0 ? [note] : [])
    }

    private func isAffine(_ layer: Layer, _ subject: Subject) async throws -> Bool {
        let classifier = subject.classifier
        return try await classifier.model.isAffine(in: layer.name, of: classifier.outputName, subject.givenShapes)
    }

    private func substitute(_ value: Tensor) -> Float {
        let least = value.values.min() ?? 0
        return alwaysZero || least == 0 ? 0 : least - 1e7
    }

    /// y − y_k for every map from the gradient of y.
    private func lossesFromGradients(
        _ layer: Layer,
        _ subject: Subject
    ) async throws -> (value: Tensor, score: Double, losses: [Double]) {
        let classifier = subject.classifier
        let scores = classifier.scoreName
        let found = try await classifier.gradients(
            subject.batchOfOne,
            of: [subject.target],
            by: [layer.name],
            fetching: [layer.name, scores],
            byInput: false,
            subject.log
        )
        guard let value = found.values[layer.name], let gradient = found.gradients[layer.name],
            let all = found.values[scores]?.values
        else { throw AttributionError(.notApplicable, "The class score does not depend on \(layer.name).") }
        let substitute = Double(substitute(value))
        let losses = (0..<layer.channels).map { channel -> Double in
            var sum = 0.0
            for element in layer.elements(of: channel, among: value.values.count) {
                sum += Double(gradient.values[element]) * (Double(value.values[element]) - substitute)
            }
            return sum
        }
        return (value, try subject.score(in: all), losses)
    }

    /// y − y_k for every map from a run of what lies behind the layer.
    private func lossesFromRuns(
        _ layer: Layer,
        _ subject: Subject
    ) async throws -> (value: Tensor, score: Double, losses: [Double]) {
        let (value, score) = try await subject.valueAndScore(layer)
        let substitute = substitute(value)
        let scores = try await subject.scores(layer.channels, changing: layer, value) { channel, copy in
            for element in layer.elements(of: channel, among: copy.count) { copy[element] = substitute }
        }
        return (value, score, scores.map { score - Double($0) })
    }
}
#endif
