import Foundation
import StudyExport
import Testing

@Suite struct CSVWriterTests {
    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("a\nb", "\"a\nb\""),
        ("a\r\nb", "\"a\r\nb\""), (" a ", " a "), ("é 中 👍", "é 中 👍"), ("\"\u{301}", "\"\"\"\u{301}\""),
    ])
    func quotesOnlyWhereTheRFCAsks(text: String, expected: String) throws {
        #expect(
            try written {
                $0.field(text)
                try $0.endRow()
            }.utf8.elementsEqual((expected + "\r\n").utf8)
        )
    }

    /// The characters that OWASP's page on CSV injection names.
    @Test(arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x"])
    func formulasInFreeTextAreNeutralized(text: String) throws {
        let line = try written {
            $0.freeText(text)
            try $0.endRow()
        }
        let field = try read("x\r\n" + line).rows[0][0]
        #expect(field == "'" + text)
        let plain = try written {
            $0.freeText("a" + text)
            try $0.endRow()
        }
        #expect(try read("x\r\n" + plain).rows[0][0] == "a" + text)
    }

    @Test func numbersAreExactAndHaveNoDecorations() throws {
        let text = try written {
            $0.field(0)
            $0.field(-3)
            $0.field(Int64.min)
            $0.field(UInt64.max)
            $0.field(1234.0)
            $0.field(0.1)
            $0.field(-0.0)
            $0.field(1e-7)
            $0.field(1e300)
            $0.field(Double.nan)
            $0.field(-Double.infinity)
            $0.field(nil as Double?)
            $0.field(true)
            try $0.endRow()
        }
        #expect(
            text == "0,-3,-9223372036854775808,18446744073709551615,1234,0.1,0,1e-07,1e+300,,,,true\r\n"
        )
    }

    @Test func longTablesAreWrittenInPiecesAndWhole() throws {
        let rows = 40_000
        let text = try written {
            for row in 0..<rows {
                $0.field(row)
                $0.field("text \(row)")
                try $0.endRow()
            }
            #expect($0.rows == rows)
        }
        let expected = (0..<rows).map { "\($0),text \($0)\r\n" }.joined()
        #expect(text.utf8.elementsEqual(expected.utf8))
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no device that is always full"))
    func aFullDiskIsAnError() throws {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full"))
        var writer = CSVWriter(handle)
        writer.field("x")
        try writer.endRow()
        var failure: (any Error)?
        do { try writer.flush() } catch { failure = error }
        #expect(failure != nil)
    }
}
