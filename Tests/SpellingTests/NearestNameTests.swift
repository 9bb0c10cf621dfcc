import Spelling
import Testing

@Suite struct NearestNameTests {
    @Test(arguments: [
        ("trialsPerPartecipant", "trialsPerParticipant"), ("Title", "title"), ("tilte", "title"), ("sead", "seed"),
        ("block", "blocks"), ("trials", "trialsPerParticipant"),
    ])
    func findsWhatWasMeant(name: String, meant: String) {
        let names = ["trialsPerParticipant", "title", "seed", "blocks"]
        #expect(NearestName.suggestion(for: name, among: names) == meant)
    }

    @Test func saysNothingWhereNothingIsNear() {
        #expect(NearestName.suggestion(for: "weather", among: ["title", "seed"]) == nil)
        #expect(NearestName.suggestion(for: "x", among: ["a", "b"]) == nil)
        #expect(NearestName.suggestion(for: "x", among: []) == nil)
    }
}
