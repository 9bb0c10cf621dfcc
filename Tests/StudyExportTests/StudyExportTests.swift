import Foundation
import StudyExport
import StudyModel
import Testing

@Suite struct StudyExportTests {
    private let files = [
        "codebook.json", "definition.study.json", "pairs.csv", "participants.csv", "ratings.csv", "reproduce.R",
        "reproduce.py", "responses.csv", "scores.csv", "stimuli.csv", "trials.csv",
    ]

    @discardableResult
    private func write(
        _ source: SampleExport,
        to folder: URL,
        force: Bool = false,
        layout: StudyExport.Layout = .plain
    ) throws -> StudyExport.RowCounts {
        try StudyExport.write(source, to: folder, software: "beholder test", force: force, layout: layout)
    }

    private func table(_ folder: URL, _ name: String) throws -> [[String: String]] {
        let table = try CSVTable(path: folder.appending(path: name).path)
        var rows: [[String: String]] = []
        try table.forEachRow(columns: Array(table.header.indices)) { fields, _ in
            rows.append(Dictionary(uniqueKeysWithValues: zip(table.header, fields)))
        }
        return rows
    }

    private struct Codebook: Decodable {
        struct Table: Decodable {
            struct Column: Decodable {
                let name: String
                let type: String
                let description: String
                let levels: [String]?
            }
            let file: String
            let rows: Int
            let columns: [Column]
        }
        let tables: [Table]
    }

    @Test func pairsHaveTheDifferenceOfTheirScoresChosenMinusRejected() throws {
        let folder = try TemporaryFolder()
        let target = folder.url.appending(path: "export")
        var source = SampleExport(participants: 3)
        let image = try #require(source.study.images.first?.id)
        for (explainer, value) in zip(source.study.explainers.map(\.id), [0.5, 0.125, nil, nil] as [Double?]) {
            source.scores.append(.sample(image, explainer, value))
        }
        try write(source, to: target)
        let values = Dictionary(source.scores.map { ($0.explainer.rawValue, $0.value) }) { first, _ in first }
        var known = 0
        for row in try table(target, "responses.csv") {
            let difference = row["dauc_difference"]
            guard row["image"] == image.rawValue, let chosen = row["chosen"], let rejected = row["rejected"],
                let high = values[chosen] ?? nil, let low = values[rejected] ?? nil
            else {
                #expect(difference?.isEmpty == true)
                continue
            }
            known += 1
            #expect(difference.flatMap(Double.init) == high - low)
        }
        #expect(known > 0)
        let scores = try table(target, "scores.csv")
        #expect(scores.count == source.scores.count)
        #expect(scores.filter { $0["status"] == "undefined" }.allSatisfy { $0["reason"]?.isEmpty == false })
    }

    @Test func theCodebookDescribesEveryColumnOfEveryTable() throws {
        let folder = try TemporaryFolder()
        let target = folder.url.appending(path: "export")
        let counts = try write(SampleExport(participants: 3), to: target)
        let data = try Data(contentsOf: target.appending(path: "codebook.json"))
        let codebook = try JSONDecoder().decode(Codebook.self, from: data)
        #expect(Set(codebook.tables.map(\.file)) == Set(files.filter { $0.hasSuffix(".csv") }))
        for described in codebook.tables {
            let csv = try CSVTable(path: target.appending(path: described.file).path)
            #expect(csv.header == described.columns.map(\.name), "\(described.file)")
            #expect(described.columns.allSatisfy { !$0.description.isEmpty })
            let rows = try table(target, described.file)
            #expect(rows.count == described.rows)
            #expect(counts[described.file] == described.rows)
            for column in described.columns {
                let values = rows.compactMap { $0[column.name] }.filter { !$0.isEmpty }
                switch column.type {
                case "integer": #expect(values.allSatisfy { Int($0) != nil }, "\(described.file) \(column.name)")
                case "number": #expect(values.allSatisfy { Double($0) != nil }, "\(described.file) \(column.name)")
                case "boolean": #expect(values.allSatisfy { ["true", "false"].contains($0) })
                default: #expect(column.type == "string")
                }
                if let levels = column.levels { #expect(Set(values).isSubset(of: levels), "\(column.name)") }
            }
        }
        #expect(try Data(contentsOf: target.appending(path: "definition.study.json")) == Data("{\"a\": 1}\r\n".utf8))
    }

    @Test func analysisTablesBeginWithTheColumnsOfAnyLongCSV() throws {
        let folder = try TemporaryFolder()
        let target = folder.url.appending(path: "export")
        try write(SampleExport(participants: 1), to: target)
        let pairs = try CSVTable(path: target.appending(path: "pairs.csv").path)
        #expect(pairs.header.starts(with: ["participant", "left", "right", "winner"]))
        let ratings = try CSVTable(path: target.appending(path: "ratings.csv").path)
        #expect(ratings.header.starts(with: ["participant", "item", "value"]))
    }

    @Test func theSameRecordsGiveTheSameBytes() throws {
        let folder = try TemporaryFolder()
        let targets = ["one", "two"].map { folder.url.appending(path: $0) }
        for target in targets { try write(SampleExport(participants: 5), to: target) }
        for file in files {
            #expect(
                try Data(contentsOf: targets[0].appending(path: file))
                    == Data(contentsOf: targets[1].appending(path: file))
            )
        }
    }

    @Test func correctedResponsesAreKeptAndOnlyTheLastIsCompared() throws {
        let folder = try TemporaryFolder()
        let target = folder.url.appending(path: "export")
        let source = SampleExport(participants: 2)
        try write(source, to: target)
        let responses = try table(target, "responses.csv")
        #expect(responses.count == source.responses.count)
        let corrected = responses.filter { $0["superseded_by"]?.isEmpty == false }
        #expect(corrected.count == 2)
        for row in corrected {
            let next = try #require(responses.first { $0["response"] == row["superseded_by"] })
            #expect(next["supersedes"] == row["response"])
        }
        let valid = source.responses.filter {
            $0.supersededBy == nil && [.main, .repeated].contains($0.trial.role)
        }
        #expect(try table(target, "pairs.csv").map { $0["response"] } == valid.map { $0.response.id.rawValue })
        let participants = try table(target, "participants.csv")
        #expect(participants.map { $0["corrections"] } == ["1", "1"])
        #expect(participants.map { $0["attention_checks"] } == ["1", "1"])
        #expect(participants.map { $0["completion_code"] } == ["'-CODE0", "'-CODE1"], "no formulas")
        #expect(responses.allSatisfy { $0["class"] == "'=cmd|1" })
    }

    @Test func aGradesSignIsTheWinner() throws {
        let folder = try TemporaryFolder()
        let target = folder.url.appending(path: "export")
        try write(SampleExport(participants: 4, kind: .comparison), to: target)
        let rows = try table(target, "pairs.csv")
        #expect(Set(rows.compactMap { $0["winner"] }) == ["left", "right", "tie"])
        for row in rows {
            let grade = try #require(row["grade"].flatMap { Int($0) })
            #expect(row["winner"] == (grade < 0 ? "left" : grade > 0 ? "right" : "tie"))
        }
    }

    @Test(arguments: [TrialKind.forcedChoice, .comparison])
    func theWideTableHasARowASessionWithWhatPairsHas(kind: TrialKind) throws {
        let folder = try TemporaryFolder()
        let target = folder.url.appending(path: "export")
        let source = SampleExport(participants: 4, kind: kind)
        let counts = try write(source, to: target, layout: .wide)
        let (wide, pairs) = (try table(target, "wide.csv"), try table(target, "pairs.csv"))
        #expect(wide.count == 4)
        #expect(counts["wide.csv"] == 4)
        var seen = 0
        for row in pairs {
            let (left, right) = (row["left"] ?? "", row["right"] ?? "")
            let (first, second) = (min(left, right), max(left, right))
            let name =
                "\(row["block"] ?? "").\(row["image"] ?? "").\(first).\(second)"
                + (row["session"] == "2" ? ".repeat" : "")
            let own = try #require(wide.first { $0["participant"] == row["participant"] })
            #expect(own[name] == (row["winner"] == "tie" ? "tie" : row["winner"] == "left" ? left : right))
            #expect(own[name + ".rt"] == row["rt"])
            if kind == .comparison {
                let grade = try #require(Int(row["grade"] ?? ""))
                #expect(own[name + ".grade"] == String(left == first ? grade : -grade))
            }
            seen += 1
        }
        let filled = wide.reduce(0) { sum, row in
            sum
                + row.filter { $0.key.hasPrefix("main.") && !$0.key.hasSuffix(".rt") && !$0.key.hasSuffix(".grade") }
                .count { !$0.value.isEmpty }
        }
        #expect(filled == seen)
        let codebook = try JSONDecoder().decode(
            Codebook.self,
            from: Data(contentsOf: target.appending(path: "codebook.json"))
        )
        let described = try #require(codebook.tables.first { $0.file == "wide.csv" })
        #expect(described.columns.count == wide.first?.count)
    }

    @Test func aFullFolderIsRefusedUnlessForced() throws {
        let folder = try TemporaryFolder()
        let target = folder.url.appending(path: "export")
        try write(SampleExport(participants: 1), to: target)
        let note = target.appending(path: "note.txt")
        try Data("mine".utf8).write(to: note)
        let error = #expect(throws: ExportError.self) { try write(SampleExport(participants: 2), to: target) }
        #expect(error?.code == .notEmpty)
        #expect(try table(target, "participants.csv").count == 1)

        try write(SampleExport(participants: 2), to: target, force: true)
        #expect(try table(target, "participants.csv").count == 2)
        #expect(try Data(contentsOf: note) == Data("mine".utf8), "what is not ours is kept")
        #expect(try folder.contents == ["export"])
    }

    @Test func anEmptyFolderIsFilledAndAFileIsRefused() throws {
        let folder = try TemporaryFolder()
        let target = folder.url.appending(path: "deep/export")
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        try write(SampleExport(participants: 1), to: target)
        #expect(try FileManager.default.contentsOfDirectory(atPath: target.path).sorted() == files)
        let file = folder.url.appending(path: "file")
        try Data().write(to: file)
        for force in [false, true] {
            let error = #expect(throws: ExportError.self) {
                try write(SampleExport(participants: 1), to: file, force: force)
            }
            #expect(error?.code == .unwritable)
        }
    }

    @Test func aSourceThatFailsLeavesTheOldExportAndNothingElse() throws {
        let folder = try TemporaryFolder()
        let target = folder.url.appending(path: "export")
        try write(SampleExport(participants: 1), to: target)
        let before = try Data(contentsOf: target.appending(path: "responses.csv"))
        var broken = SampleExport(participants: 9)
        broken.isBroken = true
        #expect(throws: SampleExport.Failure.self) { try write(broken, to: target, force: true) }
        #expect(try Data(contentsOf: target.appending(path: "responses.csv")) == before)
        #expect(try folder.contents == ["export"])
        #expect(throws: SampleExport.Failure.self) { try write(broken, to: folder.url.appending(path: "new")) }
        #expect(try folder.contents == ["export"])
    }

    @Test func aStudyWithoutAnswersHasTablesWithHeadersOnly() throws {
        let folder = try TemporaryFolder()
        let target = folder.url.appending(path: "export")
        let counts = try write(SampleExport(participants: 0), to: target)
        #expect(counts.filter { $0.value != 0 }.keys.sorted() == ["stimuli.csv"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: target.path).sorted() == files)
    }
}
