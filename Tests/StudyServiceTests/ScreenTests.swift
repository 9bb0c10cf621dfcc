import StudyModel
import StudyService
import StudyWire
import Testing

@Suite struct ScreenTests {
    @Test func practiceTellsWhatWasRight() async throws {
        let connection = try await ServiceFixture().participant("P1")
        let first = try await connection.screen()
        #expect(first.isPractice)
        let wrong = try await connection.respond(.to(first, .side(.left)))
        #expect(wrong.feedback == Receipt.Feedback(isCorrect: false, text: "b is sharper."))
        let again = try #require(try await connection.previous())
        let right = try await connection.respond(.to(again, .side(.right)))
        #expect(right.feedback == Receipt.Feedback(isCorrect: true, text: "b is sharper."))

        let second = try await connection.screen()
        #expect(try await connection.respond(.to(second)).feedback == nil, "no answer is expected there")
        let main = try await connection.screen()
        #expect(!main.isPractice)
        #expect(try await connection.respond(.to(main)).feedback == nil)
    }

    @Test func trialsAreNumberedAndTheirPicturesCanBeFetched() async throws {
        let fixture = try ServiceFixture()
        let connection = try await fixture.participant("P1")
        let first = try await connection.screen()
        #expect(first.question == "Try: ball 1?")
        #expect((first.number, first.count) == (1, 10))
        #expect(first.candidates.count == 2)
        #expect(String(decoding: try await connection.picture(first.original), as: UTF8.self) == "i1--image.png")
        #expect(String(decoding: try await connection.picture(first.candidates[0]), as: UTF8.self) == "i1--a.png")
        #expect(String(decoding: try await connection.picture(first.candidates[1]), as: UTF8.self) == "i1--b.png")
        let unknown = PictureReference(sha256: "00", width: 1, height: 1)
        #expect(try await serviceError { _ = try await connection.picture(unknown) } == .wrongState)
        try await connection.answer(atMost: 2)
        let third = try await connection.screen()
        #expect(third.number == 3)
        #expect(third.question.hasPrefix("Which map shows the ball "))
    }

    @Test func pausesComeWithinABlockAndNotAtItsStart() async throws {
        let connection = try await ServiceFixture(block: ["breakEvery": 3]).participant("P1")
        var pauses: [Int] = []
        while case .trial(let screen) = try await connection.next() {
            if screen.isAfterBreak { pauses.append(screen.number) }
            _ = try await connection.respond(.to(screen))
        }
        // Two practice trials, then eight of the main block.
        #expect(pauses == [6, 9])
    }

    @Test func aComparisonHasGradesAndTheirWords() async throws {
        let fixture = try ServiceFixture(block: ["kind": "comparison"])
        let connection = try await fixture.participant("P1")
        try await connection.answer(atMost: 2)
        let screen = try await connection.screen()
        #expect(screen.kind == .comparison)
        #expect(screen.gradeLabels.count == 7)
        #expect(try await serviceError { _ = try await connection.respond(.to(screen, .side(.left))) } == .rejected)
        try await connection.answer(.grade(-2))
        #expect(try fixture.session("P1")?.status == .completed)
    }
}
