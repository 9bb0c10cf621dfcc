import Foundation

/// The memory of this process.
enum ProcessMemory {
    /// The most bytes that were resident at once; 0 where the system does not say.
    static var peakResidentBytes: Int {
        #if os(Linux)
        // getrusage would count what the process was before it became this program.
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
        #else
        var usage = rusage()
        return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : 0
        #endif
    }
}
