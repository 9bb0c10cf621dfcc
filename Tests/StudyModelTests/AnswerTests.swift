import Foundation
import StudyModel
import Testing

@Suite struct AnswerTests {
    @Test(arguments: Answer.Side.allCases.map(Answer.side) + (-3...3).map(Answer.grade))
    func readsWhatItWrites(answer: Answer) throws {
        #expect(Answer(text: answer.text) == answer)
        #expect(Answer(text: answer.json) == answer)
        let coded = try JSONEncoder().encode([answer])
        #expect(try JSONDecoder().decode([Answer].self, from: coded) == [answer])
    }

    @Test func aGradePrefersTheSideOfItsSign() {
        #expect(Answer.grade(-2).preferredSide == .left)
        #expect(Answer.grade(0).preferredSide == .tie)
        #expect(Answer.grade(3).preferredSide == .right)
    }

    @Test(arguments: ["", "up", "\"", "1.5", "Left"])
    func refusesOtherWords(text: String) {
        #expect(Answer(text: text) == nil)
    }
}
