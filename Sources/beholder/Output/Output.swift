import Foundation

/// Results on standard output, everything else on standard error.
enum Output {
    /// - Throws: `CocoaError` when the output is closed or its disk is full: a result must not be lost in silence.
    static func result(_ text: String) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
        } catch let error as CocoaError {
            throw CocoaError(
                error.code,
                userInfo: error.userInfo.merging([NSFilePathErrorKey: "standard output"]) { $1 }
            )
        }
    }

    static func message(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    }

    /// A value as JSON with sorted keys, so that equal results are equal bytes.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try result(String(decoding: encoder.encode(value), as: UTF8.self))
    }
}
