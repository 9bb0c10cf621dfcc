import Imaging
import Tensor
import Testing

struct MapNormalizationTests {
    private func normalized(_ values: [Float], _ normalization: MapNormalization) throws -> [Float] {
        try normalization.normalized(Tensor(shape: [1, values.count], values: values)).values
    }

    @Test func scales() throws {
        let values: [Float] = [-2, 0, 1, 6]
        #expect(try normalized([-2, 0, 0.25, 6], MapNormalization(scale: .none)) == [0, 0, 0.25, 1])
        #expect(try normalized(values, MapNormalization(scale: .minMax)) == [0, 0.25, 0.375, 1])
        #expect(try normalized([-8, 0, 2, 4], MapNormalization(scale: .maxAbs)) == [-1, 0, 0.25, 0.5])
    }

    @Test func rectifies() throws {
        let values: [Float] = [-8, 0, 2, 4]
        #expect(try normalized(values, MapNormalization(rectification: .positive)) == [0, 0, 0.5, 1])
        #expect(try normalized(values, MapNormalization(rectification: .absolute)) == [1, 0, 0.25, 0.5])
    }

    /// Percentiles by NumPy 2.4.6, `numpy.percentile`.
    @Test func clipsAtNumPysPercentile() throws {
        for expected in try Expected.load().percentiles {
            let clipped = try normalized(expected.values, MapNormalization(clipPercentile: expected.percent))
            let least = try #require(expected.values.min())
            for (value, result) in zip(expected.values, clipped) {
                #expect(abs((min(value, expected.output) - least) / (expected.output - least) - result) < 1e-6)
            }
        }
    }

    @Test func clipsBothSignsAlike() throws {
        let values: [Float] = [-100, -1, 0, 1, 2]
        // |values| sorted: 0 1 1 2 100, so that their 75th percentile is 2.
        #expect(try normalized(values, MapNormalization(scale: .maxAbs, clipPercentile: 75)) == [-1, -0.5, 0, 0.5, 1])
    }

    /// Multiplying a map by a positive number, or adding one, leaves its picture as it was.
    @Test func minMaxIgnoresAffineChanges() throws {
        let values: [Float] = [3, -1, 0.5, 7, 2]
        let changed = values.map { 4 * $0 - 3 }
        #expect(try normalized(values, MapNormalization()) == normalized(changed, MapNormalization()))
    }

    @Test func hugeValuesDoNotOverflow() throws {
        let extreme = Float.greatestFiniteMagnitude
        #expect(try normalized([-extreme, 0, extreme], MapNormalization()) == [0, 0.5, 1])
    }

    @Test(
        arguments: [
            ([2, 2, 2], MapNormalization()), ([-1, -2, -3], MapNormalization(rectification: .positive)),
            ([-3, 3, 3], MapNormalization(rectification: .absolute)), ([0, 0, 0], MapNormalization(scale: .maxAbs)),
            ([1], MapNormalization(scale: .none)), ([2, 3, 4], MapNormalization(scale: .none)),
            ([0, 0, 0, 0, 9], MapNormalization(clipPercentile: 50)),
            ([-9, 0, 0, 0, 9], MapNormalization(scale: .maxAbs, clipPercentile: 50)),
        ] as [([Float], MapNormalization)]
    )
    func refusesConstantMaps(values: [Float], normalization: MapNormalization) {
        let error = #expect(throws: ImagingError.self) { try normalized(values, normalization) }
        #expect(error?.code == .constant)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func refusesWhatIsNotFinite(value: Float) {
        let error = #expect(throws: ImagingError.self) { try normalized([0, 1, value, .nan], MapNormalization()) }
        #expect(error?.code == .notFinite)
        #expect(error?.index == 2)
    }
}
