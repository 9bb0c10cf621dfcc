internal import Dispatch

/// Values of numbered resamples, computed on all cores.
///
/// A value may depend on nothing but its number, so that results do not depend on how many cores there are.
enum ResampleMap {
    /// The values, in the order of resamples.
    static func values<Value: Sendable>(_ count: Int, _ value: @Sendable (Int) -> Value) -> [Value] {
        values(count, scratch: { () }, { index, _ in value(index) })
    }

    /// The values, in the order of resamples, computed with memory that is used again.
    static func values<Scratch, Value: Sendable>(
        _ count: Int,
        scratch: @Sendable () -> Scratch,
        _ value: @Sendable (Int, inout Scratch) -> Value
    ) -> [Value] {
        let parts = min(16, count)
        var found = [[Value]](repeating: [], count: parts)
        found.withUnsafeMutableBufferPointer { buffer in
            // Each part writes its own element.
            nonisolated(unsafe) let found = buffer
            withoutActuallyEscaping(scratch) { scratch in
                withoutActuallyEscaping(value) { value in
                    DispatchQueue.concurrentPerform(iterations: parts) { part in
                        var memory = scratch()
                        found[part] = (part * count / parts..<(part + 1) * count / parts).map { value($0, &memory) }
                    }
                }
            }
        }
        return found.flatMap { $0 }
    }
}
