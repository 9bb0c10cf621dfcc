/// Why decoding stopped, before it is known in which file and where in it.
struct Fault: Error {
    let code: ONNXError.Code

    /// Where the reason holds, the outermost place first.
    private(set) var places: [String] = []

    /// What was found, what was expected, and what to do.
    let reason: String

    init(_ code: ONNXError.Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The fault, seen from a place around it.
    func within(_ place: String) -> Fault {
        var fault = self
        fault.places.insert(place, at: 0)
        return fault
    }

    /// The fault as callers get it.
    func error(in source: String) -> ONNXError {
        let message = ([source] + places + [reason]).joined(separator: ": ")
        return ONNXError(code, message.hasSuffix("?") ? message : message + ".")
    }
}

extension String {
    /// A name from a file as messages show it: in quotes, without control characters, at most 80 characters long.
    var quoted: String {
        let shown = unicodeScalars.prefix(80).map { scalar in
            scalar.properties.generalCategory == .control ? "\u{FFFD}" : Character(scalar)
        }
        return "'\(String(shown))\(unicodeScalars.count > 80 ? "…" : "")'"
    }
}
