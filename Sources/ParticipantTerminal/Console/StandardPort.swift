import Dispatch
import Foundation

/// The process's standard input and output as lines.
struct StandardPort: LinePort {
    private let reader = DispatchQueue(label: "beholder.lines")

    func readLine() async -> String? {
        // Reading blocks, so it stays off the pool that runs tasks.
        await withCheckedContinuation { continuation in
            reader.async { continuation.resume(returning: Swift.readLine()) }
        }
    }

    func show(_ text: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
    }

    func complain(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    }

    func wallClock() -> Int64 { Clock.wallMicroseconds() }
}
