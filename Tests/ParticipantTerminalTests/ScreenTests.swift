import ParticipantTerminal
import StudyModel
import StudyWire
import TerminalText
import Testing

struct ScreenTests {
    private func rows(_ frame: Frame) -> [String] {
        (1...frame.window.rows).map { frame.text(inRow: $0) }
    }

    @Test func trialShowsProgressQuestionPicturesAndKeys() throws {
        let screen = TrialScreen.make(7, of: 24)
        let layout = TrialFrame(screen: screen, drawsPictures: true, allowsCorrections: true)
        let frame = try #require(layout.frame(in: WindowSize(columns: 120, rows: 36)))
        let rows = rows(frame)
        #expect(rows[0].hasPrefix("Trial 7 of 24 ██████████░"))
        #expect(rows[1] == "Which map explains the image better?")
        #expect(rows[34] == "[←] left   [→] right   [=] no difference")
        #expect(frame.status == "[Backspace] previous trial   [q] leave")
        #expect(frame.pictures.count == 3)
        #expect(frame.text(inRow: frame.pictures[1].row - 1) == "image ← left right →")
    }

    @Test func practiceAndCorrectionAreNamed() throws {
        var screen = TrialScreen.make(2, of: 9, isPractice: true)
        screen.supersedes = "an-earlier-one"
        let layout = TrialFrame(screen: screen, drawsPictures: true, allowsCorrections: true)
        let frame = try #require(layout.frame(in: WindowSize(columns: 120, rows: 36)))
        #expect(frame.text(inRow: 1).hasPrefix("Trial 2 of 9  practice  correction"))
        #expect(frame.status.contains("keep the earlier answer"))
    }

    @Test(arguments: [40, 60, 80, 120, 200], [12, 20, 30, 50])
    func textsNeitherLeaveTheWindowNorOverlap(columns: Int, rows: Int) {
        for screen in [TrialScreen.make(1, of: 9), .make(1, of: 9, kind: .comparison)] {
            for draws in [true, false] {
                let layout = TrialFrame(screen: screen, drawsPictures: draws, allowsCorrections: true)
                guard let frame = layout.frame(in: WindowSize(columns: columns, rows: rows)) else {
                    // Seven grades need more rows than the smallest window has.
                    #expect(screen.kind == .comparison && rows < 20)
                    continue
                }
                for text in frame.texts {
                    #expect(text.row >= 1 && text.row < rows)
                    #expect(text.column + DisplayWidth.of(text.text) - 1 <= columns)
                    for picture in frame.pictures {
                        #expect(text.row < picture.row || text.row >= picture.row + picture.rows)
                    }
                }
                #expect(frame.texts.contains { $0.text.contains("Which map") })
            }
        }
    }

    @Test func tooSmallAWindowGivesNoFrame() {
        let layout = TrialFrame(screen: .make(1, of: 9), drawsPictures: true, allowsCorrections: true)
        #expect(layout.frame(in: WindowSize(columns: 39, rows: 40)) == nil)
        #expect(layout.frame(in: WindowSize(columns: 100, rows: 11)) == nil)
        #expect(layout.frame(in: WindowSize(columns: 40, rows: 12)) != nil)
    }

    @Test func gradesAreNamedByTheStudyOrByP800() {
        var screen = TrialScreen.make(1, of: 1, kind: .comparison)
        #expect(AnswerKeys(screen).choices.first?.label == "\u{2212}3 left much better")
        screen.gradeLabels = (-3...3).map { "grade \($0)" }
        #expect(AnswerKeys(screen).choices.map(\.label).last == "+3 grade 3")
        #expect(AnswerKeys(screen).choices.map(\.key) == ["1", "2", "3", "4", "5", "6", "7"])
    }

    @Test func longTextsArePaged() throws {
        let body = (1...100).map { "line \($0)" }.joined(separator: "\n")
        let screen = TextScreen(title: "Instructions", body: body, choices: [TextScreen.proceed, TextScreen.back])
        let window = WindowSize(columns: 80, rows: 24)
        let pages = try #require(screen.pages(in: window))
        #expect(pages.count == 5)
        #expect(pages.joined().joined(separator: "\n") == body)
        #expect(screen.effect(of: .enter, page: 0, in: window) == .turn(1))
        #expect(screen.effect(of: .character("b"), page: 1, in: window) == .turn(0))
        #expect(screen.effect(of: .character("b"), page: 0, in: window) == .reply(.back))
        #expect(screen.effect(of: .enter, page: 4, in: window) == .reply(.proceed))
        #expect(screen.effect(of: .left, page: 2, in: window) == nil)
    }

    @Test func colorsCanBeLeftOut() throws {
        let layout = TrialFrame(screen: .make(1, of: 9), drawsPictures: false, allowsCorrections: true)
        let frame = try #require(layout.frame(in: WindowSize(columns: 80, rows: 24)))
        #expect(String(decoding: frame.bytes(colors: true), as: UTF8.self).contains("[0;36m"))
        #expect(!String(decoding: frame.bytes(colors: false), as: UTF8.self).contains(";36m"))
    }
}
