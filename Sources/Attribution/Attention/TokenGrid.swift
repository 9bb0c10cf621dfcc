#if NativeLibraries
import ModelGraph

/// How tokens lie over the picture: row by row, after those that stand for no place.
struct TokenGrid: Equatable {
    let rows: Int
    let columns: Int
    /// Class tokens, distillation tokens and registers before the grid.
    let special: Int

    /// The grid of a number of tokens.
    ///
    /// It is that of the patches that the network cuts the picture into, where they are found; else the largest whose
    /// patches are square, else the largest square.
    init(tokens: Int, height: Int, width: Int, _ graph: TensorGraph) {
        let patches = graph.tensors.compactMap { tensor -> (Int, Int)? in
            guard tensor.operatorType == "Conv", tensor.shape.count == 4 else { return nil }
            let (rows, columns) = (tensor.shape[2], tensor.shape[3])
            return rows * columns <= tokens && rows * columns * 2 > tokens ? (rows, columns) : nil
        }
        let even = (1...max(1, tokens)).reversed().lazy.compactMap { count -> (Int, Int)? in
            let rows = Int((Double(count) * Double(height) / Double(width)).squareRoot().rounded())
            guard rows > 0, count % rows == 0 else { return nil }
            let columns = count / rows
            let isWhole = height % rows == 0 && width % columns == 0
            return isWhole && height / rows == width / columns ? (rows, columns) : nil
        }
        let side = Int(Double(tokens).squareRoot())
        let nearlyAll = even.first.flatMap { 2 * $0.0 * $0.1 > tokens ? $0 : nil }
        (rows, columns) = patches.max { $0.0 * $0.1 < $1.0 * $1.1 } ?? nearlyAll ?? (side, side)
        special = tokens - rows * columns
    }
}
#endif
