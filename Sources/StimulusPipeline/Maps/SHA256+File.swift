import Digest
import Foundation

extension SHA256 {
    /// The hash of a file in hex, read part by part.
    ///
    /// - Throws: `CocoaError` where the file cannot be read.
    package static func hex(ofFile path: String) throws -> String {
        var hash = SHA256()
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? file.close() }
        while let part = try file.read(upToCount: 1 << 20), !part.isEmpty { hash.update(part) }
        return hash.finalize().hex
    }
}
