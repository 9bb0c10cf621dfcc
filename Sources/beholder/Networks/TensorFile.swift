import Foundation
import Tensor

/// A tensor as a result.
enum TensorFile {
    /// Writes an `.npy` file, which appears when it is complete, and says so.
    /// - Throws: `CocoaError` with the path.
    static func write(_ tensor: Tensor, to path: String, as name: String) throws {
        try Data(NPYFile.encode(tensor)).write(to: URL(fileURLWithPath: path), options: .atomic)
        Output.message("Wrote \(path): \(name) \(tensor.shape)")
    }
}
