import Foundation

/// The package as `swift package dump-package` describes it.
struct Manifest {
    struct Target {
        let name: String
        let type: String
        /// The folder of the sources, from the root of the package.
        let folder: String
        let dependencies: Set<String>
    }

    let targets: [Target]

    /// Asks the package manager, in a scratch folder of its own, so that a build that runs is not disturbed.
    /// - Returns: `nil` when there is no `swift` to ask.
    /// - Throws: ``ManifestError`` when it fails or takes longer than two minutes.
    static func load(_ root: URL) throws -> Manifest? {
        guard let swift = Self.swift else { return nil }
        let scratch = FileManager.default.temporaryDirectory.appending(path: "ArchitectureTests-\(UUID())")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        // Into a file rather than a pipe, which would have to be drained meanwhile.
        let output = scratch.appending(path: "package.json")
        _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        let process = Process()
        process.executableURL = swift
        process.arguments = [
            "package", "dump-package", "--package-path", root.path, "--scratch-path", scratch.path,
        ]
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let deadline = Date(timeIntervalSinceNow: 120)
        while process.isRunning, Date() < deadline { Thread.sleep(forTimeInterval: 0.05) }
        guard !process.isRunning else {
            process.terminate()
            throw ManifestError(description: "swift package dump-package takes longer than two minutes")
        }
        guard process.terminationStatus == 0 else {
            throw ManifestError(description: "swift package dump-package ended with \(process.terminationStatus)")
        }
        return try Manifest(json: Data(contentsOf: output))
    }

    /// The first `swift` on the search path.
    private static var swift: URL? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map { URL(fileURLWithPath: String($0)).appending(path: "swift") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    private init(json: Data) throws {
        guard let package = try JSONSerialization.jsonObject(with: json) as? [String: Any],
            let list = package["targets"] as? [[String: Any]]
        else { throw ManifestError(description: "the package has no targets") }
        targets = list.compactMap { target in
            guard let name = target["name"] as? String, let type = target["type"] as? String else { return nil }
            let dependencies = (target["dependencies"] as? [[String: Any]] ?? []).compactMap { dependency in
                // {"byName": [name, condition]}, {"target": […]} or {"product": [name, package, …]}
                dependency.values.lazy.compactMap { ($0 as? [Any])?.first as? String }.first
            }
            return Target(
                name: name,
                type: type,
                folder: target["path"] as? String ?? (type == "test" ? "Tests/\(name)" : "Sources/\(name)"),
                dependencies: Set(dependencies)
            )
        }
    }
}

/// Why the package could not be described.
struct ManifestError: Error, CustomStringConvertible {
    let description: String
}
