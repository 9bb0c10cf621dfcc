import Foundation
import StudyModel
import Testing

@Suite struct StudyDefinitionTests {
    @Test func readsAValidDefinition() throws {
        let definition = try Sample.read()
        #expect(definition.issues.isEmpty)
        #expect(definition.study.images.map(\.id) == ["i1", "i2", "i3", "i4"])
        #expect(definition.study.blocks.first?.units.count == 12)
        #expect(definition.study.explainers.first?.mapPath(for: "i2") == "maps/i2--a.npy")
        #expect(definition.study.rendering == .standard)
    }

    @Test func collectsEveryIssueInOnePass() throws {
        let definition = try Sample.read { document in
            document["title"] = 3
            document["seed"] = -1
            document["consent"] = nil
            document["participants"] = ["quota": 0]
        }
        #expect(Set(definition.issues.map(\.path)) == ["/title", "/seed", "", "/participants/quota"])
        #expect(Set(definition.issues.map(\.code)) == [.wrongType, .outOfRange, .missingKey])
    }

    @Test func suggestsTheKeyThatWasMeant() throws {
        let definition = try Sample.read(block: ["trialsPerParticipant": NSNull(), "trialPerParticipants": 6])
        let issue = try #require(definition.issues.first)
        #expect(definition.issues.count == 1)
        #expect(issue.path == "/blocks/0/trialPerParticipants")
        #expect(issue.code == .unknownKey)
        #expect(issue.suggestion == "`trialsPerParticipant`")
    }

    @Test func escapesKeysAsJSONPointersDo() throws {
        let definition = try Sample.read { $0["a/b~c"] = 1 }
        #expect(definition.issues.map(\.path) == ["/a~1b~0c"])
    }

    @Test func syntaxErrorsSayWhere() {
        let definition = StudyDefinition.read(Data("{\n \"id\": \"x\",,\n}".utf8))
        #expect(definition.issues.map(\.code) == [.syntax])
        #expect(definition.issues.first?.found.contains("line 2") == true)
    }

    @Test(arguments: ["agreement", "preference", "rankings", "ratings", "choices"])
    func refusesReservedIDs(id: String) throws {
        let definition = try Sample.read { $0["id"] = id }
        #expect(definition.issues.map(\.path) == ["/id"])
    }

    @Test(arguments: ["../secret.png", "/etc/passwd", "a/../../b.png", "~/x.png"])
    func refusesPathsThatLeaveTheFolder(path: String) throws {
        let definition = try Sample.read { document in
            var stimuli = document["stimuli"] as? [String: Any] ?? [:]
            var images = stimuli["images"] as? [[String: Any]] ?? []
            images[0]["file"] = path
            stimuli["images"] = images
            document["stimuli"] = stimuli
        }
        #expect(definition.issues.map(\.code) == [.pathOutsideFolder])
        #expect(definition.issues.map(\.path) == ["/stimuli/images/0/file"])
    }

    @Test func namesWhatAReferenceCouldBe() throws {
        let definition = try Sample.read(block: ["images": ["i1", "i9"], "pairs": [["a", "bb"]]])
        #expect(definition.issues.map(\.path).contains("/blocks/0/images/1"))
        #expect(definition.issues.first { $0.path == "/blocks/0/pairs/0/1" }?.suggestion != "c")
    }

    @Test func refusesAPairTwiceInEitherOrder() throws {
        let definition = try Sample.read(block: ["pairs": [["a", "b"], ["b", "a"], ["c", "c"]]])
        #expect(definition.issues.map(\.code).prefix(2) == [.duplicateID, .invalidValue])
    }

    @Test func keysOfOneKindDoNotGoWithAnother() throws {
        let tie = try Sample.read(block: ["kind": "comparison", "tie": true])
        #expect(tie.issues.map(\.path) == ["/blocks/0/tie"])
        let labels = try Sample.read(block: ["gradeLabels": ["x"]])
        #expect(labels.issues.map(\.path) == ["/blocks/0/gradeLabels"])
    }

    @Test func theDivergingColormapKeepsZeroInTheMiddle() throws {
        let quiet = try Sample.read { $0["rendering"] = ["colormap": "diverging"] }
        #expect(quiet.issues.isEmpty)
        #expect(quiet.study.rendering.normalization == .maxAbs)
        let loud = try Sample.read { $0["rendering"] = ["colormap": "diverging", "normalization": "minMax"] }
        #expect(loud.issues.map(\.path) == ["/rendering/normalization"])
    }
}
