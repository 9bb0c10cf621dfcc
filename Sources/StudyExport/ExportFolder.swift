import Foundation

/// A folder that is filled under a temporary name and moved into place when it is complete.
///
/// Where a folder is there already, each file is moved over its namesake and all else stays: `--force` on the wrong
/// folder loses nothing.
enum ExportFolder {
    static func filling<Result>(_ target: URL, force: Bool, _ body: (URL) throws -> Result) throws -> Result {
        let files = FileManager.default
        let target = target.resolvingSymlinksInPath()
        let isOccupied = try isOccupied(target)
        if isOccupied, !force {
            throw ExportError(
                .notEmpty,
                "\(target.path) is not empty; choose another folder, or give --force to replace what is there"
            )
        }
        let parent = target.deletingLastPathComponent()
        let partial = parent.appending(path: ".\(target.lastPathComponent).\(UUID().uuidString.prefix(8)).partial")
        do {
            try files.createDirectory(at: partial, withIntermediateDirectories: true)
        } catch {
            throw ExportError(.unwritable, "\(parent.path) cannot be written: \(error.localizedDescription)")
        }
        do {
            let result = try body(partial)
            if files.fileExists(atPath: target.path) {
                try replace(target, with: partial)
            } else {
                try files.moveItem(at: partial, to: target)
            }
            return result
        } catch {
            try? files.removeItem(at: partial)
            throw error
        }
    }

    /// Moves each written file over its namesake; whatever else is in the folder stays untouched.
    private static func replace(_ target: URL, with partial: URL) throws {
        let files = FileManager.default
        for name in try files.contentsOfDirectory(atPath: partial.path).sorted() {
            let (source, destination) = (partial.appending(path: name), target.appending(path: name))
            guard rename(source.path, destination.path) == 0 else {
                throw ExportError(
                    .unwritable,
                    "\(destination.path) cannot be replaced: \(String(cString: strerror(errno)))"
                )
            }
        }
        try files.removeItem(at: partial)
    }

    private static func isOccupied(_ target: URL) throws -> Bool {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: target.path, isDirectory: &isDirectory) else { return false }
        guard isDirectory.boolValue else {
            throw ExportError(.unwritable, "\(target.path) is a file; give the path of a folder")
        }
        return try !FileManager.default.contentsOfDirectory(atPath: target.path).isEmpty
    }
}
