import Foundation
import StimulusPipeline
import StudyModel
import Synchronization
import Tensor
import Testing

@Suite struct MapCacheTests {
    private final class Counter: Sendable {
        let value = Mutex(0)
    }

    private let folder = FileManager.default.temporaryDirectory.appending(path: "maps-\(UUID().uuidString)")
    private let map = Tensor(shape: [2, 2], values: [0, 1, -2.5, 1e-20])

    private func key(_ method: String = "rise", seed: UInt64 = 1) -> MapCache.Key {
        MapCache.Key(
            model: "m",
            image: "i",
            preparation: "p",
            method: method,
            methodVersion: 1,
            parameters: ["samples": "10", "cells": "7"],
            target: "3",
            layer: nil,
            seed: seed,
            otherImage: nil
        )
    }

    private var provenance: MapProvenance {
        MapProvenance(
            model: "m.onnx",
            method: "rise",
            methodVersion: 1,
            parameters: ["samples": "10"],
            target: .init(index: 3, label: "cup", probability: 0.75),
            layer: nil,
            seed: 1,
            passes: .init(forward: 10, backward: 0),
            seconds: 0.5,
            threads: 2,
            versions: ["beholder": "0"],
            convergenceDelta: nil,
            notes: []
        )
    }

    @Test func aMapIsComputedOnce() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let cache = MapCache(folder: folder)
        let first = try await cache.map(key()) { (map, provenance) }
        #expect(first.isNew)
        let second = try await cache.map(key()) {
            Issue.record("computed again")
            return (map, provenance)
        }
        #expect(!second.isNew)
        #expect(second.attribution == map)
        #expect(second.entry.provenance == provenance)
        #expect(cache.names == [key().name])
        let other = try await cache.map(key(seed: 2)) { (map, provenance) }
        #expect(other.isNew)
        #expect(cache.names.count == 2)
    }

    @Test func keysTellApartWhatMapsFollowFrom() {
        #expect(key().name == key().name)
        #expect(key().name != key("lime").name)
        #expect(key().name != key(seed: 2).name)
        #expect(key().name.count == 64)
    }

    @Test func manyAtOnceComputeAMapOnce() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let cache = MapCache(folder: folder)
        let computed = Counter()
        let (key, map, provenance) = (key(), map, provenance)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { @Sendable in
                    try await cache.map(key) {
                        computed.value.withLock { $0 += 1 }
                        try await Task.sleep(for: .milliseconds(30))
                        return (map, provenance)
                    }.isNew
                }
            }
            var fresh = 0
            for try await isNew in group where isNew { fresh += 1 }
            #expect(fresh == 1)
        }
        #expect(computed.value.withLock { $0 } == 1)
    }

    @Test func whatIsDamagedOrHalfWrittenIsComputedAgain() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let cache = MapCache(folder: folder)
        _ = try await cache.map(key()) { (map, provenance) }
        let file = folder.appending(path: MapCache.file(key().name))
        try Data("no map".utf8).write(to: file)
        #expect(cache.read(key().name) == nil)
        #expect(try await cache.map(key()) { (map, provenance) }.isNew)
        #expect(cache.read(key().name)?.attribution == map)
        // A process that is killed between the two files leaves no entry.
        try FileManager.default.removeItem(at: folder.appending(path: MapCache.file(key().name, "json")))
        #expect(cache.read(key().name) == nil)
        #expect(try await cache.map(key()) { (map, provenance) }.isNew)
    }

    @Test func aFailedComputationLeavesNothing() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        struct Failure: Error {}
        let cache = MapCache(folder: folder)
        await #expect(throws: Failure.self) { _ = try await cache.map(key()) { throw Failure() } }
        #expect(cache.names.isEmpty)
        #expect(try await cache.map(key()) { (map, provenance) }.isNew)
    }

    @Test func entriesAreTakenAway() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let cache = MapCache(folder: folder)
        _ = try await cache.map(key()) { (map, provenance) }
        #expect(cache.size(of: key().name) > 16)
        cache.remove(key().name)
        #expect(cache.names.isEmpty)
        #expect(cache.read(key().name) == nil)
    }
}

#if NativeLibraries
@Suite("How much maps vary with the seed")
struct SeedVariabilityTests {
    @Test("The same map has none")
    func same() {
        let map = Tensor(shape: [2, 2], values: [0, 1, 2, 4])
        let found = MapRecipe.variability(of: [map, map, map])
        #expect(found.seeds == 3)
        #expect(found.spearman == 1)
        #expect(found.deviation == 0)
    }

    @Test("Two maps in opposite orders, by hand")
    func opposite() throws {
        let found = MapRecipe.variability(of: [
            Tensor(shape: [1, 3], values: [0, 1, 5]), Tensor(shape: [1, 3], values: [3, 2, 1]),
        ])
        #expect(found.spearman == -1)
        // Deviations |a − b| / √2: 3, 1 and 4; means 1.5, 1.5 and 3.
        let expected: Double = 8.0 / 3.0 / 2.0.squareRoot() / 1.5
        #expect(abs(try #require(found.deviation) - expected) < 1e-12)
    }

    @Test("Maps that are the same everywhere have no correlation and no range")
    func constant() {
        let map = Tensor(shape: [2, 2], values: [1, 1, 1, 1])
        let found = MapRecipe.variability(of: [map, map])
        #expect(found.spearman == nil)
        #expect(found.deviation == nil)
    }
}
#endif
