#if NativeLibraries
import ModelGraph
import Tensor

/// The attention probabilities of a transformer's blocks.
struct AttentionTensors {
    /// The names of `[1,heads,T,T]` or `[heads,T,T]`, in the order of the blocks.
    let names: [String]
    /// T.
    let tokens: Int
    let grid: TokenGrid
    /// The network's tensors.
    let graph: TensorGraph

    /// - Throws: ``AttributionError`` `notApplicable` where there is none or where it stays within windows.
    init(_ graph: TensorGraph, for subject: Subject) throws {
        let source = subject.classifier.model.source
        // Softmax over what each token looks at: as many as look.
        let found = graph.tensors.filter { tensor in
            let shape = tensor.shape
            guard tensor.operatorType == "Softmax", shape.count >= 3 else { return false }
            return shape[shape.count - 1] == shape[shape.count - 2] && shape[shape.count - 1] > 1
        }
        guard let tokens = found.last?.shape.last else {
            throw AttributionError(
                .notApplicable,
                "\(source) has no attention among tokens: no softmax of shape [N,heads,T,T]. Take a method that needs none; "
                    + "where its attention is a map of the picture, take tensor or attention-branch."
            )
        }
        if let windowed = found.first(where: { !Self.isWhole($0, tokens, graph) }) {
            throw AttributionError(
                .notApplicable,
                "\(source) attends within windows or over grids of several sizes, as Swin and MaxViT do (\(windowed.name) has "
                    + "the shape \(windowed.shape)): a token's attention does not reach the whole picture, so that the attention "
                    + "of blocks cannot be chained. Take a class activation or gradient method."
            )
        }
        (names, self.tokens, self.graph) = (found.map { $0.name }, tokens, graph)
        grid = TokenGrid(tokens: tokens, height: subject.height, width: subject.width, graph)
        guard grid.rows * grid.columns > 1 else {
            throw AttributionError(
                .notApplicable,
                "\(source) attends among \(tokens) tokens, which make no grid over the picture."
            )
        }
    }

    /// Whether attention is among all tokens of one picture.
    private static func isWhole(_ attention: Model.TensorDescription, _ tokens: Int, _ graph: TensorGraph) -> Bool {
        let shape = attention.shape
        guard shape.last == tokens, shape.count <= 4, shape.count == 3 || shape[0] == 1 else { return false }
        guard shape.count == 3, let start = graph[attention.name] else { return true }
        // Heads and windows may be one axis: then what is mixed by attention has more places than there are tokens.
        let behind = graph.dependents(of: start).map { graph.tensors[$0].shape }
        return behind.contains { $0.count == 3 && $0[0] * $0[1] == tokens }
    }
}

extension Subject {
    /// The attention probabilities of the network's blocks.
    ///
    /// - Throws: ``AttributionError`` `notApplicable` where it has none or where they stay within windows.
    func attention() async throws -> AttentionTensors { try AttentionTensors(try await tensorGraph(), for: self) }
}
#endif
