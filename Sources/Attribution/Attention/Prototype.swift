#if NativeLibraries
import Foundation
import ModelGraph
import Tensor

/// Where a picture resembles the prototypes that speak for a class.
///
/// ProtoPNet: Chen et al. 2019, arXiv:1806.10574, whose last layer weighs the largest similarity of each prototype.
/// ProtoTree: Nauta et al. 2021, arXiv:2012.02046, where a prototype's weight depends on the way through the tree.
/// The weight is the gradient of the class score by the similarity: the last layer's own where that is linear.
struct Prototype: Explainer {
    static let traits = ExplainerTraits(
        id: "prototype",
        name: "Prototype similarity",
        family: .attention,
        paper: "Chen et al. 2019, arXiv:1806.10574; Nauta et al. 2021, arXiv:2012.02046",
        need: .gradient,
        isSigned: true,
        parameters: [
            .text("name", "", "the tensor [1,prototypes,h,w]; without a name it is looked for"),
            .choice("values", ["similarity", "distance"], "what a named tensor holds; distances are squared"),
            .choice(
                "prototypes",
                ["weighted", "top"],
                "all by their weights for the class, or the one that adds most to its score"
            ),
            .number("epsilon", 1e-12...1, 1e-4, "ε of the similarity log((d + 1) / (d + ε)) of a distance d"),
        ],
        map: MapSteps(.sum, .positive)
    )

    private let name: String
    private let holdsDistances: Bool
    private let takesTop: Bool
    private let epsilon: Double

    init(_ parameters: ParameterValues) {
        name = parameters.text("name")
        holdsDistances = parameters.text("values") == "distance"
        takesTop = parameters.text("prototypes") == "top"
        epsilon = parameters.number("epsilon")
    }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1, backward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let (name, isDistance) = name.isEmpty ? try await lookedFor(subject) : (name, holdsDistances)
        let found = try await subject.classifier.gradients(
            subject.batchOfOne,
            of: [subject.target],
            by: [name],
            fetching: [name],
            byInput: false,
            subject.log
        )
        guard let value = found.values[name], let gradient = found.gradients[name], value.shape.count == 4 else {
            let shape = found.values[name]?.shape ?? []
            throw AttributionError(
                .notApplicable,
                "prototype: \(name) has the shape \(shape); similarities to prototypes have [1,prototypes,h,w]."
            )
        }
        let (count, plane) = (value.shape[1], value.shape[2] * value.shape[3])
        let maps = value.values.map { isDistance ? Float(similarity(Double($0))) : $0 }
        var weights = (0..<count).map { prototype -> Double in
            (prototype * plane..<(prototype + 1) * plane).reduce(0) { sum, index in
                let slope = isDistance ? slope(Double(value.values[index])) : 1
                return slope == 0 ? sum : sum + Double(gradient.values[index]) / slope
            }
        }
        let additions = weights.indices.map { prototype in
            weights[prototype] * Double(maps[prototype * plane..<(prototype + 1) * plane].max() ?? 0)
        }
        let top = additions.indices.max { additions[$0] < additions[$1] } ?? 0
        var notes = self.name.isEmpty ? ["The similarities are those of the tensor \(name)."] : []
        notes.append("Prototype \(top) adds most to the score: \(additions[top]).")
        if takesTop { weights = weights.indices.map { $0 == top ? 1 : 0 } }
        let similarities = Tensor(shape: [count, value.shape[2], value.shape[3]], values: maps)
        return Explanation(similarities.weighted(by: weights), notes: notes)
    }

    private func similarity(_ distance: Double) -> Double {
        log((max(0, distance) + 1) / (max(0, distance) + epsilon))
    }

    private func slope(_ distance: Double) -> Double {
        1 / (max(0, distance) + 1) - 1 / (max(0, distance) + epsilon)
    }

    /// The last maps of which the largest or, of distances, the smallest values alone go on to the classes.
    private func lookedFor(_ subject: Subject) async throws -> (name: String, isDistance: Bool) {
        let graph = try await subject.tensorGraph()
        for index in graph.tensors.indices.reversed() {
            let tensor = graph.tensors[index]
            guard ["GlobalMaxPool", "MaxPool", "ReduceMax", "ReduceMin"].contains(tensor.operatorType ?? ""),
                let input = graph.inputs[index].first, graph.tensors[input].shape.count == 4,
                graph.tensors[input].shape[2...].reduce(1, *) > 1,
                tensor.shape.reduce(1, *) == graph.tensors[input].shape[1]
            else { continue }
            if tensor.operatorType == "ReduceMin" { return (graph.tensors[input].name, true) }
            // The largest of negative distances.
            let source = graph.inputs[input].first
            guard graph.tensors[input].operatorType == "Neg", let source else {
                return (graph.tensors[input].name, false)
            }
            return (graph.tensors[source].name, true)
        }
        throw AttributionError(
            .notApplicable,
            "\(subject.classifier.model.source) has no prototypes: no maps of which the largest value alone goes on to the "
                + "classes. Name the tensor with name=…; `beholder model inspect` lists them."
        )
    }
}
#endif
