import Foundation
import ModelInput
import Tensor
import Testing

struct ClassScoresTests {
    @Test func softmaxIsAppliedToLogits() throws {
        let scores = try ClassScores(output: Tensor(shape: [1, 3], values: [1, 3, 2]), kind: .logits)
        let sum = exp(1.0) + exp(2.0) + exp(3.0)
        for (probability, logit) in zip(scores.probabilities, [1.0, 3, 2]) {
            #expect(abs(probability - exp(logit) / sum) < 1e-15)
        }
    }

    @Test func probabilitiesAreLeftAlone() throws {
        let values: [Float] = [0.25, 0.5, 0.25]
        let scores = try ClassScores(output: Tensor(shape: [3], values: values), kind: .probabilities)
        #expect(scores.probabilities == [0.25, 0.5, 0.25])
        #expect(scores.scores == values)
    }

    @Test func extremeLogitsStayFinite() throws {
        let scores = try ClassScores(
            output: Tensor(shape: [1, 4, 1, 1], values: [3e38, 3e38, -3e38, 0]),
            kind: .logits
        )
        #expect(scores.probabilities == [0.5, 0.5, 0, 0])
    }

    @Test func smallProbabilitiesAreKept() throws {
        let values = [Float(0)] + [Float](repeating: -100, count: 99_999)
        let scores = try ClassScores(output: Tensor(shape: [1, 100_000], values: values), kind: .logits)
        #expect(scores.probabilities[1] > 3.7e-44)
        #expect(abs(scores.probabilities.reduce(0, +) - 1) < 1e-12)
    }

    @Test func theMostProbableComeFirst() throws {
        let scores = try ClassScores(output: Tensor(shape: [1, 4], values: [1, 5, 1, 5]), kind: .logits)
        let labels = ClassLabels(names: ["a", "b", "c", "d"])
        let top = try scores.top(3, labels: labels)
        #expect(top.map(\.index) == [1, 3, 0])
        #expect(top.map(\.label) == ["b", "d", "a"])
        #expect(top[0].score == 5)
        #expect(try scores.top(9).count == 4)
        #expect(try scores.top(1)[0].label == nil)
        let error = #expect(throws: ModelInputError.self) { try scores.top(1, labels: ClassLabels(names: ["a"])) }
        #expect(error?.code == .invalidLabels)
    }

    @Test(arguments: [
        ([1, 4], [Float](repeating: 0, count: 4), ScoreKind.logits, nil),
        ([1, 1], [0], .logits, ModelInputError.Code.wrongShape), ([2, 2], [0, 0, 0, 0], .logits, .wrongShape),
        ([], [0], .logits, .wrongShape), ([1, 0], [], .logits, .wrongShape),
        ([1, 2], [0, .nan], .logits, .notFinite), ([1, 2], [0, -3], .probabilities, .scoresMismatch),
        ([1, 2], [0, 1.00002], .probabilities, nil),
    ])
    func refusesWhatAreNoScores(shape: [Int], values: [Float], kind: ScoreKind, code: ModelInputError.Code?) {
        do {
            let scores = try ClassScores(output: Tensor(shape: shape, values: values), kind: kind)
            #expect(code == nil)
            #expect(scores.probabilities.allSatisfy { (0...1).contains($0) })
        } catch {
            #expect((error as? ModelInputError)?.code == code)
        }
    }
}
