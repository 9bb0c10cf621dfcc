#if NativeLibraries
import Synchronization

/// Counts the passes of one explanation and tells how far it is.
public final class PassLog: Sendable {
    private let state: Mutex<PassCount> = Mutex(PassCount())
    private let progress: (@Sendable (PassCount) -> Void)?

    /// - Parameter progress: Is told the passes done, after every batch.
    public init(progress: (@Sendable (PassCount) -> Void)? = nil) {
        self.progress = progress
    }

    /// The passes so far.
    public var count: PassCount { state.withLock { $0 } }

    package func add(forward: Int = 0, backward: Int = 0) {
        let count = state.withLock { count in
            count.forward += forward
            count.backward += backward
            return count
        }
        progress?(count)
    }
}
#endif
