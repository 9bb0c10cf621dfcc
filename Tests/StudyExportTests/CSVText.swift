import Foundation
import StudyExport

/// A folder deleted with the object.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "StudyExportTests-\(UUID())")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// What is in the folder, hidden files too.
    var contents: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
    }
}

/// The bytes that a writer makes.
func written(_ body: (inout CSVWriter) throws -> Void) throws -> String {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "table.csv")
    _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    let handle = try FileHandle(forWritingTo: file)
    var writer = CSVWriter(handle)
    try body(&writer)
    try writer.flush()
    try handle.close()
    return String(decoding: try Data(contentsOf: file), as: UTF8.self)
}

/// The rows of a table and the lines on which they begin.
func read(_ data: Data) throws -> (header: [String], rows: [[String]], lines: [Int]) {
    let table = try CSVTable(data, path: "t.csv")
    var rows: [[String]] = []
    var lines: [Int] = []
    try table.forEachRow(columns: Array(table.header.indices)) { fields, line in
        rows.append(fields)
        lines.append(line)
    }
    return (table.header, rows, lines)
}

func read(_ text: String) throws -> (header: [String], rows: [[String]], lines: [Int]) {
    try read(Data(text.utf8))
}
