/// Why a document is no JSON, and where.
public struct JSONSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What stands there, with line and column.
    public let found: String
    /// What JSON has there, or what to do.
    public let expected: String
    /// The line, from 1.
    public let line: Int
    /// The column, from 1, in Unicode scalars.
    public let column: Int

    /// What was found and what was expected.
    public var description: String { "found \(found), expected \(expected)" }

    init(_ what: String, expected: String, at offset: Int, in bytes: [UInt8]) {
        let before = bytes[..<min(offset, bytes.count)]
        let lineStart = (before.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
        line = before.count { $0 == UInt8(ascii: "\n") } + 1
        // Continuation bytes begin with the bits 10.
        column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
        found = "\(what) at line \(line), column \(column)"
        self.expected = expected
    }
}
