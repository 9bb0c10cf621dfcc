import ParticipantTerminal
import TerminalText
import Testing

struct TextWrapTests {
    @Test func breaksAtSpaces() {
        #expect(TextWrap.lines("the quick brown fox", width: 10) == ["the quick", "brown fox"])
        #expect(TextWrap.lines("a\n\nb", width: 10) == ["a", "", "b"])
        #expect(TextWrap.lines("", width: 10) == [""])
    }

    @Test func breaksInsideWordsThatAreTooLong() {
        #expect(TextWrap.lines("abcdefghij", width: 4) == ["abcd", "efgh", "ij"])
    }

    @Test func wideCharactersBreakAnywhere() {
        #expect(TextWrap.lines("画像を見る", width: 5) == ["画像", "を見", "る"])
    }

    @Test func controlCharactersAreRemoved() {
        #expect(TextWrap.lines("a\u{1B}[2Jb\u{07}\r\nc\u{9B}d", width: 20) == ["a[2Jb", "cd"])
    }

    @Test func noLineIsWiderThanAsked() {
        let text = "Which 地図 explains the 🖼️ image – naïvely, e\u{301}tude –  better? Donaudampfschifffahrtsgesellschaft"
        for width in 2...60 {
            let lines = TextWrap.lines(text, width: width)
            #expect(lines.allSatisfy { DisplayWidth.of($0) <= width })
            #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
        }
    }

    @Test func oneLineIsCut() {
        #expect(TextWrap.line("abcdef", width: 6) == "abcdef")
        #expect(TextWrap.line("abcdef", width: 4) == "abc…")
        #expect(TextWrap.line("a\nb", width: 4) == "a b")
    }

    /// Widths as in UAX #11 (wide) and of combining marks.
    @Test(arguments: [("a", 1), ("é", 1), ("e\u{301}", 1), ("漢", 2), ("한", 2), ("Ａ", 2), ("←", 1), ("█", 1), ("😀", 2)])
    func widths(character: String, width: Int) {
        #expect(DisplayWidth.of(character) == width)
    }
}
