#if NativeLibraries
import ModelGraph
import Tensor

/// Attention without parameters: the features most active are taken one after the other, each with what is similar to it.
///
/// Gomez, Ling, Fréour and Mouchère 2021, arXiv:2106.02566. Of the features f at places x, the i-th group is that of the
/// place p where the activity a is largest, a = ‖f‖ at first; its attention is the cosine similarity s(x) of f(x) and
/// f(p), divided by Σ_x s, by which the network averages features to the group's vector; then a ← (1 − s) a. What is
/// shown is attention weighted with ‖f‖.
struct BRNPA: Explainer {
    static let traits = ExplainerTraits(
        id: "br-npa",
        name: "BR-NPA",
        family: .attention,
        paper: "Gomez et al. 2021, arXiv:2106.02566",
        need: .tensor,
        isClassDiscriminative: false,
        isSigned: false,
        usesLayer: true,
        parameters: [
            .integer("vectors", 1...64, 3, "how many groups are formed"),
            .integer("map", 0...64, 0, "the group whose map is shown, from 1; 0 is the mean of all"),
            .text(
                "name",
                "",
                "the tensor of the attention maps [1,groups,h,w]; without a name an output called attention with the layer's "
                    + "grid, else they are computed of the layer's features"
            ),
        ],
        map: MapSteps(.sum, .positive)
    )

    private let vectors: Int
    private let group: Int
    private let name: String

    init(_ parameters: ParameterValues) {
        (vectors, group) = (parameters.integer("vectors"), parameters.integer("map"))
        name = parameters.text("name")
    }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let layer = try await subject.activationLayer()
        let name = name.isEmpty ? try await ownAttention(layer, subject) : name
        let wanted = [layer.name] + [name].compactMap { $0 }.filter { $0 != layer.name }
        let values = try await subject.values(wanted)
        guard let value = values[layer.name] else {
            throw AttributionError(.notApplicable, "\(layer.name) is not computed.")
        }
        let features = layer.maps(value).reshaped([layer.channels, layer.height, layer.width])
        let attention: [[Double]]
        if let name, let given = values[name] {
            attention = try await self.given(given, name, features, subject)
        } else {
            attention = try grouped(features, layer)
        }
        let shown = group == 0 ? attention : [attention[group - 1]]
        let map = features.norms.enumerated().map { place, norm in
            Float(norm * shown.reduce(0) { $0 + $1[place] } / Double(shown.count))
        }
        return Explanation(
            Tensor(shape: [layer.height, layer.width], values: map),
            notes: self.name.isEmpty
                ? [name.map { "The attention is the output \($0)." } ?? "The attention was computed."] : []
        )
    }

    /// An output of attention maps on the layer's grid.
    private func ownAttention(_ layer: Layer, _ subject: Subject) async throws -> String? {
        let graph = try await subject.tensorGraph()
        return subject.classifier.model.outputNames.first { output in
            guard output.lowercased().contains("attention"), let shape = graph[output].map({ graph.tensors[$0].shape })
            else {
                return false
            }
            return shape.count == 4 && shape[1] > 1 && shape[1] < layer.channels
                && shape[2...] == [layer.height, layer.width]
        }
    }

    /// Attention maps that the network computes itself.
    private func given(_ value: Tensor, _ name: String, _ features: Tensor, _ subject: Subject) async throws
        -> [[Double]]
    {
        let maps = try await subject.planes(of: value, name)
        guard Array(maps.shape.dropFirst()) == Array(features.shape.dropFirst()), group <= maps.shape[0] else {
            throw AttributionError(
                .invalidParameter,
                "br-npa: \(name) has the shape \(value.shape), the layer's features \(features.shape). Name the attention maps "
                    + "of the same grid, and choose the layer with --layer; map is 0 to \(maps.shape[0])."
            )
        }
        return (0..<maps.shape[0]).map { maps.plane($0).values.map(Double.init) }
    }

    private func grouped(_ features: Tensor, _ layer: Layer) throws -> [[Double]] {
        guard group <= vectors else {
            throw AttributionError(.invalidParameter, "br-npa: there is no map \(group) of \(vectors) groups.")
        }
        let places = layer.height * layer.width
        let norms = features.norms
        var activity = norms
        return try (0..<vectors).map { _ in
            var top = 0
            for place in 1..<max(1, places) where activity[place] > activity[top] { top = place }
            var products = [Double](repeating: 0, count: places)
            for channel in 0..<layer.channels {
                let own = Double(features.values[channel * places + top])
                for place in 0..<places where own != 0 {
                    products[place] += own * Double(features.values[channel * places + place])
                }
            }
            // As in the authors' program, features of no length are similar to none.
            let similarity = (0..<places).map { products[$0] / ((norms[$0] + 1e-5) * (norms[top] + 1e-5)) }
            let sum = similarity.reduce(0, +)
            guard sum > 0 else {
                throw AttributionError(
                    .undefined,
                    "br-npa: the features of \(layer.name) are all 0 or cancel each other out. Choose a layer behind a ReLU "
                        + "with --layer, or fewer vectors."
                )
            }
            for place in 0..<places { activity[place] *= 1 - similarity[place] }
            return similarity.map { $0 / sum }
        }
    }
}
#endif
