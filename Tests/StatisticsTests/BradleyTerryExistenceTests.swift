import Foundation
import Statistics
import Testing

@Suite("Bradley–Terry without finite worths")
struct BradleyTerryExistenceTests {
    private func fit(_ table: PairTable) throws -> StatisticResult {
        let result = try StatisticCatalog.one("bradley-terry", .preference, table, plain())
        #expect(result.status == .ok || result.reason?.isEmpty == false)
        return result
    }

    @Test("two groups that never met: not identified, both named")
    func disconnected() throws {
        let result = try fit(
            Tables.wins([[0, 2, 0, 0], [1, 0, 0, 0], [0, 0, 0, 3], [0, 0, 1, 0]], names: ["a", "b", "c", "d"])
        )
        #expect(result.status == .notIdentified)
        #expect(result.reason?.contains("{a, b}") == true)
        #expect(result.reason?.contains("{c, d}") == true)
        #expect(result.items?.allSatisfy { $0.value == nil && $0.status == .notIdentified } == true)
    }

    @Test("an item that always wins: infinite, named, no number")
    func undefeated() throws {
        let result = try fit(Tables.wins([[0, 2, 3], [0, 0, 1], [0, 2, 0]], names: ["best", "b", "c"]))
        #expect(result.status == .infinite)
        #expect(result.reason?.contains("{best} has never lost") == true)
        #expect(result.items?.allSatisfy { $0.value == nil } == true)
        let json = try String(decoding: JSONEncoder().encode(result), as: UTF8.self)
        #expect(!json.contains("logLikelihood"))
    }

    @Test("an item that always loses, and a chain")
    func winlessAndChain() throws {
        let winless = try fit(Tables.wins([[0, 2, 3], [1, 0, 1], [0, 0, 0]], names: ["a", "b", "last"]))
        #expect(winless.reason?.contains("{last} has never beaten") == true)
        let chain = try fit(Tables.wins([[0, 1, 0], [0, 0, 1], [0, 0, 0]], names: ["a", "b", "c"]))
        #expect(chain.status == .infinite)
        #expect(chain.items?.allSatisfy { $0.reason != nil } == true)
    }

    @Test("where wins separate the items: worths with half a win added to each side, marked as such")
    func penalized() throws {
        let table = try Tables.wins([[0, 2], [0, 0]], names: ["a", "b"])
        let results = try StatisticCatalog.compute(["bradley-terry"], of: .preference, from: table, options: plain())
        #expect(results.map(\.form) == ["clustered", "penalized"])
        let worths = try #require(results.last)
        #expect(worths.status == .priorDependent)
        // 2½ wins to ½.
        #expect(isNear(worths.items?[0].value, log(5) / 2, 1e-9))
        #expect(isNear(worths.items?[1].value, -log(5) / 2, 1e-9))

        let apart = try Tables.wins([[0, 2, 0, 0], [1, 0, 0, 0], [0, 0, 0, 3], [0, 0, 1, 0]])
        #expect(
            try StatisticCatalog.compute(["bradley-terry"], of: .preference, from: apart, options: plain()).count == 1
        )
        let finite = try Tables.wins([[0, 2], [1, 0]])
        #expect(
            try StatisticCatalog.compute(["bradley-terry"], of: .preference, from: finite, options: plain()).count == 1
        )
    }

    @Test("no comparison; one participant")
    func small() throws {
        #expect(try fit(PairTable.Builder().build()).status == .undefined)
        let single = try fit(Tables.wins([[0, 2], [1, 0]], oneParticipant: true))
        #expect(single.status == .ok)
        #expect(single.items?.first?.standardError == nil)
        #expect(single.warnings?.contains { $0.contains("one participant") } == true)
    }

    @Test("resamples without an estimate are counted in a warning")
    func failedResamples() throws {
        let table = try Tables.wins([[0, 9, 9], [1, 0, 5], [1, 5, 0]])
        let result = try StatisticCatalog.one("bradley-terry", .preference, table, AnalysisOptions(resamples: 300))
        #expect(result.warnings?.contains { $0.contains("no finite estimate") } == true)
    }

    @Test("an unknown reference item is refused with the nearest name")
    func reference() throws {
        let table = try Tables.wins([[0, 2], [1, 0]], names: ["grad-cam", "lime"])
        let error = #expect(throws: StatisticsError.self) {
            try StatisticCatalog.one("bradley-terry", .preference, table, AnalysisOptions(reference: "gradcam"))
        }
        #expect(error?.code == .unknownItem)
        #expect(error?.message.contains("grad-cam") == true)
        let far = #expect(throws: StatisticsError.self) {
            try StatisticCatalog.one("bradley-terry", .preference, table, AnalysisOptions(reference: "zz"))
        }
        #expect(far?.message == "the reference item “zz” does not occur. Items: grad-cam, lime")
    }
}
