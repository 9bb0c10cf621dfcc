import StudyReport
import Testing

@Suite struct TextTableTests {
    @Test func textsStandLeftAndNumbersRight() {
        var table = TextTable(["item", "value"], [.left, .right])
        table.add(["a", "1.5"])
        table.add(["longer", "−10.25"])
        #expect(
            table.text == """
                item     value
                ──────  ──────
                a          1.5
                longer  −10.25
                """
        )
    }

    /// Widths by Unicode's East_Asian_Width (UAX #11): ideographs and emoji take two cells, combining marks none.
    @Test func wideCharactersTakeTwoCells() {
        var table = TextTable(["x", "n"], [.left, .right])
        table.add(["地図", "1"])
        table.add(["e\u{301}té", "22"])
        table.add(["👍", "3"])
        #expect(table.text.split(separator: "\n").dropFirst(2) == ["地図   1", "e\u{301}té   22", "👍     3"])
    }

    @Test func controlCharactersDoNotReachTheTerminal() {
        var table = TextTable(["a\u{1B}[31m"], [.left])
        table.add(["x\ny\u{07}\u{9B}2J"])
        #expect(table.text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
        #expect(table.text.split(separator: "\n").count == 3)
    }

    @Test func aTableWithoutRowsIsItsHeader() {
        #expect(TextTable(["a", "b"], [.left, .left]).text == "a  b\n─  ─")
    }
}
