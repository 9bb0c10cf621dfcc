public import Foundation

/// Writes a table as CSV (RFC 4180, UTF-8) in bounded memory.
///
/// Rows end with CR LF as the RFC says. Fields that were typed by people go through ``freeText(_:)``.
public struct CSVWriter: ~Copyable {
    private var buffer: [UInt8] = []
    private let handle: FileHandle
    private var isRowStart = true
    /// How many rows were written, the header included.
    public private(set) var rows = 0

    private static let capacity = 1 << 18

    /// Writes to an open file, from where it stands.
    public init(_ handle: FileHandle) {
        self.handle = handle
        buffer.reserveCapacity(Self.capacity + 4096)
    }

    /// Writes a file with a header, in place of one that is there.
    ///
    /// - Returns: How many rows it has beside the header.
    /// - Throws: ``ExportError`` `unwritable`, and what `body` throws.
    @discardableResult
    public static func write(
        to url: URL,
        header: [String],
        _ body: (inout CSVWriter) throws -> Void
    ) throws -> Int {
        guard FileManager.default.createFile(atPath: url.path, contents: nil) else {
            throw ExportError(.unwritable, "\(url.path) cannot be written")
        }
        let handle = try FileHandle(forWritingTo: url)
        defer { try? handle.close() }
        var csv = CSVWriter(handle)
        try csv.header(header)
        try body(&csv)
        try csv.flush()
        return csv.rows - 1
    }

    /// Adds a field that the program made, quoted where the RFC asks for it.
    public mutating func field(_ text: String) {
        separate()
        var text = text
        text.withUTF8 { bytes in
            if Self.needsQuotes(bytes) {
                appendQuoted(bytes)
            } else {
                buffer.append(contentsOf: bytes)
            }
        }
    }

    private static func needsQuotes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        // Looks at every byte, so that many are compared at once.
        var found: UInt8 = 0
        for byte in bytes {
            let quoted: UInt8 =
                (byte == UInt8(ascii: ",") ? 1 : 0) | (byte == UInt8(ascii: "\"") ? 1 : 0)
                | (byte == UInt8(ascii: "\n") ? 1 : 0) | (byte == UInt8(ascii: "\r") ? 1 : 0)
            found |= quoted
        }
        return found != 0
    }

    private mutating func appendQuoted(_ bytes: UnsafeBufferPointer<UInt8>) {
        buffer.append(UInt8(ascii: "\""))
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { buffer.append(byte) }
            buffer.append(byte)
        }
        buffer.append(UInt8(ascii: "\""))
    }

    /// Adds a field that a person or a client wrote; where a spreadsheet would run it as a formula, a `'` goes before it.
    public mutating func freeText(_ text: String) {
        switch text.unicodeScalars.first {
        // The wide forms count as well: spreadsheets in East Asian locales take them for the narrow ones.
        case "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}":
            field("'" + text)
        default:
            field(text)
        }
    }

    /// Adds a whole number.
    public mutating func field(_ number: some BinaryInteger) {
        separate()
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
        withUnsafeMutableBytes(of: &digits) { scratch in
            var magnitude = UInt64(number.magnitude)
            var start = scratch.count
            repeat {
                start -= 1
                scratch[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude % 10)
                magnitude /= 10
            } while magnitude > 0
            if number < 0 {
                start -= 1
                scratch[start] = UInt8(ascii: "-")
            }
            buffer.append(contentsOf: scratch[start...])
        }
    }

    /// Adds a number in its shortest exact form; `nil` and what is not finite leave the field empty.
    public mutating func field(_ number: Double?) {
        guard let number, number.isFinite else { return empty() }
        if let whole = Int64(exactly: number), abs(whole) < 1 << 53 {
            field(whole)
        } else {
            separate()
            buffer.append(contentsOf: number.description.utf8)
        }
    }

    /// Adds `true` or `false`.
    public mutating func field(_ flag: Bool) {
        separate()
        buffer.append(contentsOf: (flag ? "true" : "false").utf8)
    }

    /// Adds an empty field: there is no value.
    public mutating func empty() {
        separate()
    }

    /// Ends the row.
    /// - Throws: When the file cannot be written.
    public mutating func endRow() throws {
        buffer.append(UInt8(ascii: "\r"))
        buffer.append(UInt8(ascii: "\n"))
        isRowStart = true
        rows += 1
        if buffer.count >= Self.capacity { try flush() }
    }

    /// Writes a row of names.
    public mutating func header(_ names: [String]) throws {
        for name in names { field(name) }
        try endRow()
    }

    /// Hands everything to the file.
    public mutating func flush() throws {
        guard !buffer.isEmpty else { return }
        try handle.write(contentsOf: buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func separate() {
        if !isRowStart { buffer.append(UInt8(ascii: ",")) }
        isRowStart = false
    }
}
