#if NativeLibraries
import ModelGraph
import Tensor

/// The map that the attention branch of a network multiplies its features with.
///
/// Fukui, Hirakawa, Yamashita and Fujiyoshi 2019, arXiv:1812.10025.
struct AttentionBranch: Explainer {
    static let traits = ExplainerTraits(
        id: "attention-branch",
        name: "Attention Branch Network",
        family: .attention,
        paper: "Fukui et al. 2019, arXiv:1812.10025",
        need: .tensor,
        isClassDiscriminative: false,
        isSigned: false,
        parameters: [
            .text("name", "", "the tensor of the map [1,1,h,w]; without a name it is looked for")
        ],
        map: MapSteps(.sum, .signed)
    )

    private let name: String

    init(_ parameters: ParameterValues) { name = parameters.text("name") }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let found = name.isEmpty ? try await lookedFor(subject) : name
        guard let value = try await subject.values([found])[found] else {
            throw AttributionError(.notApplicable, "\(found) is not computed.")
        }
        let maps = try await subject.planes(of: value, found)
        guard maps.shape[0] == 1 else {
            throw AttributionError(
                .invalidParameter,
                "attention-branch: \(found) of shape \(value.shape) has \(maps.shape[0]) channels; the map of an attention "
                    + "branch has one. Take tensor with a channel."
            )
        }
        return Explanation(maps.plane(0), notes: name.isEmpty ? ["The map is the tensor \(found)."] : [])
    }

    /// An output of the network that is one map; else the map of a sigmoid that features are multiplied with.
    private func lookedFor(_ subject: Subject) async throws -> String {
        let graph = try await subject.tensorGraph()
        func isMap(_ index: Int) -> Bool {
            let shape = graph.tensors[index].shape
            guard shape.count == 4, shape[0] == 1 else { return false }
            // Gates of channels [1,C,1,1] are none.
            return (shape[1] == 1 && shape[2] * shape[3] > 1) || (shape[3] == 1 && shape[1] > 1 && shape[2] > 1)
        }
        let outputs = subject.classifier.model.outputNames.compactMap { graph[$0] }.filter(isMap)
        let gates = graph.tensors.indices.filter { index in
            graph.tensors[index].operatorType == "Sigmoid" && isMap(index) && Self.isFactor(index, graph)
        }
        let candidates = (outputs.isEmpty ? gates : outputs).map { graph.tensors[$0].name }
        guard let first = candidates.first else {
            throw AttributionError(
                .notApplicable,
                "\(subject.classifier.model.source) has no attention branch: no output [1,1,h,w], and no sigmoid of that shape "
                    + "that features are multiplied with. Name the tensor with name=…; `beholder model inspect` lists them."
            )
        }
        guard candidates.count == 1 else {
            throw AttributionError(
                .invalidParameter,
                "attention-branch: \(subject.classifier.model.source) has \(candidates.count) attention maps. Choose one with "
                    + "name=: \(candidates.prefix(8).joined(separator: ", "))\(candidates.count > 8 ? ", …" : ".")"
            )
        }
        return first
    }

    /// Whether a larger tensor is multiplied with a map, or with a constant and the map.
    private static func isFactor(_ index: Int, _ graph: TensorGraph) -> Bool {
        graph.consumers[index].contains { user in
            switch graph.tensors[user].operatorType {
            case "Mul":
                graph.tensors[user].shape.reduce(1, *) > graph.tensors[index].shape.reduce(1, *)
            case "Add" where graph.inputs[user].count == 1: isFactor(user, graph)
            default: false
            }
        }
    }
}
#endif
