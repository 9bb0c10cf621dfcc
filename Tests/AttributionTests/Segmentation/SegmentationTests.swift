#if NativeLibraries
import Tensor
import Testing

import Attribution

/// Superpixels against those of scikit-image.
@Suite struct SegmentationTests {
    /// The adjusted Rand index of two partitions: 1 where they are the same.
    static func adjustedRandIndex(_ one: [Int], _ other: [Int]) -> Double {
        func pairs(_ counts: some Sequence<Int>) -> Double { counts.reduce(0.0) { $0 + Double($1 * ($1 - 1)) / 2 } }
        var (joint, rows, columns): ([[Int]: Int], [Int: Int], [Int: Int]) = ([:], [:], [:])
        for (a, b) in zip(one, other) {
            joint[[a, b], default: 0] += 1
            rows[a, default: 0] += 1
            columns[b, default: 0] += 1
        }
        let (both, first, second) = (pairs(joint.values), pairs(rows.values), pairs(columns.values))
        let expected = first * second / pairs([one.count])
        let top = (first + second) / 2
        return top == expected ? 1 : (both - expected) / (top - expected)
    }

    private func expectPartition(_ segments: Segments, like golden: String) throws {
        let labels = try PerturbationGoldens.array(golden).values.map { Int($0) }
        #expect(segments.numbers.count == labels.count)
        #expect(Set(segments.numbers) == Set(0..<segments.count))
        #expect(Self.adjustedRandIndex(segments.numbers, labels) == 1, "\(golden)")
        #expect(segments.count == Set(labels).count, "\(golden)")
        let covered = segments.runs.flatMap { run in (run.start..<run.start + run.count).map { _ in run.segment } }
        #expect(covered == segments.numbers)
    }

    @Test(arguments: [0, 1], [[4, 200, 0.2], [2, 6, 0.5]])
    func quickshiftIsScikitImagesWithoutNoise(_ picture: Int, _ options: [Double]) throws {
        let quickshift = Quickshift(kernel: options[0], maximumDistance: options[1], ratio: options[2], noise: 0)
        let segments = try quickshift.segments(of: PerturbationGoldens.array("picture-\(picture)"), seed: 0)
        try expectPartition(segments, like: "quickshift-\(picture)-\(Int(options[0]))")
    }

    @Test(arguments: [0, 1], [[50, 10], [20, 1], [7, 30]])
    func slicIsScikitImages(_ picture: Int, _ options: [Int]) throws {
        let slic = SLIC(segments: options[0], compactness: Double(options[1]))
        let segments = try slic.segments(of: PerturbationGoldens.array("picture-\(picture)"))
        try expectPartition(segments, like: "slic-\(picture)-\(options[0])")
    }

    @Test func noiseHardlyChangesQuickshift() throws {
        let picture = try PerturbationGoldens.array("picture-0")
        let still = Quickshift(noise: 0).segments(of: picture, seed: 0)
        let noisy = Quickshift().segments(of: picture, seed: 3)
        #expect(noisy == Quickshift().segments(of: picture, seed: 3))
        #expect(Self.adjustedRandIndex(still.numbers, noisy.numbers) > 0.95)
    }

    @Test(arguments: [[1, 1], [1, 9], [7, 2], [3, 40]])
    func anyPictureCanBeDivided(_ size: [Int]) throws {
        let picture = Tensor(
            shape: [3, size[0], size[1]],
            values: [Float](repeating: 0.5, count: 3 * size[0] * size[1])
        )
        for segments in [
            Quickshift().segments(of: picture, seed: 0), SLIC().segments(of: picture),
            SLIC(segments: 5).segments(of: picture), .grid(height: size[0], width: size[1], cells: 4),
        ] {
            #expect(segments.numbers.count == size[0] * size[1])
            #expect(Set(segments.numbers) == Set(0..<segments.count))
        }
    }

    @Test func gridsAreEvenWithinAPixel() {
        let segments = Segments.grid(height: 7, width: 10, cells: 3)
        #expect(segments.count == 9)
        let sizes = (0..<9).map { number in segments.numbers.count { $0 == number } }
        #expect(sizes.min() == 6 && sizes.max() == 12)
    }
}
#endif
