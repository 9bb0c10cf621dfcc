#if NativeLibraries
import Attribution
import AttributionMetrics
import Tensor
import Testing

/// What the survey's program (metrics-saliency-maps at ff71910, 29 April 2023) gave on the toy network, float64.
@Suite("The survey's program on a toy network")
struct ReferenceTests {
    static let s4 = Tensor(shape: [4, 4], values: (0..<16).map { index -> Float in Float(7 * index % 16) / 16 })
    static let s2 = Tensor(shape: [2, 2], values: [0.1, 0.9, 0.4, -0.2])
    static let s8 = Tensor(shape: [8, 8], values: (0..<64).map { index -> Float in Float(37 * index % 64) / 64 })

    struct Row: Sendable {
        let map: Tensor
        let substitute: String
        let dauc, dc, iauc, ic: Double
        let ad, iic, add: Double?
        var isCumulative = true
    }

    static let table = [
        Row(
            map: s4,
            substitute: "zero",
            dauc: 0.325337,
            dc: 0.216687,
            iauc: 0.381735,
            ic: 0.208388,
            ad: 0.009377,
            iic: 0,
            add: 0.094382
        ),
        Row(
            map: s4,
            substitute: "blur",
            dauc: 0.323877,
            dc: 0.360212,
            iauc: 0.394093,
            ic: 0.346987,
            ad: 0,
            iic: 1,
            add: 0.101531
        ),
        Row(
            map: s4,
            substitute: "zero",
            dauc: 0.369226,
            dc: 0.214787,
            iauc: 0.336417,
            ic: 0.205346,
            ad: nil,
            iic: nil,
            add: nil,
            isCumulative: false
        ),
        Row(
            map: s4,
            substitute: "blur",
            dauc: 0.369087,
            dc: 0.352231,
            iauc: 0.346728,
            ic: 0.348660,
            ad: nil,
            iic: nil,
            add: nil,
            isCumulative: false
        ),
        Row(
            map: s2,
            substitute: "zero",
            dauc: 0.430623,
            dc: -0.966852,
            iauc: 0.281553,
            ic: -0.964543,
            ad: 0.220613,
            iic: 0,
            add: -0.129890
        ),
        Row(
            map: s2,
            substitute: "blur",
            dauc: 0.399440,
            dc: -0.935975,
            iauc: 0.317069,
            ic: -0.907529,
            ad: 0.109430,
            iic: 0,
            add: -0.036498
        ),
        Row(
            map: s8,
            substitute: "zero",
            dauc: 0.389636,
            dc: -0.096890,
            iauc: 0.317306,
            ic: -0.100192,
            ad: 0.149193,
            iic: 0,
            add: -0.048955
        ),
    ]

    @Test("All values to 1e-5 in its mode", arguments: table.indices)
    func reference(_ index: Int) async throws {
        let row = Self.table[index]
        let evaluation = try Evaluation(row.map, of: PictureScores(ToyNetwork.subject()))
        var curve = ["substitute": row.substitute, "mode": "reference"]
        let single = curve
        curve["cumulative"] = "\(row.isCumulative)"
        for (id, expected) in [("dauc", row.dauc), ("dc", row.dc), ("iauc", row.iauc), ("ic", row.ic)] {
            let found = try await score(id, evaluation, curve).value
            #expect(abs(try #require(found) - expected) < 1e-5, "\(id) \(found ?? .nan), expected \(expected)")
        }
        for (id, expected) in [("ad", row.ad), ("iic", row.iic), ("add", row.add)] {
            guard let expected else { continue }
            let found = try await score(id, evaluation, single).value
            #expect(abs(try #require(found) - expected) < 1e-5, "\(id) \(found ?? .nan), expected \(expected)")
        }
    }

    @Test("Its curves")
    func curves() async throws {
        let evaluation = try Evaluation(Self.s2, of: PictureScores(ToyNetwork.subject()))
        let deletion = try #require(try await score("dauc", evaluation, ["mode": "reference"]).curve)
        for (found, expected) in zip(deletion.probabilities, [0.371907, 0.448435, 0.486453, 0.434984, 0.333333]) {
            #expect(abs(found - expected) < 1e-5)
        }
        let insertion = try #require(try await score("iauc", evaluation, ["mode": "reference"]).curve)
        for (found, expected) in zip(insertion.probabilities, [0.343824, 0.312275, 0.295218, 0.302917, 0.371907]) {
            #expect(abs(found - expected) < 1e-5)
        }
        #expect(deletion.fractions == [0, 0.25, 0.5, 0.75, 1])
        #expect(deletion.tieShare == 0)
    }

    @Test("Quirk 2: steps that do not go into the pixels make it fail; ours has steps of nearly equal size")
    func steps() async throws {
        let map = Tensor(shape: [4, 4], values: Self.s4.values)
        let evaluation = try Evaluation(map, of: PictureScores(ToyNetwork.subject()))
        let even = try await score("dauc", evaluation, ["mode": "reference", "steps": "6"])
        #expect(even.value != nil)
        let uneven = try await score("dauc", evaluation, ["mode": "reference", "steps": "5"])
        #expect(uneven.value == nil)
        #expect(uneven.undefinedReason?.contains("steps do not go into the pixels") == true)
        let ours = try #require(try await score("dauc", evaluation, ["steps": "5"]).curve)
        #expect(ours.fractions == [0, 0.1875, 0.375, 0.5625, 0.75, 1])
    }

    @Test("Quirk 3: it may take more steps than asked for; ours does not")
    func cap() async throws {
        let evaluation = try Evaluation(Self.s4, of: PictureScores(ToyNetwork.subject()))
        let reference = try #require(try await score("dauc", evaluation, ["mode": "reference", "steps": "9"]).curve)
        #expect(reference.saliency.count == 16)
        #expect(try #require(try await score("dauc", evaluation, ["steps": "9"]).curve).saliency.count == 9)
    }

    @Test("Quirks 6 and 10: a map that is the same everywhere has no correlation and hides nothing")
    func constantMap() async throws {
        let evaluation = try Evaluation(
            Tensor(shape: [2, 2], values: [5, 5, 5, 5]),
            of: PictureScores(ToyNetwork.subject())
        )
        for id in ["dc", "ic", "ad", "iic", "add", "average-gain"] {
            let found = try await score(id, evaluation)
            #expect(found.value == nil)
            #expect(found.undefinedReason == "the map is the same everywhere", "\(id)")
        }
        let ties = try await score("dauc", evaluation)
        #expect(ties.value != nil)
        #expect(ties.details["tieShare"] == 1)
    }

    @Test("Quirk 7: cubic interpolation overshoots in its mode, and is clamped in ours")
    func overshoot() async throws {
        let evaluation = try Evaluation(Self.s2, of: PictureScores(ToyNetwork.subject()))
        let reference = try #require(try await score("ad", evaluation, ["mode": "reference"]).value)
        let ours = try #require(try await score("ad", evaluation).value)
        #expect(abs(reference - ours) > 1e-4)
    }

    @Test("What both modes have in common is equal")
    func bothModes() async throws {
        let evaluation = try Evaluation(Self.s8, of: PictureScores(ToyNetwork.subject()))
        for id in ["dauc", "dc", "iauc", "ic"] {
            let reference = try await score(id, evaluation, ["mode": "reference"]).value
            #expect(try await score(id, evaluation).value == reference, "\(id)")
        }
    }
}
#endif
