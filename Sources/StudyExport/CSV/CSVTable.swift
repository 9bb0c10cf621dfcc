public import Foundation

/// A CSV file (RFC 4180, UTF-8) with a header, read without copying its fields until they are asked for.
public struct CSVTable: Sendable {
    /// The names in the first row.
    public let header: [String]
    private let bytes: Data
    let path: String
    private let body: (position: Int, line: Int)

    /// Reads a file.
    /// - Throws: ``CSVError`` when it cannot be read, is empty, or a header is missing or doubled.
    public init(path: String) throws {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
        } catch {
            let isMissing = !FileManager.default.fileExists(atPath: path)
            let found = isMissing ? "there is no such file" : "cannot be read"
            throw CSVError(.unreadable, path: path, line: nil, "\(found); give the path of a CSV file")
        }
        try self.init(data, path: path)
    }

    /// Reads a table from memory; `path` names it in messages.
    public init(_ data: Data, path: String) throws {
        var names: [String] = []
        var end = (position: 0, line: 1)
        try data.withUnsafeBytes { raw in
            var scanner = CSVScanner(bytes: raw, path: path)
            scanner.skipByteOrderMark()
            repeat {
                guard try scanner.nextRow() else {
                    throw CSVError(.empty, path: path, line: 1, "is empty; expected a row of column names")
                }
            } while scanner.isBlankRow
            names = try (0..<scanner.fieldCount).map { try scanner.text($0) }
            end = (scanner.position, scanner.line)
        }
        var seen: Set<String> = []
        // Spreadsheets leave columns without a name behind; nobody can ask for those.
        for name in names where !name.isEmpty && !seen.insert(name).inserted {
            throw CSVError(.duplicateColumn, path: path, line: 1, "has two columns \"\(name)\"; rename one of them")
        }
        header = names
        bytes = data
        self.path = path
        body = end
    }

    /// How many lines end after the header's: about as many as there are rows.
    var lineCount: Int {
        bytes.withUnsafeBytes { raw in
            var count = 0
            for byte in UnsafeRawBufferPointer(rebasing: raw[body.position...]) where byte == UInt8(ascii: "\n") {
                count += 1
            }
            return count
        }
    }

    /// The position of a column.
    public func column(_ name: String) -> Int? {
        header.firstIndex(of: name)
    }

    /// The position of a column that must be there.
    /// - Throws: ``CSVError`` naming the columns that are there.
    public func required(_ name: String) throws -> Int {
        if let index = column(name) { return index }
        throw CSVError(
            .missingColumn,
            path: path,
            line: 1,
            "has no column \"\(name)\"; it has \(header.joined(separator: ", "))"
        )
    }

    /// An error about a line of this file.
    func error(_ code: CSVError.Code, line: Int, _ message: String) -> CSVError {
        CSVError(code, path: path, line: line, message)
    }

    /// Goes through the rows after the header; blank lines are passed over.
    /// - Parameter columns: The positions of the wanted columns.
    /// - Parameter body: Gets the wanted fields, in the order of `columns`, and the line on which the row begins.
    /// - Throws: ``CSVError`` for a row with more or fewer fields than the header, a stray quote, or bytes that are
    ///   not UTF-8; and what `body` throws.
    /// - Complexity: O(bytes).
    public func forEachRow(columns: [Int], _ body: (_ fields: [String], _ line: Int) throws -> Void) throws {
        var fields = [String](repeating: "", count: columns.count)
        try scanRows { scanner in
            for (place, column) in columns.enumerated() { fields[place] = try scanner.text(column) }
            try body(fields, scanner.rowLine)
        }
    }

    /// Goes through the rows as ``forEachRow(columns:_:)`` does, without making strings.
    /// - Parameter body: Gets the wanted fields as UTF-8, valid until it returns.
    func forEachRowOfBytes(
        columns: [Int],
        _ body: (_ fields: [UnsafeRawBufferPointer], _ line: Int) throws -> Void
    ) throws {
        var fields = [UnsafeRawBufferPointer](repeating: .init(start: nil, count: 0), count: columns.count)
        try scanRows { scanner in
            var copies: [UnsafeMutableRawBufferPointer] = []
            defer { for copy in copies { copy.deallocate() } }
            for (place, column) in columns.enumerated() {
                let field = scanner.fields[column]
                if field.isASCII, !field.hasEscapes {
                    fields[place] = UnsafeRawBufferPointer(rebasing: scanner.bytes[field.range])
                } else {
                    let text = Array(try scanner.text(column).utf8)
                    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: text.count, alignment: 1)
                    copy.copyBytes(from: text)
                    copies.append(copy)
                    fields[place] = UnsafeRawBufferPointer(copy)
                }
            }
            try body(fields, scanner.rowLine)
        }
    }

    private func scanRows(_ body: (borrowing CSVScanner) throws -> Void) throws {
        try bytes.withUnsafeBytes { raw in
            var scanner = CSVScanner(bytes: raw, path: path)
            scanner.position = self.body.position
            scanner.line = self.body.line
            while try scanner.nextRow() {
                if scanner.isBlankRow { continue }
                guard scanner.fieldCount == header.count else {
                    throw CSVError(
                        .raggedRow,
                        path: path,
                        line: scanner.rowLine,
                        "has \(scanner.fieldCount) fields where the header has \(header.count)"
                    )
                }
                try body(scanner)
            }
        }
    }
}

/// Why a CSV file could not be read.
public struct CSVError: Error, Sendable, CustomStringConvertible {
    /// The kinds of error.
    public enum Code: Sendable {
        /// The file cannot be opened.
        case unreadable
        /// There is no header.
        case empty
        /// A column that is needed is not there.
        case missingColumn
        /// Two columns have one name.
        case duplicateColumn
        /// A row's number of fields is not the header's.
        case raggedRow
        /// A quote where none can be, or one that is not closed.
        case strayQuote
        /// Bytes that are not UTF-8.
        case notUTF8
        /// A value that the column cannot have.
        case invalidValue
    }

    /// What went wrong.
    public let code: Code
    /// The file.
    public let path: String
    /// The line, from 1, where it is known.
    public let line: Int?
    /// What was found and expected.
    public let message: String

    /// Describes an error.
    public init(_ code: Code, path: String, line: Int?, _ message: String) {
        self.code = code
        self.path = path
        self.line = line
        self.message = message
    }

    /// File, line and message.
    public var description: String {
        line.map { "\(path), line \($0): \(message)" } ?? "\(path): \(message)"
    }
}
