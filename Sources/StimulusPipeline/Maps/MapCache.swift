import Digest
package import Foundation
package import StudyModel
package import Tensor

/// Maps on disk by what they were made from, so that each is computed once.
///
/// An entry is two files, the attribution and its provenance; the second is written last, and both appear when they are
/// complete. A process that computes an entry holds a lock on it, for which others wait.
package struct MapCache: Sendable {
    /// What a map follows from; two that are equal have the same map.
    package struct Key: Codable, Sendable, Hashable {
        /// SHA-256 of the model's file and of the picture's.
        package let model: String
        package let image: String
        /// How the picture becomes an input: the description, its keys sorted.
        package let preparation: String
        package let method: String
        package let methodVersion: Int
        package let parameters: [String: String]
        package let target: String
        package let layer: String?
        package let seed: UInt64
        /// SHA-256 of the other picture that the method needs.
        package let otherImage: String?

        package init(
            model: String,
            image: String,
            preparation: String,
            method: String,
            methodVersion: Int,
            parameters: [String: String],
            target: String,
            layer: String?,
            seed: UInt64,
            otherImage: String?
        ) {
            (self.model, self.image, self.preparation) = (model, image, preparation)
            (self.method, self.methodVersion, self.parameters) = (method, methodVersion, parameters)
            (self.target, self.layer, self.seed, self.otherImage) = (target, layer, seed, otherImage)
        }

        /// SHA-256 of the key as JSON with sorted keys, in hex.
        package var name: String {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            // Strings and numbers alone are always encoded.
            return SHA256.hash((try? encoder.encode(self)) ?? Data()).hex
        }
    }

    /// What is kept beside an attribution.
    package struct Entry: Codable, Sendable, Equatable {
        package let key: Key
        package let provenance: MapProvenance
        /// SHA-256 of the attribution's file.
        package let sha256: String
    }

    /// A map that is there.
    package struct Found: Sendable {
        package let attribution: Tensor
        package let entry: Entry
        /// Whether it was computed for this call.
        package let isNew: Bool
    }

    package let folder: URL

    /// A cache in a folder, which is made when the first map is.
    package init(folder: URL) {
        self.folder = folder
    }

    /// The map of a key, computed where it is not there.
    ///
    /// - Throws: What `compute` throws, or `CocoaError` where the folder cannot be written to.
    package func map(
        _ key: Key,
        compute: () async throws -> (attribution: Tensor, provenance: MapProvenance)
    ) async throws -> Found {
        if let found = read(key.name) { return found }
        try FileManager.default.createDirectory(
            at: place(key.name, "").deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        let lock = try await FileLock.taking(place(key.name, "lock").path)
        defer { lock.release() }
        // Another process may have been first.
        if let found = read(key.name) { return found }
        let (attribution, provenance) = try await compute()
        let bytes = Data(NPYFile.encode(attribution))
        let entry = Entry(key: key, provenance: provenance, sha256: SHA256.hash(bytes).hex)
        try bytes.write(to: place(key.name, "npy"), options: .atomic)
        try write(entry)
        return Found(attribution: attribution, entry: entry, isNew: true)
    }

    private func write(_ entry: Entry) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(entry).write(to: place(entry.key.name, "json"), options: .atomic)
    }

    /// Adds to what is known of a map that is there.
    ///
    /// - Throws: `CocoaError` where the folder cannot be written to.
    package func add(_ variability: MapProvenance.SeedVariability, to found: Found) throws -> Found {
        var provenance = found.entry.provenance
        provenance.seedVariability = variability
        let entry = Entry(key: found.entry.key, provenance: provenance, sha256: found.entry.sha256)
        try write(entry)
        return Found(attribution: found.attribution, entry: entry, isNew: found.isNew)
    }

    /// The names of all entries.
    package var names: [String] {
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return folders.filter { $0.count == 2 }.flatMap { part -> [String] in
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: part).path)) ?? []
            return files.filter { $0.hasSuffix(".json") }.map { part + $0.dropLast(5) }
        }.sorted()
    }

    /// An entry by its name; nil where it is not there or is not whole.
    package func read(_ name: String) -> Found? {
        guard let data = try? Data(contentsOf: place(name, "json")),
            let entry = try? JSONDecoder().decode(Entry.self, from: data),
            let bytes = try? Data(contentsOf: place(name, "npy")), SHA256.hash(bytes).hex == entry.sha256,
            let attribution = try? NPYFile.read(place(name, "npy").path)
        else { return nil }
        return Found(attribution: attribution, entry: entry, isNew: false)
    }

    /// The bytes that an entry takes.
    package func size(of name: String) -> Int {
        ["npy", "json"].reduce(0) { sum, ending in
            let attributes = try? FileManager.default.attributesOfItem(atPath: place(name, ending).path)
            return sum + ((attributes?[.size] as? Int) ?? 0)
        }
    }

    /// When an entry was made.
    package func date(of name: String) -> Date? {
        try? FileManager.default.attributesOfItem(atPath: place(name, "json").path)[.modificationDate] as? Date
    }

    /// Takes an entry away.
    package func remove(_ name: String) {
        // The provenance first: without it there is no entry.
        for ending in ["json", "npy", "lock"] { try? FileManager.default.removeItem(at: place(name, ending)) }
    }

    /// The file of an entry's map, relative to the cache's folder.
    package static func file(_ name: String, _ ending: String = "npy") -> String {
        "\(name.prefix(2))/\(name.dropFirst(2)).\(ending)"
    }

    private func place(_ name: String, _ ending: String) -> URL {
        folder.appending(path: Self.file(name, ending))
    }
}
