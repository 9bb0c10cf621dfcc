import StudyModel
import StudyStore
import Testing

@Suite struct ScoresTests {
    private static func score(_ id: ScoreID, _ value: Double?, explainer: ExplainerID = "lime") -> MapScore {
        MapScore(
            score: id,
            image: "cat",
            explainer: explainer,
            value: value,
            undefinedReason: value == nil ? "the map is the same everywhere" : nil,
            provenance: MapScore.Provenance(
                metric: "dauc",
                metricVersion: 1,
                direction: "lower",
                parameters: ["steps": "196"],
                mapSHA256: String(repeating: "a", count: 64),
                modelSHA256: nil,
                target: MapProvenance.Target(index: 3, label: "cat", probability: 0.75),
                seed: 7,
                passes: MapProvenance.Passes(forward: 197, backward: 0),
                seconds: 0.25,
                details: ["tieShare": 0.5],
                versions: ["beholder": "0"]
            )
        )
    }

    @Test func scoresComeBackAsTheyWerePut() throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        let scores = [Self.score("dauc", 0.1 + 0.2), Self.score("dc", nil)]
        try fixture.store.write { transaction in for score in scores { try transaction.put(score, of: study.row) } }
        #expect(try fixture.store.read { try $0.scores(of: study.row) } == scores)
    }

    @Test func aLaterScoreTakesThePlaceOfAnEarlierOne() throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        for value in [nil, 0.5, 0.25] {
            try fixture.store.write { try $0.put(Self.score("dauc", value), of: study.row) }
        }
        #expect(try fixture.store.read { try $0.scores(of: study.row) } == [Self.score("dauc", 0.25)])
    }

    @Test func aMapThatTheStudyDoesNotHaveIsRefused() throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy()
        #expect(throws: StoreError.self) {
            try fixture.store.write { try $0.put(Self.score("dauc", 1, explainer: "nobody"), of: study.row) }
        }
    }
}

@Suite struct PendingStimuliTests {
    private func pending() -> NewStudy {
        var study = NewStudy.faces()
        for index in study.stimuli.indices where study.stimuli[index].explainer == "lime" {
            study.stimuli[index].picture = nil
        }
        study.voidPairs = [VoidPair(image: "dog", "rise", "grad-cam", reason: "both maps are alike", isLate: false)]
        return study
    }

    @Test func mapsGetTheirPicturesOnceAndKeepThem() throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy(pending())
        let complete = NewStudy.faces().stimuli
        let before = try fixture.store.read { try $0.stimuli(of: study.row) }
        #expect(before.count { $0.picture == nil } == 2)
        try fixture.store.write { transaction in
            for stimulus in complete { try transaction.complete(stimulus, of: study.row) }
        }
        #expect(try fixture.store.read { try $0.stimuli(of: study.row) } == complete)
        var other = complete[2]
        other.picture?.width = 1
        try fixture.store.write { try $0.complete(other, of: study.row) }
        #expect(try fixture.store.read { try $0.stimuli(of: study.row) } == complete)
    }

    @Test func aStudyIsUnchangedHoweverManyOfItsMapsAreComputed() throws {
        let fixture = try StoreFixture()
        _ = try fixture.addStudy(pending())
        #expect(try fixture.store.write { try $0.addStudy(.faces(), at: 5).1 } == .unchanged)
        #expect(try fixture.store.write { try $0.addStudy(pending(), at: 6).1 } == .unchanged)
        #expect(try fixture.store.write { try $0.addStudy(.faces(pixels: 1), at: 7).1 } == .replaced)
    }

    @Test func voidPairsComeBackAndAreNotedOnce() throws {
        let fixture = try StoreFixture()
        let study = try fixture.addStudy(pending())
        let late = VoidPair(image: "dog", "grad-cam", "rise", reason: "found again", isLate: true)
        try fixture.store.write { try $0.insert(late, of: study.row) }
        #expect(try fixture.store.read { try $0.voidPairs(of: study.row) } == pending().voidPairs)
    }
}
