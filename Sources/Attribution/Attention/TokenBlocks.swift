#if NativeLibraries
import ModelGraph

extension AttentionTensors {
    /// The tokens behind each block: the last sum with a residual connection before the next block's attention.
    ///
    /// - Returns: The names of `[1,T,C]` or `[T,1,C]`.
    /// - Throws: ``AttributionError`` `notApplicable` where blocks have no residual connections.
    func blockOutputs(towards score: String, source: String) throws -> [String] {
        guard let end = graph[score] else {
            throw AttributionError(.notApplicable, "\(source): \(score) does not depend on the picture.")
        }
        return try names.indices.map { block in
            let start = graph[names[block]] ?? 0
            let isBefore = block + 1 < names.count ? graph[names[block + 1]].map { graph.ancestors(of: $0) } : nil
            let sums = graph.bottlenecks(from: start, to: end).filter { index in
                let tensor = graph.tensors[index]
                let isSum = tensor.operatorType == "Add" && graph.inputs[index].count == 2
                let isTokens = tensor.shape.count == 3 && tensor.shape[0] * tensor.shape[1] == tokens
                return isSum && isTokens && isBefore?.contains(index) ?? true
            }
            guard let last = sums.last else {
                throw AttributionError(
                    .notApplicable,
                    "\(source): no tokens [1,\(tokens),C] with a residual connection were found behind block \(block + 1). "
                        + "Take chefer, which needs the attention alone."
                )
            }
            return graph.tensors[last].name
        }
    }
}
#endif
