#if NativeLibraries
import Attribution
import Tensor
import Testing

/// Windows that do not fit the input, other layouts, and a closed form.
@Suite struct OcclusionTests {
    @Test(arguments: PerturbationGoldens.networks, [[5, 3], [6, 6], [5, 5], [4, 4], [7, 2]])
    func isCaptums(_ network: String, _ size: [Int]) async throws {
        let subject = try PerturbationGoldens.subject(network)
        let found = try await explain("occlusion", subject, ["window": "\(size[0])", "stride": "\(size[1])"])
        let golden = "\(PerturbationGoldens.base(network))--occlusion-\(size[0])-\(size[1])"
        expectAgreement(found.attribution, try PerturbationGoldens.array(golden), golden)
    }

    @Test(arguments: [[16, 12, 5, 4], [48, 38, 15, 8], [31, 45, 15, 8]])
    func isCaptumsOnInputsThatAreNotSquare(_ size: [Int]) async throws {
        let golden = "sum--occlusion-\(size[0])-\(size[1])"
        let parameters = ["window": "\(size[2])", "stride": "\(size[3])"]
        for isChannelsLast in [false, true] {
            let subject = try WeightedSum(channels: 3, height: size[0], width: size[1])
                .subject(isChannelsLast: isChannelsLast)
            let found = try await explain("occlusion", subject, parameters)
            expectAgreement(found.attribution, try PerturbationGoldens.array(golden), golden)
        }
    }

    @Test func channelsMayComeLast() async throws {
        let sum = WeightedSum(channels: 3, height: 11, width: 7)
        let parameters = ["window": "4", "stride": "3", "baseline": "0.5"]
        let first = try await explain("occlusion", sum.subject(), parameters)
        let last = try await explain("occlusion", sum.subject(isChannelsLast: true), parameters)
        #expect(deviation(first.attribution, last.attribution.values.map(Double.init)) < 1e-5)
    }

    @Test func windowsOfOnePixelShareASumOut() async throws {
        let sum = WeightedSum(channels: 2, height: 6, width: 5)
        let found = try await explain("occlusion", sum.subject(), ["window": "1", "stride": "1"])
        #expect(deviation(found.attribution, sum.contributions) < 1e-5)
    }

    @Test func aWindowLargerThanTheInputHidesAll() async throws {
        let sum = WeightedSum(height: 6, width: 5)
        let found = try await explain("occlusion", sum.subject(), ["window": "32", "stride": "16"])
        let whole = sum.contributions.reduce(0, +)
        #expect(deviation(found.attribution, [Double](repeating: whole, count: 30)) < 1e-4)
    }
}
#endif
