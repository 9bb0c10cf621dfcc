import ModelInput
import Tensor
import Testing

struct ScoreReadingTests {
    @Test func theDescriptionDecidesThenTheGraph() throws {
        let expected: [(ScoreKind?, Bool, ScoreKind, Bool)] = [
            (.logits, false, .logits, false), (.probabilities, false, .probabilities, false),
            (.probabilities, true, .probabilities, false), (nil, true, .probabilities, false),
            (nil, false, .logits, true),
        ]
        for (description, endsInSoftmax, kind, isAssumed) in expected {
            let reading = try ScoreReading(description: description, endsInSoftmax: endsInSoftmax)
            #expect(reading.kind == kind)
            #expect(reading.isAssumed == isAssumed)
            #expect(reading.reason.contains(kind.rawValue))
        }
    }

    @Test func softmaxIsNeverAppliedTwice() {
        let error = #expect(throws: ModelInputError.self) {
            try ScoreReading(description: .logits, endsInSoftmax: true)
        }
        #expect(error?.code == .scoresMismatch)
    }

    @Test func scoresThatSumToOneAreNoLogits() throws {
        let distribution = Tensor(shape: [1, 3], values: [0.25, 0.5, 0.25])
        let others = [[0.25, 0.5, 0.5], [-0.5, 1, 0.5]].map { Tensor(shape: [1, 3], values: $0) }
        let assumed = try ScoreReading(description: nil, endsInSoftmax: false, output: distribution)
        #expect(assumed.kind == .probabilities)
        #expect(assumed.isAssumed)
        for output in others {
            #expect(try ScoreReading(description: nil, endsInSoftmax: false, output: output).kind == .logits)
        }
        #expect(try ScoreReading(description: .logits, endsInSoftmax: false, output: distribution).kind == .logits)
    }
}
