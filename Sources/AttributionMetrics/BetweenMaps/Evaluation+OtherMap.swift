#if NativeLibraries
import Tensor

extension Evaluation {
    /// The map and the one to compare with, interpolated to the finer of both.
    ///
    /// - Throws: ``MetricError`` `missingInput` where there is none.
    func pairOfMaps() throws -> (Tensor, Tensor) {
        guard let otherMap else {
            throw MetricError(.missingInput, "the metric needs a map to compare with")
        }
        return map.matched(with: otherMap)
    }
}
#endif
