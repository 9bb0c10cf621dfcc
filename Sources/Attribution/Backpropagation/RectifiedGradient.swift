#if NativeLibraries
import ModelGraph
import Synchronization
import Tensor

extension Subject {
    /// What a ReLU passes of a gradient: its positive part.
    enum RectifierRule {
        /// Where it was active.
        case activeGradient
        /// Everywhere.
        case anyGradient
    }

    /// The gradient of the class score with another rule for ReLUs, as an explanation that says where there are none.
    func gradient(rectifying rule: RectifierRule) async throws -> Explanation {
        let rectifiers = CallCount()
        let override: GradientOverride = { step in
            rectifiers.increment()
            let (gradient, output) = (step.outputGradient.values, step.output.values)
            let values =
                switch rule {
                case .activeGradient: gradient.indices.map { output[$0] > 0 ? max(gradient[$0], 0) : 0 }
                case .anyGradient: gradient.map { max($0, 0) }
                }
            return [Tensor(shape: step.outputGradient.shape, values: values)]
        }
        let gradient = try await gradient(overrides: [.relu: override])
        return Explanation(
            gradient,
            notes: rectifiers.value > 0 ? [] : ["The network has no ReLU; this is its plain gradient."]
        )
    }
}

/// Counts calls from any thread.
final class CallCount: Sendable {
    private let count: Mutex<Int> = Mutex(0)

    var value: Int { count.withLock { $0 } }

    /// The number of calls before.
    @discardableResult func increment() -> Int {
        count.withLock { count in
            count += 1
            return count - 1
        }
    }
}
#endif
