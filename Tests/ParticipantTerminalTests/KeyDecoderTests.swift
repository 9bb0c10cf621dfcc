import ParticipantTerminal
import Testing

struct KeyDecoderTests {
    private func decode(_ text: String) -> [TerminalInput] {
        var decoder = KeyDecoder()
        return decoder.feed(text.utf8)
    }

    @Test func plainKeys() {
        #expect(
            decode("q=7\r\u{7F}\u{03}é漢")
                == [
                    .key(.character("q")), .key(.character("=")), .key(.character("7")), .key(.enter), .key(.backspace),
                    .key(.control("c")), .key(.character("é")), .key(.character("漢")),
                ]
        )
    }

    /// xterm's sequences, normal and application cursor keys (XTerm Control Sequences, "PC-Style Function Keys").
    @Test(arguments: [
        ("\u{1B}[A", Key.up), ("\u{1B}[B", .down), ("\u{1B}[C", .right), ("\u{1B}[D", .left), ("\u{1B}OC", .right),
        ("\u{1B}OD", .left), ("\u{1B}[5~", .pageUp), ("\u{1B}[6~", .pageDown), ("\u{1B}OM", .enter),
    ])
    func cursorKeys(sequence: String, key: Key) {
        #expect(decode(sequence) == [.key(key)])
    }

    @Test func reports() {
        #expect(decode("\u{1B}[24;80R") == [.cursorReport(row: 24, column: 80)])
        #expect(decode("\u{1B}[?62;4;22c") == [.deviceAttributes([62, 4, 22])])
        #expect(decode("\u{1B}[6;20;10t") == [.cellSize(width: 10, height: 20)])
    }

    /// Shift-F3 of xterm looks like a cursor report from row 1.
    @Test func functionKeyIsNoReport() {
        #expect(decode("\u{1B}[1;2R").isEmpty)
    }

    @Test func everySplitGivesTheSame() {
        let bytes = Array("1\u{1B}[D\u{1B}[30;1R=\u{1B}[?62;4cé\u{1B}[<0;3;4Mq\u{1B}[200~12\u{1B}[201~2".utf8)
        var whole = KeyDecoder()
        let expected = whole.feed(bytes)
        #expect(expected.count == 8)
        for cut in 0...bytes.count {
            for second in cut...bytes.count {
                var decoder = KeyDecoder()
                let parts = [bytes[..<cut], bytes[cut..<second], bytes[second...]]
                #expect(parts.flatMap { decoder.feed($0) } == expected)
            }
        }
    }

    @Test func pastedTextAndMouseAnswerNothing() {
        #expect(decode("\u{1B}[200~1=2\r\u{1B}[201~").isEmpty)
        #expect(decode("\u{1B}[<0;12;7M\u{1B}[I\u{1B}]0;1=\u{07}\u{1B}P1$r=\u{1B}\\\u{1B}[15~").isEmpty)
    }

    @Test func escapeAloneNeedsAPause() {
        var decoder = KeyDecoder()
        #expect(decoder.feed([0x1B]).isEmpty)
        #expect(decoder.isAmbiguous)
        #expect(decoder.flush() == [.key(.escape)])
        #expect(decoder.feed("1".utf8) == [.key(.character("1"))])
    }

    @Test func pauseInsideAReportDropsNothing() {
        var decoder = KeyDecoder()
        #expect(decoder.feed("\u{1B}[24".utf8).isEmpty)
        #expect(decoder.flush().isEmpty)
        #expect(decoder.feed(";7R".utf8) == [.cursorReport(row: 24, column: 7)])
    }

    @Test func brokenUTF8IsDropped() {
        var decoder = KeyDecoder()
        #expect(decoder.feed([0xC3, 0x31, 0xFF, 0x80, 0x32]) == [.key(.character("1")), .key(.character("2"))])
    }

    @Test func anyBytesEndWithoutATrap() {
        var generator = SplitMix(state: 7)
        for _ in 0..<300 {
            var decoder = KeyDecoder()
            for _ in 0..<20 {
                let pool: [UInt8] = [0x1B, 0x5B, 0x4F, 0x3B, 0x52, 0x63, 0x74, 0x7E, 0x32, 0x30, 0xC3, 0xE6, 0x5D]
                let bytes = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                    Bool.random(using: &generator)
                        ? pool.randomElement(using: &generator) ?? 0 : UInt8.random(in: 0...255, using: &generator)
                }
                _ = decoder.feed(bytes)
                if Bool.random(using: &generator) { _ = decoder.flush() }
            }
        }
    }
}

/// SplitMix64 (Steele, Lea & Flood 2014, doi:10.1145/2660193.2660195), seeded so that runs repeat.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
