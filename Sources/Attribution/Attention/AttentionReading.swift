#if NativeLibraries
import Tensor

/// Whose row of a matrix among tokens becomes the map.
enum AttentionReading: String {
    /// The class token's where there are tokens before the grid, else the mean.
    case automatic = "auto"
    /// That of the first token.
    case classToken = "class-token"
    /// The mean over the tokens of the grid, for networks that average them.
    case mean

    static let parameter = ParameterSpecification.choice(
        "row",
        [Self.automatic, .classToken, .mean].map { $0.rawValue },
        "whose attention is the map: that of the class token or the mean over all places; auto finds out which there is"
    )

    init(_ parameters: ParameterValues) { self = Self(rawValue: parameters.text("row")) ?? .automatic }

    /// The weights of rows.
    func weights(_ tensors: AttentionTensors) -> [Double] {
        let special = tensors.grid.special
        let readsClassToken = self == .classToken || (self == .automatic && special > 0)
        let share = 1 / Double(tensors.tokens - special)
        return (0..<tensors.tokens).map { token in
            if readsClassToken { return token == 0 ? 1 : 0 }
            return token < special ? 0 : share
        }
    }
}

extension AttentionTensors {
    /// What a row says of the places of the grid: `[rows,columns]`.
    func map(_ row: [Double]) -> Tensor {
        Tensor(shape: [grid.rows, grid.columns], values: row.dropFirst(grid.special).map { Float($0) })
    }

    /// A matrix `[T,T]` made of the heads of a block, element by element.
    ///
    /// - Parameter combine: Makes one number of those of all heads, which it is given one after the other.
    func fused(_ value: Tensor, _ combine: (_ sum: inout Double, _ element: Float, _ head: Int) -> Void) -> [Double] {
        let size = tokens * tokens
        var result = [Double](repeating: 0, count: size)
        for head in 0..<value.values.count / size {
            for index in 0..<size { combine(&result[index], value.values[head * size + index], head) }
        }
        return result
    }

    /// mean_h relu(a ∘ b) of two values of a block's attention.
    func positiveProduct(_ a: Tensor, _ b: Tensor) -> [Double] {
        let size = tokens * tokens
        let heads = a.values.count / size
        var result = [Double](repeating: 0, count: size)
        for index in 0..<heads * size {
            result[index % size] += max(0, Double(a.values[index]) * Double(b.values[index])) / Double(heads)
        }
        return result
    }

    /// A row of the product of matrices, the last block's on the left: weights · M_L · … · M_1.
    func chained(_ weights: [Double], _ matrices: [[Double]]) -> [Double] {
        var row = weights
        for matrix in matrices.reversed() {
            var next = [Double](repeating: 0, count: tokens)
            for (token, weight) in row.enumerated() where weight != 0 {
                for other in 0..<tokens { next[other] += weight * matrix[token * tokens + other] }
            }
            row = next
        }
        return row
    }

    /// A matrix with 1 added to its diagonal: what passes a block by.
    func withIdentity(_ matrix: [Double]) -> [Double] {
        var matrix = matrix
        for token in 0..<tokens { matrix[token * (tokens + 1)] += 1 }
        return matrix
    }

    /// The values of all blocks, or their gradients.
    func inOrder(_ values: [String: Tensor]) throws -> [Tensor] {
        try names.map { name in
            guard let value = values[name] else {
                throw AttributionError(.notApplicable, "The class score does not depend on the attention \(name).")
            }
            return value
        }
    }
}
#endif
