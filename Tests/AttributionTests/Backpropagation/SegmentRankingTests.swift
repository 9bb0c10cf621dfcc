#if NativeLibraries
import Attribution
import Tensor
import Testing

@Suite struct SegmentRankingTests {
    @Test(arguments: [(50, 20), (200, 40)])
    func segmentsAreScikitImages(_ scale: Int, _ least: Int) throws {
        let picture = try SmallNetwork.golden("segments--picture")
        let segmentation = FelzenszwalbSegmentation(scale: Double(scale), minimumSize: least)
        let found = segmentation.labels(picture)
        let wanted = try SmallNetwork.golden("segments--felzenszwalb-\(scale)").values.map { Int($0) }
        // The same parts under whatever numbers.
        var names: [Int: Int] = [:]
        for (a, b) in zip(found, wanted) {
            #expect(names[a, default: b] == b)
            names[a] = b
        }
        #expect(Set(names.values).count == names.count)
        #expect(names.count > 3)
    }

    @Test func segmentsAreRankedAsByPAIR() throws {
        let density = try SmallNetwork.golden("segments--density")
        let masks = try [50, 200].flatMap { scale in
            let labels = try SmallNetwork.golden("segments--felzenszwalb-\(scale)").values.map { Int($0) }
            return XRAI.masks(labels, 40, 56, dilation: 0)
        }
        let found = XRAI.grown(masks, density.values.map(Double.init), minimumArea: 50)
        let wanted = try SmallNetwork.golden("segments--xrai").values
        for (a, b) in zip(found, wanted) { #expect(abs(Float(a) - b) < 1e-5) }
    }

    @Test func segmentsAreWidenedByADisk() {
        var labels = [Int](repeating: 0, count: 49)
        labels[24] = 1
        let masks = XRAI.masks(labels, 7, 7, dilation: 2)
        let wanted = (0..<49).filter { ($0 / 7 - 3) * ($0 / 7 - 3) + ($0 % 7 - 3) * ($0 % 7 - 3) <= 4 }
        #expect(masks[1].sorted() == wanted)
        #expect(masks[0].count == 49)
    }

    @Test func whatNoSegmentCoversHasItsMean() {
        let found = XRAI.grown([[0, 1], [2]], [3, 1, 9, 5], minimumArea: 2)
        #expect(found == [2, 2, 7, 7])
        #expect(XRAI.grown([], [1, 3], minimumArea: 1) == [2, 2])
    }
}
#endif
