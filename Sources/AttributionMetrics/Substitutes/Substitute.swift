#if NativeLibraries
import Attribution
import Tensor

/// What stands in place of a pixel that is taken away.
///
/// One case a file in this folder tells how it is made.
enum Substitute: Hashable, Sendable {
    /// 0 as the network takes it: a gray after the usual normalization; the survey's program calls it black.
    case zero

    /// The input `[C,H,W]` that is nothing but substitute.
    ///
    /// - Throws: `AttributionError` where the preparation would have to be known.
    func input(for subject: Subject) throws -> Tensor {
        switch self {
        case .zero: Tensor(shape: subject.input.shape, values: [Float](repeating: 0, count: subject.input.values.count))
        }
    }
}
#endif
