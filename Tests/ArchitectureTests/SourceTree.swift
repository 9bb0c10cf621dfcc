import Foundation

/// The files of the package as they lie on disk.
struct SourceTree {
    struct File {
        /// The path from the root of the package.
        let path: String
        let lines: [String]

        var name: String { String(path.split(separator: "/").last ?? "") }
    }

    let root: URL

    /// The package that this test belongs to.
    static let package = SourceTree(
        root: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    )

    /// The files below a folder whose names end in one of some endings, in the order of their paths.
    func files(in folder: String, endings: [String] = [".swift"]) throws -> [File] {
        let base = root.appending(path: folder)
        guard let paths = FileManager.default.enumerator(atPath: base.path) else { return [] }
        return try paths.compactMap { $0 as? String }
            .filter { path in endings.contains { path.hasSuffix($0) } && !path.split(separator: "/").contains(".build")
            }
            .sorted()
            .map { path in
                // Some fixtures are broken on purpose.
                let text = String(decoding: try Data(contentsOf: base.appending(path: path)), as: UTF8.self)
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                return File(path: "\(folder)/\(path)", lines: lines)
            }
    }
}

extension SourceTree.File {
    /// The modules that the file imports.
    var imports: Set<String> {
        var modules: Set<String> = []
        for line in lines where line.utf8.count < 200 {
            let words = line.split(separator: " ").drop { $0.hasPrefix("@") || Self.accessLevels.contains($0) }
            guard words.first == "import" else { continue }
            guard let module = words.dropFirst().first(where: { !Self.kinds.contains($0) }) else { continue }
            modules.insert(String(module.prefix { $0 != "." }))
        }
        return modules
    }

    /// The names of the types that the file declares.
    var declaredTypes: [String] {
        lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let keyword = words.firstIndex(where: { Self.kinds.contains($0) }), keyword + 1 < words.endIndex,
                words[..<keyword].allSatisfy({ $0.allSatisfy { $0.isLetter || $0 == "@" || $0 == "(" || $0 == ")" } })
            else { return nil }
            let name = words[keyword + 1].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            return name.first?.isUppercase == true ? String(name) : nil
        }
    }

    /// The numbers of the lines that hold a text.
    func lines(with text: String) -> [Int] {
        lines.indices.filter { lines[$0].utf8.firstRange(of: text.utf8) != nil }.map { $0 + 1 }
    }

    private static let accessLevels: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
    private static let kinds: Set<Substring> = [
        "struct", "class", "enum", "protocol", "actor", "typealias", "func", "var", "let",
    ]
}
