#if NativeLibraries
import ArgumentParser
import Foundation
import StimulusPipeline
import StudyModel
import StudyReport

struct CacheCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache",
        abstract: "Look after the maps that studies have computed.",
        subcommands: [CacheList.self, CacheVerify.self, CachePrune.self]
    )
}

/// Where the maps of a study are.
struct CacheOptions: ParsableArguments {
    @Argument(help: "The folder of the study definition.")
    var folder = "."

    func cache() throws -> MapCache {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isDirectory), isDirectory.boolValue else {
            throw CocoaError(.fileReadNoSuchFile, userInfo: [NSFilePathErrorKey: folder])
        }
        return MapCache(folder: URL(fileURLWithPath: folder).appending(path: StimulusPipeline.mapFolder))
    }
}

struct CacheList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the maps.")

    @OptionGroup var options: CacheOptions

    @Flag(help: "Print the maps with their provenance as JSON.")
    var json = false

    func run() throws {
        let cache = try options.cache()
        let entries = cache.names.compactMap { name in cache.read(name).map { (name, $0.entry) } }
        guard !json else {
            return try Output.json(Dictionary(uniqueKeysWithValues: entries))
        }
        var table = TextTable(
            ["map", "method", "class", "passes", "seconds", "bytes"],
            [.left, .left, .right, .right, .right, .right]
        )
        for (name, entry) in entries {
            let provenance = entry.provenance
            table.add([
                String(name.prefix(12)), provenance.method, "\(provenance.target.index)",
                "\(provenance.passes.forward + provenance.passes.backward)",
                NumberText.fixed(provenance.seconds, 2), "\(cache.size(of: name))",
            ])
        }
        try Output.result(entries.isEmpty ? "There are no maps in \(cache.folder.path)." : table.text)
    }
}

struct CacheVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that every map is whole; exit code 1 where one is not."
    )

    @OptionGroup var options: CacheOptions

    func run() throws {
        let cache = try options.cache()
        let broken = cache.names.filter { cache.read($0) == nil }
        for name in broken { try Output.result("\(cache.folder.path)/\(MapCache.file(name)) is damaged") }
        guard broken.isEmpty else { throw ExitCode.failure }
        try Output.result("\(cache.names.count) maps are whole.")
    }
}

struct CachePrune: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Take maps away: damaged ones, and those older than a number of days.",
        discussion: "A study that was created with a map needs it: prepare it again afterwards."
    )

    @OptionGroup var options: CacheOptions

    @Option(help: "Take away what is older.")
    var days: Int?

    func run() throws {
        let cache = try options.cache()
        let limit = days.map { Date().addingTimeInterval(-86_400 * Double($0)) }
        var (count, bytes) = (0, 0)
        for name in cache.names {
            let isOld = limit.map { limit in cache.date(of: name).map { $0 < limit } ?? true } ?? false
            guard isOld || cache.read(name) == nil else { continue }
            (count, bytes) = (count + 1, bytes + cache.size(of: name))
            cache.remove(name)
        }
        try Output.result("\(count) maps taken away, \(bytes) bytes.")
    }
}
#endif
