#if NativeLibraries
import Attribution
import Tensor
import Testing

@Suite struct FeatureAblationTests {
    @Test(arguments: PerturbationGoldens.networks, [4, 3])
    func isCaptums(_ network: String, _ cells: Int) async throws {
        let subject = try PerturbationGoldens.subject(network)
        let found = try await explain("feature-ablation", subject, ["cells": "\(cells)", "baseline": "0.25"])
        let golden = "\(PerturbationGoldens.base(network))--feature-ablation-\(cells)"
        expectAgreement(found.attribution, try PerturbationGoldens.array(golden), golden)
    }

    @Test func segmentsOfASumHaveTheirOwnSums() async throws {
        let sum = WeightedSum(channels: 3, height: 8, width: 6)
        let found = try await explain("feature-ablation", sum.subject(isChannelsLast: true), ["cells": "2"])
        let contributions = sum.contributions
        let wanted = (0..<48).map { position -> Double in
            let (row, column) = (position / 6 / 4, position % 6 / 3)
            return (0..<48).filter { $0 / 6 / 4 == row && $0 % 6 / 3 == column }.reduce(0) { $0 + contributions[$1] }
        }
        #expect(deviation(found.attribution, wanted) < 1e-5)
    }
}
#endif
