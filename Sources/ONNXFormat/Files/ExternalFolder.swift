#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The folder of a model, in which and below which its weights may lie in files of their own.
struct ExternalFolder: Sendable {
    /// The path without symbolic links, with a slash at its end.
    private let root: String

    /// - Throws: `Fault` when the folder of the model cannot be looked up.
    init(ofModel path: String) throws {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        guard let root = Self.withoutLinks(folder) else {
            throw Fault(.unreadable, "the folder of the file cannot be looked up; check its permissions")
        }
        self.root = root.hasSuffix("/") ? root : root + "/"
    }

    /// Looks up a file with weights by its location as the model gives it, relative to the folder.
    ///
    /// - Throws: `Fault` with `externalData` when the location leads out of the folder or to no readable file.
    func file(at location: String) throws -> ExternalFile {
        let parts = location.split(separator: "/", omittingEmptySubsequences: false)
        guard !location.isEmpty, !location.utf8.contains(0), parts.first != "", !parts.contains("..") else {
            throw Fault(
                .externalData,
                "its data lie in \(location.quoted); expected a path within the folder of the model, without '..'"
            )
        }
        guard let resolved = Self.withoutLinks(root + location) else {
            throw Fault(
                .externalData,
                "its data lie in the file \(location.quoted), which is missing; put it beside the model"
            )
        }
        // Swift would call paths equal that differ in their bytes.
        guard resolved.utf8.starts(with: root.utf8) else {
            throw Fault(
                .externalData,
                "its data lie in \(location.quoted), a link that leads out of the folder of the model; copy the file there"
            )
        }
        return try ExternalFile(path: resolved, location: location)
    }

    private static func withoutLinks(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
