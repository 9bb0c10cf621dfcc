import Foundation
import Statistics
import StudyExport
import StudyModel
import Testing

@Suite struct TableReadingTests {
    private func statistics(_ table: PairTable) throws -> [StatisticResult] {
        let options = try AnalysisOptions(resamples: 100, seed: 3)
        return try StatisticCatalog.all.filter(\.appliesToPairs).flatMap { try $0.compute(table, options) }
    }

    /// Statistics of streams, which depend on the order in which answers came.
    private static let ofStreams: Set = [
        "elo", "trueskill", "e-process", "confidence-sequence", "bradley-terry-sequence",
    ]

    @Test(arguments: [TrialKind.forcedChoice, .comparison])
    func pairsGiveTheSameStatisticsFromTheFileAsFromTheRecords(kind: TrialKind) throws {
        let folder = try TemporaryFolder()
        let target = folder.url.appending(path: "export")
        let source = SampleExport(participants: 12, kind: kind)
        _ = try StudyExport.write(source, to: target, software: "test", force: false)
        let path = target.appending(path: "pairs.csv").path
        let direct = try statistics(PairTable(of: source))
        #expect(try statistics(PairTable(reading: CSVTable(path: path))) == direct)
        #expect(direct.contains { $0.value != nil })

        // In whatever order the rows come.
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\r\n").map(String.init)
        for seed in 1...5 as ClosedRange<UInt64> {
            var generator = Xorshift(seed: seed)
            var rows = Array(lines.dropFirst())
            for index in rows.indices.reversed() { rows.swapAt(index, Int(generator.next() % UInt64(index + 1))) }
            let text = ([lines[0]] + rows).joined(separator: "\n")
            let shuffled = try CSVTable(Data(text.utf8), path: "shuffled.csv")
            let results = try statistics(PairTable(reading: shuffled))
            #expect(results.count == direct.count)
            for (result, expected) in zip(results, direct) where !Self.ofStreams.contains(result.name) {
                #expect(result == expected, "\(result.name), seed \(seed)")
            }
        }
    }

    @Test func furtherColumnsAreIgnoredAndTheOrderIsFree() throws {
        let plain = "participant,left,right,winner\np1,a,b,left\np1,b,c,tie\np2,a,b,right\n"
        let other = "note,winner,right,participant,left\nx,left,b,p1,a\n\"y,z\",tie,c,p1,b\n,right,b,p2,a\n"
        let tables = try [plain, other].map { try PairTable(reading: CSVTable(Data($0.utf8), path: "t.csv")) }
        #expect(try statistics(tables[0]) == statistics(tables[1]))
        #expect(tables[0].participants == ["p1", "p2"])
        #expect(tables[0].items == ["a", "b", "c"])
    }

    @Test(arguments: [
        ("participant,left,right,winner\np1,a,b,a\n", 2), ("participant,left,right,winner\np1,a,b,\n", 2),
        ("participant,left,right,winner\np1,a,b,left\n\n,a,b,left\n", 4),
        ("participant,left,right,winner\np1,a,a,left\n", 2),
    ])
    func wrongPairsNameTheLine(text: String, line: Int) throws {
        do {
            _ = try PairTable(reading: CSVTable(Data(text.utf8), path: "t.csv"))
            Issue.record("read \(text)")
        } catch let error as CSVError {
            #expect(error.line == line)
        } catch let error as StatisticsError {
            #expect(error.line == line)
        }
    }

    @Test func missingColumnsAreNamed() throws {
        let pairs = #expect(throws: CSVError.self) {
            _ = try PairTable(reading: CSVTable(Data("participant,left,right\n".utf8), path: "t.csv"))
        }
        #expect(pairs?.code == .missingColumn)
        #expect(pairs?.message.contains("winner") == true)
        let ratings = #expect(throws: CSVError.self) {
            _ = try RatingTable(reading: CSVTable(Data("participant,item\n".utf8), path: "t.csv"))
        }
        #expect(ratings?.message.contains("value") == true)
    }

    @Test func aSecondRatingWithoutASessionNamesTheLine() throws {
        let rows = "participant,item,value\np1,a,3\np2,a,4\np1,a,5\n"
        let error = #expect(throws: CSVError.self) {
            _ = try RatingTable(reading: CSVTable(Data(rows.utf8), path: "t.csv"))
        }
        #expect(error?.line == 4)
        let sessions = "session,participant,item,value\n1,p1,a,3\n1,p2,a,4\n2,p1,a,5\n"
        _ = try RatingTable(reading: CSVTable(Data(sessions.utf8), path: "t.csv"))
    }
}
