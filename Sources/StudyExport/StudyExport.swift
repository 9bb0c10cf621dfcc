public import Foundation
import StudyModel

/// Writes a study's records as CSV tables with a codebook: the same records, the same bytes.
public enum StudyExport {
    /// How many rows each table has, by file name, without headers.
    public typealias RowCounts = [String: Int]

    /// Writes all tables into a folder that appears, complete, only at the end.
    /// - Parameters:
    ///   - folder: Where the tables go. A folder with anything in it is refused unless `force`; then it is replaced.
    ///   - software: Name and version of the program, for the codebook.
    ///   - progress: Told now and then how many responses are written.
    /// - Returns: The number of rows of each table.
    /// - Throws: ``ExportError`` when the folder is not empty or cannot be written; what the source throws.
    /// - Complexity: O(records); memory is bounded by the number of participants.
    public static func write(
        _ source: some ExportSource,
        to folder: URL,
        software: String,
        force: Bool,
        layout: Layout = .plain,
        progress: (Int) -> Void = { _ in }
    ) throws -> RowCounts {
        try ExportFolder.filling(folder, force: force) { root in
            let folder = layout == .psychDS ? root.appending(path: "data") : root
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let context = try ExportContext(source)
            var counts: RowCounts = [:]
            var tallies: [SessionID: SessionConduct] = [:]
            (counts["responses.csv"], counts["pairs.csv"]) = try writeResponses(
                source,
                context,
                to: folder,
                tallies: &tallies,
                progress: progress
            )
            counts["stimuli.csv"] = try table("stimuli.csv", StimuliTable.columns, in: folder) { csv in
                for (_, record) in source.stimuli.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                    try StimuliTable.write(record, to: &csv)
                }
            }
            counts["scores.csv"] = try table("scores.csv", ScoresTable.columns, in: folder) { csv in
                for score in source.scores { try ScoresTable.write(score, to: &csv) }
            }
            counts["ratings.csv"] = try table("ratings.csv", RatingsTable.columns, in: folder) { _ in }
            counts["trials.csv"] = try table("trials.csv", TrialsTable.columns, in: folder) { csv in
                try source.forEachTrial { try TrialsTable.write($0, in: context, to: &csv) }
            }
            counts["participants.csv"] = try table("participants.csv", ParticipantsTable.columns, in: folder) { csv in
                try source.forEachParticipant { record in
                    let tally = tallies[record.session] ?? SessionConduct()
                    try ParticipantsTable.write(record, tally, in: context, to: &csv)
                }
            }
            var tables = tables(of: source)
            if layout == .wide {
                let wide = try WideTable(source)
                counts["wide.csv"] = try table("wide.csv", wide.columns, in: folder) {
                    try wide.write(source, in: context, to: &$0)
                }
                tables.append(("wide.csv", wide.columns))
            }
            try Codebook(source, software: software, tables: tables, rows: counts).json.write(
                to: folder.appending(path: "codebook.json")
            )
            try Data(PackageResources.reproduce_R).write(to: root.appending(path: "reproduce.R"))
            try Data(PackageResources.reproduce_py).write(to: root.appending(path: "reproduce.py"))
            try Data(source.definition).write(to: folder.appending(path: "definition.study.json"))
            try describe(source, layout, software: software, in: root)
            return counts
        }
    }

    /// Adds what a layout asks for.
    private static func describe(
        _ source: some ExportSource,
        _ layout: Layout,
        software: String,
        in root: URL
    ) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        switch layout {
        case .plain, .wide: break
        case .frictionless:
            try encoder.encode(DataPackage(source, software: software)).write(
                to: root.appending(path: "datapackage.json")
            )
        case .psychDS:
            for (name, _) in tables(of: source) {
                let data = root.appending(path: "data")
                let study = source.study.id.rawValue.filter { $0.isLetter || $0.isNumber }
                let table = name.replacingOccurrences(of: ".csv", with: "")
                try FileManager.default.moveItem(
                    at: data.appending(path: name),
                    to: data.appending(path: "study-\(study)_table-\(table)_data.csv")
                )
            }
            try encoder.encode(DatasetDescription(source, software: software)).write(
                to: root.appending(path: "dataset_description.json")
            )
        }
    }

    /// How an export's folder is laid out.
    public enum Layout: String, Sendable, CaseIterable {
        /// Tables with a codebook.
        case plain = "csv"
        /// The tables, and `wide.csv` with a row a session.
        case wide
        /// Psych-DS: `data/*_data.csv` with `dataset_description.json`.
        case psychDS = "psych-ds"
        /// Tables with `datapackage.json`.
        case frictionless
    }

    /// The tables in the order of the codebook, with their columns.
    static func tables(of source: some ExportSource) -> [(String, [Column])] {
        [
            ("participants.csv", ParticipantsTable.columns), ("trials.csv", TrialsTable.columns),
            ("responses.csv", ResponsesTable.columns(scores: source.scoreIDs)), ("pairs.csv", PairsTable.columns),
            ("ratings.csv", RatingsTable.columns), ("stimuli.csv", StimuliTable.columns),
            ("scores.csv", ScoresTable.columns),
        ]
    }

    private static func writeResponses(
        _ source: some ExportSource,
        _ context: ExportContext,
        to folder: URL,
        tallies: inout [SessionID: SessionConduct],
        progress: (Int) -> Void
    ) throws -> (responses: Int, pairs: Int) {
        var pairCount = 0
        let responseCount = try table("responses.csv", ResponsesTable.columns(scores: source.scoreIDs), in: folder) {
            responses in
            pairCount = try table("pairs.csv", PairsTable.columns, in: folder) { pairs in
                var session: SessionID?
                var tally = SessionConduct()
                try source.forEachResponse { record in
                    if record.trial.session != session {
                        if let session { tallies[session] = tally }
                        session = record.trial.session
                        tally = SessionConduct()
                    }
                    tally.add(record)
                    try ResponsesTable.write(record, in: context, to: &responses)
                    if let pair = PairRow(record) {
                        try PairsTable.write(pair, of: record, in: context, to: &pairs)
                    }
                    if responses.rows % 10_000 == 0 { progress(responses.rows) }
                }
                if let session { tallies[session] = tally }
            }
        }
        return (responseCount, pairCount)
    }

    /// Writes one table and answers how many rows it has.
    private static func table(
        _ name: String,
        _ columns: [Column],
        in folder: URL,
        _ body: (inout CSVWriter) throws -> Void
    ) throws -> Int {
        try CSVWriter.write(to: folder.appending(path: name), header: columns.map(\.name), body)
    }
}

/// Why an export was refused or failed.
public struct ExportError: Error, Sendable, CustomStringConvertible {
    /// The kinds of error.
    public enum Code: Sendable {
        /// The target folder holds something.
        case notEmpty
        /// The target cannot be written.
        case unwritable
    }

    /// What went wrong.
    public let code: Code
    /// What was found and what to do.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// ``message``.
    public var description: String { message }
}
