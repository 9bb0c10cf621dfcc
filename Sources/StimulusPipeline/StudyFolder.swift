import Foundation

/// The folder of a study definition, out of which no file of the study may lie.
struct StudyFolder: Sendable {
    /// The folder with links resolved.
    let path: String

    init(path: String) {
        self.path = URL(fileURLWithPath: path, isDirectory: true).resolvingSymlinksInPath().path
    }

    enum Resolution {
        case file(String)
        case missing
        case outside
    }

    /// Where a relative path leads once links are followed.
    func resolve(_ relative: String) -> Resolution {
        let url = URL(fileURLWithPath: path, isDirectory: true).appendingPathComponent(relative)
        let resolved = url.resolvingSymlinksInPath().path
        guard resolved.hasPrefix(path == "/" ? path : path + "/") else { return .outside }
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: resolved, isDirectory: &isDirectory)
        return exists && !isDirectory.boolValue ? .file(resolved) : .missing
    }
}
