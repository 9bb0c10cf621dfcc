#if NativeLibraries
import Foundation
import Synchronization

/// The one thread that runs networks.
///
/// OpenMP keeps a team of threads for each thread that calls it, so kernels must always come from the same one; and
/// kernels block, which Swift's own pool of threads must not.
final class ComputeThread: Sendable {
    static let shared = ComputeThread()

    private let condition = NSCondition()
    private let jobs = Mutex<[@Sendable () -> Void]>([])

    private init() {
        let thread = Thread { [self] in work() }
        thread.name = "beholder.compute"
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Runs a closure behind those that wait already.
    func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try Task.checkCancellation()
        return try await withCheckedThrowingContinuation { continuation in
            add { continuation.resume(with: Swift.Result { try body() }) }
        }
    }

    private func add(_ job: @escaping @Sendable () -> Void) {
        condition.lock()
        jobs.withLock { $0.append(job) }
        condition.signal()
        condition.unlock()
    }

    private func work() {
        while true {
            condition.lock()
            var next = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            while next == nil {
                condition.wait()
                next = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            }
            condition.unlock()
            next?()
        }
    }
}
#endif
