import Foundation
import Tensor
import Testing

/// Expected values are those that `make_fixtures.py` gave to NumPy 2.4.6.
struct NPYFileTests {
    private static let ramp: [Float] = [-2.5, -1.25, 0, 1.25, 2.5, 3.75]

    private func path(_ name: String) -> String {
        Bundle.module.bundleURL.appending(path: "Fixtures/\(name).npy").path
    }

    @Test(arguments: [
        "little-f2", "little-f4", "little-f8", "big-f2", "big-f4", "big-f8", "fortran", "version-2", "version-3",
        "python2-longs",
    ])
    func readsFloats(name: String) throws {
        let tensor = try NPYFile.read(path(name))
        #expect(tensor == Tensor(shape: [2, 3], values: Self.ramp))
        #expect(try NPYFile.shape(of: path(name)) == [2, 3])
    }

    @Test(arguments: ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"])
    func readsIntegers(kind: String) throws {
        #expect(try NPYFile.read(path("integer-\(kind)")) == Tensor(shape: [2, 3], values: [0, 1, 2, 100, 7, 3]))
    }

    @Test func readsBooleans() throws {
        #expect(try NPYFile.read(path("boolean")) == Tensor(shape: [2, 3], values: [1, 0, 1, 0, 0, 1]))
    }

    @Test func bringsFortranOrderToC() throws {
        #expect(try NPYFile.read(path("fortran-3d")) == Tensor(shape: [2, 3, 4], values: (0..<24).map(Float.init)))
    }

    @Test func readsEveryRank() throws {
        #expect(try NPYFile.read(path("scalar")) == Tensor(shape: [], values: [3.5]))
        #expect(try NPYFile.read(path("vector")) == Tensor(shape: [3], values: [1, 2, 3]))
        #expect(try NPYFile.read(path("empty")) == Tensor(shape: [0, 4], values: []))
    }

    @Test func keepsSpecialValues() throws {
        let values = try NPYFile.read(path("special")).values
        #expect(values[0].isNaN)
        #expect(values[1...2] == [.infinity, -.infinity])
        #expect(values[3].sign == .minus)
    }

    @Test(arguments: [
        ("bad-structured", NPYError.Code.unsupportedElement), ("bad-complex", .unsupportedElement),
        ("bad-object", .unsupportedElement), ("bad-truncated", .sizeMismatch), ("bad-trailing", .sizeMismatch),
        ("bad-bomb", .tooLarge), ("bad-overflow", .tooLarge), ("bad-extent", .invalidHeader),
        ("bad-negative", .invalidHeader), ("bad-order", .invalidHeader), ("bad-version", .unsupportedVersion),
        ("bad-key", .invalidHeader), ("bad-rank", .invalidHeader), ("bad-long-header", .invalidHeader),
        ("bad-magic", .notNPY), ("bad-cut-header", .invalidHeader), ("bad-nothing", .notNPY),
        ("bad-nested", .invalidHeader), ("missing", .unreadable),
    ])
    func refusesHostileFiles(name: String, code: NPYError.Code) throws {
        let error = #expect(throws: NPYError.self) { try NPYFile.read(path(name)) }
        #expect(error?.code == code)
        #expect(error?.message.contains("\(name).npy") == true)
    }

    @Test func refusesFolders() throws {
        let error = #expect(throws: NPYError.self) { try NPYFile.read(Bundle.module.bundleURL.path) }
        #expect(error?.code == .unreadable)
    }

    @Test func limitIsTheCallers() throws {
        let error = #expect(throws: NPYError.self) { try NPYFile.read(path("little-f4"), elementLimit: 5) }
        #expect(error?.code == .tooLarge)
    }

    @Test func writesWhatNumPyWrites() throws {
        let file = try Data(contentsOf: URL(fileURLWithPath: path("little-f4")))
        #expect(NPYFile.encode(Tensor(shape: [2, 3], values: Self.ramp)) == Array(file))
        let vector = try Data(contentsOf: URL(fileURLWithPath: path("vector")))
        #expect(NPYFile.encode(Tensor(shape: [3], values: [1, 2, 3])) == Array(vector))
    }

    @Test(arguments: [[], [1], [4], [0, 3], [2, 1, 3], [1, 1, 5, 7]])
    func readsWhatItWrote(shape: [Int]) throws {
        let count = shape.reduce(1, *)
        let tensor = Tensor(shape: shape, values: (0..<count).map { Float($0) / 7 - 1 })
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).npy").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try NPYFile.write(tensor, to: path)
        #expect(try NPYFile.read(path) == tensor)
    }

    @Test func writingToAMissingFolderIsAnError() throws {
        let error = #expect(throws: NPYError.self) {
            try NPYFile.write(Tensor(shape: [], values: [1]), to: "/nonexistent/folder/a.npy")
        }
        #expect(error?.code == .unreadable)
    }

    /// Whatever the bytes, reading ends with a tensor or with an error of this format.
    @Test(arguments: ["little-f4", "fortran-3d", "version-3", "boolean", "bad-structured"])
    func survivesDamage(name: String) throws {
        let original = Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
        var random = SeededGenerator(state: 1)
        for _ in 0..<2_000 {
            let bytes = random.damaged(original)
            do {
                let tensor = try NPYFile.decode(bytes, elementLimit: 1_000_000)
                #expect(tensor.values.count == tensor.shape.reduce(1, *))
            } catch {
                #expect(error is NPYError)
            }
        }
    }
}
