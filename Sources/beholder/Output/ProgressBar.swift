import Foundation

/// A line on standard error that tells how far long work is; silent where standard error is no terminal.
final class ProgressBar {
    private let label: String
    private let unit: String
    private let start = ContinuousClock.now
    private var drawn: ContinuousClock.Instant?

    init(_ label: String, unit: String) {
        self.label = label
        self.unit = unit
    }

    /// Shows that `done` are done, of `total` where that is known; at most ten times a second.
    func update(_ done: Int, of total: Int? = nil) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        let now = ContinuousClock.now
        if let drawn, now - drawn < .milliseconds(100), done != total { return }
        drawn = now
        let elapsed = (now - start) / .seconds(1)
        let rate = elapsed > 0 ? Double(done) / elapsed : 0
        var line = "\(label) \(done) \(unit), \(Int(rate))/s"
        if let total {
            let width = 24
            let filled = total > 0 ? width * done / total : width
            let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
            let left = rate > 0 ? Int((Double(total - done) / rate).rounded(.up)) : 0
            line = "\(label) \(bar) \(done)/\(total) \(unit), \(Int(rate))/s, \(left) s left"
        }
        try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K\(line)".utf8))
    }

    /// Takes the line away.
    func finish() {
        guard drawn != nil else { return }
        try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K".utf8))
    }
}
