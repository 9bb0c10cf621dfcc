#if NativeLibraries
import ArgumentParser

/// Parameters as they stand on a command line: NAME=VALUE, or METHOD.NAME=VALUE where there are several methods.
struct ParameterAssignments {
    private var byMethod: [String: [String: String]] = [:]

    /// - Throws: `ValidationError` for what is no assignment.
    init(_ entries: [String]) throws {
        for entry in entries {
            guard let equals = entry.firstIndex(of: "="), let dot = entry[..<equals].firstIndex(of: "."),
                dot > entry.startIndex
            else {
                throw ValidationError("--set takes METHOD.NAME=VALUE, such as rise.samples=4000, not \(entry).")
            }
            let (method, name) = (String(entry[..<dot]), String(entry[entry.index(after: dot)..<equals]))
            byMethod[method, default: [:]][name] = String(entry[entry.index(after: equals)...])
        }
    }

    /// NAME=VALUE for one method.
    static func single(_ entries: [String]) throws -> [String: String] {
        var given: [String: String] = [:]
        for entry in entries {
            guard let equals = entry.firstIndex(of: "="), equals > entry.startIndex else {
                throw ValidationError("--set takes NAME=VALUE, such as samples=4000, not \(entry).")
            }
            given[String(entry[..<equals])] = String(entry[entry.index(after: equals)...])
        }
        return given
    }

    subscript(method: String) -> [String: String] { byMethod[method] ?? [:] }
}
#endif
