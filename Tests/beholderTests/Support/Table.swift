#if os(Linux)
import Foundation

/// A CSV without quoted fields.
struct Table {
    let rows: [[String: String]]

    init(_ text: String) throws {
        guard !text.contains("\"") else { throw TestFailure("quoted fields are not expected here") }
        let lines = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        guard let header = lines.first else { throw TestFailure("the table is empty") }
        rows = try lines.dropFirst().map { fields in
            guard fields.count == header.count else { throw TestFailure("a row has \(fields.count) fields") }
            return Dictionary(uniqueKeysWithValues: zip(header, fields))
        }
    }

    /// Exports a study and reads one of its tables.
    static func exported(_ name: String, from database: String, simulated: Bool = false, in scratch: Scratch) throws
        -> Table
    {
        let folder = scratch.path("export")
        let outcome = try Program.run(
            ["export", "scenes", "--database", database, "--to", folder, "--force"]
                + (simulated ? ["--include-simulated"] : []),
            folder: scratch
        )
        guard outcome.status == 0 else { throw TestFailure("export: \(outcome.errors)") }
        return try Table(try scratch.text(folder + "/" + name))
    }

    func column(_ name: String) -> [String] {
        rows.compactMap { $0[name] }
    }
}
#endif
