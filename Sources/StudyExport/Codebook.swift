import Foundation
import StudyModel

/// `codebook.json`: what each column of each table means.
struct Codebook: Encodable {
    struct Table: Encodable {
        let file: String
        let rows: Int
        let columns: [Column]
    }

    let study: String
    let studyVersion: Int
    let title: String
    let definitionSHA256: String
    let software: String
    let encoding =
        "UTF-8, RFC 4180: comma, double quotes, CR LF; an empty field is a missing value; ' precedes a text that begins like a formula"
    let tables: [Table]

    init(_ source: some ExportSource, software: String, tables: [(String, [Column])], rows: StudyExport.RowCounts) {
        study = source.study.id.rawValue
        studyVersion = source.version
        title = source.study.title
        definitionSHA256 = source.definitionSHA256
        self.software = software
        self.tables = tables.map { Table(file: $0.0, rows: rows[$0.0] ?? 0, columns: $0.1) }
    }

    var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(self)
        }
    }
}
