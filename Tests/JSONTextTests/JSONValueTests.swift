import Foundation
import JSONText
import Testing

@Suite struct JSONValueTests {
    private func parse(_ text: String) throws -> JSONValue {
        try JSONValue(parsing: Data(text.utf8))
    }

    @Test(arguments: [
        "null", "true", "[]", "{}", " [1, -2, 3.5, 1e3, -0.0, 1E-2] ", "\"a\\n\\u00e9\\ud83d\\ude00\\/\"",
        "{\"b\": [{\"a\": \"é\"}], \"a\": {}}", "[9007199254740993, 1.5e300]", "\"\"",
    ])
    func readsWhatFoundationReads(text: String) throws {
        let encoded = try JSONEncoder().encode(try parse(text))
        let ours = try JSONSerialization.jsonObject(with: encoded, options: .fragmentsAllowed) as? NSObject
        let theirs = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed) as? NSObject
        #expect(ours == theirs)
    }

    @Test func keepsTheOrderOfKeysAndNamesThoseWrittenTwice() throws {
        guard case .object(let object) = try parse("{\"b\": 1, \"a\": 2, \"b\": 3, \"c\": 4}") else {
            Issue.record("no object")
            return
        }
        #expect(object.keys == ["b", "a", "c"])
        #expect(object.repeatedKeys == ["b"])
        #expect(object["b"] == .integer(1))
    }

    @Test func wholeNumbersAreWholeHoweverWritten() throws {
        #expect(try parse("[7, 7.0, 70e-1, 7.5]") == .array([.integer(7), .integer(7), .integer(7), .number(7.5)]))
        #expect(try parse("9223372036854775807") == .integer(.max))
        #expect(try parse("9223372036854775808") == .number(0x1p63))
    }

    @Test func aByteOrderMarkIsNoError() throws {
        #expect(try JSONValue(parsing: Data([0xEF, 0xBB, 0xBF, 0x5B, 0x5D])) == .array([]))
    }

    @Test(arguments: [
        ("{\"a\": 1\n \"b\": 2}", 2, 2, "a comma or }"), ("{\"a\": 1,}", 1, 9, "no comma after the last member"),
        ("[1,\n2,\n]", 3, 1, "no comma after the last entry"), ("{'a': 1}", 1, 2, "a key in double quotes"),
        ("['a']", 1, 2, "double quotes"), ("{\"a\" 1}", 1, 6, "a colon"), ("[\"é\", x]", 1, 7, "an entry"),
        ("[1] 2", 1, 5, "nothing after"), ("// no\n{}", 1, 1, "no comments"), ("[01]", 1, 2, "a number"),
        ("[-]", 1, 2, "a number"), ("[1.]", 1, 2, "a number"), ("[1e999]", 1, 2, "below 1e308"),
        ("\"a\nb\"", 1, 3, "\\n for a line break"), ("[\"abc", 1, 2, "a closing double quote"),
        ("\"C:\\data\"", 1, 4, "write / between folders"), ("\"\\ud800\"", 1, 2, "\\uXXXX"),
        ("\"\\", 1, 2, "one of"), ("\"\\u12", 1, 2, "one of"), ("tru", 1, 1, "a JSON document"),
        ("", 1, 1, "begins with {"),
    ])
    func saysWhereAndWhy(text: String, line: Int, column: Int, expected: String) {
        let error = #expect(throws: JSONSyntaxError.self) { try parse(text) }
        #expect(error?.line == line)
        #expect(error?.column == column)
        #expect(error?.expected.contains(expected) == true, "\(error?.expected ?? "")")
    }
}
