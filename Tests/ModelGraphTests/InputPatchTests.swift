#if NativeLibraries
import ModelGraph
import Synchronization
import Tensor
import Testing

/// Pictures with parts replaced, of which only what changes is computed.
@Suite struct InputPatchTests {
    private static func patches(_ size: Int, step: Int, side: Int = 16) -> [Model.InputPatch] {
        var generator = SeededGenerator(state: UInt64(size))
        return stride(from: 0, through: side - size, by: step).flatMap { row in
            stride(from: 0, through: side - size, by: step).map { column in
                let values = generator.spread(3 * size * size, over: -2...2)
                return Model.InputPatch(
                    row: row,
                    column: column,
                    pixels: Tensor(shape: [3, size, size], values: values)
                )
            }
        }
    }

    private static func replaced(_ picture: Tensor, _ patch: Model.InputPatch) -> [Float] {
        var values = picture.values
        let (height, width) = (picture.shape[2], picture.shape[3])
        let size = patch.pixels.shape
        for channel in 0..<3 {
            for row in 0..<size[1] {
                for column in 0..<size[2] {
                    let place = (channel * height + patch.row + row) * width + patch.column + column
                    values[place] = patch.pixels.values[(channel * size[1] + row) * size[2] + column]
                }
            }
        }
        return values
    }

    @Test(arguments: Fixture.all, [(1, 5), (4, 4), (16, 1)])
    func resultsAreThoseOfWholePictures(_ fixture: Fixture, _ grid: (size: Int, step: Int)) async throws {
        let model = try fixture.model()
        let picture = try fixture.golden("input").images([0])
        let patches = Self.patches(grid.size, step: grid.step)
        let whole = Tensor(shape: [patches.count, 3, 16, 16], values: patches.flatMap { Self.replaced(picture, $0) })
        let wanted = try await model.value(of: model.outputNames[0], at: [model.inputName(): whole])
        for batch in [32, 3] {
            let found = try await model.run(picture, replacing: patches, batch: batch)
            #expect(difference(found, wanted) <= 1e-5, "\(difference(found, wanted))")
        }
    }

    @Test func picturesThatAreRunAtOnceDoNotMix() async throws {
        let model = try #require(Fixture.all.first).model()
        let patches = Self.patches(4, step: 4)
        let pictures = try [0, 1].map { try #require(Fixture.all.first).golden("input").images([$0]) }
        var apart: [Tensor] = []
        for picture in pictures { apart.append(try await model.run(picture, replacing: patches, batch: 1)) }
        #expect(apart[0] != apart[1])
        async let first = model.run(pictures[0], replacing: patches, batch: 1)
        async let second = model.run(pictures[1], replacing: patches, batch: 1)
        let together = try await [first, second]
        #expect(together == apart)
    }

    @Test func whatIsNotFiniteIsAnError() async throws {
        let model = try #require(Fixture.all.first).model()
        let picture = try #require(Fixture.all.first).golden("input").images([0])
        let hole = Tensor(shape: [1, 3, 16, 16], values: [Float](repeating: .nan, count: 768))
        let patch = Model.InputPatch(row: 0, column: 0, pixels: Tensor(shape: [3, 1, 1], values: [0, .nan, 0]))
        for (picture, patches) in [(picture, [patch]), (hole, Self.patches(4, step: 4))] {
            let error = await #expect(throws: ModelError.self) { _ = try await model.run(picture, replacing: patches) }
            #expect(error?.code == .notFinite)
        }
    }

    @Test func progressIsTold() async throws {
        let model = try #require(Fixture.all.first).model()
        let picture = try #require(Fixture.all.first).golden("input").images([0])
        let told = Mutex<[Int]>([])
        let patches = Self.patches(4, step: 4)
        _ = try await model.run(picture, replacing: patches, batch: 6) { count in told.withLock { $0.append(count) } }
        #expect(told.withLock { $0 } == [6, 12, 16])
        let none = try await model.run(picture, replacing: [])
        #expect(none.shape == [0])
    }

    @Test func patchesThatDoNotFitAreAnError() async throws {
        let model = try #require(Fixture.all.first).model()
        let picture = Tensor(shape: [1, 3, 16, 16], values: [Float](repeating: 0, count: 768))
        for (row, column, shape) in [(13, 0, [3, 4, 4]), (0, -1, [3, 4, 4]), (0, 0, [1, 4, 4]), (0, 0, [3, 0, 4])] {
            let pixels = Tensor(shape: shape, values: [Float](repeating: 0, count: shape.reduce(1, *)))
            let patch = Model.InputPatch(row: row, column: column, pixels: pixels)
            let error = await #expect(throws: ModelError.self) { _ = try await model.run(picture, replacing: [patch]) }
            #expect(error?.code == .shapeMismatch)
            #expect(
                error?.message
                    == "A patch of \(shape) at row \(row), column \(column) does not fit a picture of [1, 3, 16, 16]."
            )
        }
        let pair = Tensor(shape: [2, 3, 16, 16], values: [Float](repeating: 0, count: 1536))
        let error = await #expect(throws: ModelError.self) {
            _ = try await model.run(pair, replacing: Self.patches(4, step: 4))
        }
        #expect(error?.message == "Patches replace parts of one picture [1,C,H,W], not of [2, 3, 16, 16].")
    }
}
#endif
