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
        /// There is no such file; perhaps one whose name differs in case or extension only.
        case missing(similar: String?)
        case folder
        case outside
    }

    /// Where a relative path leads once links are followed.
    func resolve(_ relative: String) -> Resolution {
        let url = URL(fileURLWithPath: path, isDirectory: true).appendingPathComponent(relative)
        let resolved = url.resolvingSymlinksInPath()
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: resolved.path, isDirectory: &isDirectory) else {
            // Links on the way to nothing are not followed above.
            let parent = url.deletingLastPathComponent().resolvingSymlinksInPath()
            let isInside = parent.path == path || contains(parent.path)
            return isInside && contains(resolved.path) ? .missing(similar: similar(to: relative)) : .outside
        }
        guard contains(resolved.path) else { return .outside }
        return isDirectory.boolValue ? .folder : .file(resolved.path)
    }

    private func contains(_ file: String) -> Bool {
        file.hasPrefix(path == "/" ? path : path + "/")
    }

    /// A file beside a missing one with the same name but for case and extension.
    private func similar(to relative: String) -> String? {
        func stem(_ name: String) -> String { (name as NSString).deletingPathExtension.lowercased() }
        let name = (relative as NSString).lastPathComponent
        let parent = (relative as NSString).deletingLastPathComponent
        let siblings = (try? FileManager.default.contentsOfDirectory(atPath: path + "/" + parent)) ?? []
        let match = siblings.sorted().first { stem($0) == stem(name) }
        return match.map { parent.isEmpty ? $0 : parent + "/" + $0 }
    }
}
