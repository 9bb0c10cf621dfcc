import Foundation
import StudyEngine
import StudyModel
import Testing

@Suite("Observer models in JSON")
struct ObserverModelTests {
    private let study = Study.sample(images: 2, explainers: 3, trials: 2, seed: 1)
    private let qualities = #""quality": {"explainer0": 1.2, "explainer1": 0.4, "explainer2": 0}"#

    private func read(_ json: String) throws -> ObserverModel {
        let model = try JSONDecoder().decode(ObserverModel.self, from: Data(json.utf8))
        try model.validate(for: study)
        return model
    }

    @Test("A full model is read and written; absent keys keep their defaults")
    func roundTrip() throws {
        let full = try read(
            """
            {\(qualities), "imageSpread": 0.3, "participantSpread": 0.1, "lapseRate": 0.05, "sideBias": -0.2,
             "tieThreshold": 0.4, "gradeThresholds": [0.1, 1, 2], "attention": 0.9,
             "rt": {"median": 900, "sigma": 0.2, "perDifficulty": 100}}
            """
        )
        #expect(full.quality["explainer1"] == 0.4 && full.sideBias == -0.2 && full.rt.perDifficulty == 100)
        #expect(try JSONDecoder().decode(ObserverModel.self, from: JSONEncoder().encode(full)) == full)
        let short = try read(#"{\#(qualities), "rt": {"median": 900}}"#)
        #expect(short.lapseRate == 0.02 && short.rt.median == 900 && short.rt.sigma == 0.5)
    }

    @Test(
        "A mistake is an error that names its key",
        arguments: [
            (#""lapserate": 0.1"#, "lapserate", ObserverModelError.Code.unknownKey),
            (#""rt": {"mean": 3}"#, "rt.mean", .unknownKey),
            (#""rt": {"median": "fast"}"#, "rt.median", .wrongType),
            (#""rt": 3"#, "rt", .wrongType),
            (#""sideBias": "left""#, "sideBias", .wrongType),
            (#""gradeThresholds": 1"#, "gradeThresholds", .wrongType),
            (#""lapseRate": 1.5"#, "lapseRate", .outOfRange),
            (#""attention": -0.1"#, "attention", .outOfRange),
            (#""imageSpread": -1"#, "imageSpread", .outOfRange),
            (#""participantSpread": -1"#, "participantSpread", .outOfRange),
            (#""tieThreshold": -1"#, "tieThreshold", .outOfRange),
            (#""gradeThresholds": [1, 0.5, 2]"#, "gradeThresholds", .outOfRange),
            (#""gradeThresholds": [1, 2]"#, "gradeThresholds", .outOfRange),
            (#""rt": {"median": 0}"#, "rt.median", .outOfRange),
            (#""rt": {"sigma": -1}"#, "rt.sigma", .outOfRange),
        ]
    )
    func mistakes(_ json: String, _ key: String, _ code: ObserverModelError.Code) {
        let error = #expect(throws: ObserverModelError.self) { try read("{\(qualities), \(json)}") }
        #expect(error?.key == key && error?.code == code)
        #expect(error?.message.contains(key) == true)
    }

    @Test("Qualities are required for the study's explainers and for no others")
    func qualityKeys() {
        var error = #expect(throws: ObserverModelError.self) { try read("{}") }
        #expect(error?.code == .missingKey && error?.key == "quality")
        error = #expect(throws: ObserverModelError.self) { try read(#"{"quality": {"explainer0": 1}}"#) }
        #expect(error?.code == .missingKey && error?.key == "quality.explainer1")
        error = #expect(throws: ObserverModelError.self) { try read(#"{"quality": {"rise": 1}}"#) }
        #expect(error?.code == .unknownExplainer && error?.key == "quality.rise")
        error = #expect(throws: ObserverModelError.self) { try read(#"{"quality": {"explainer0": "good"}}"#) }
        #expect(error?.code == .wrongType && error?.key == "quality")
        error = #expect(throws: ObserverModelError.self) { try read("[]") }
        #expect(error?.code == .wrongType)
    }

    @Test("Without a file qualities fall evenly from the first explainer to the last")
    func evenly() {
        let model = ObserverModel(evenlyOver: study)
        #expect(model.quality == ["explainer0": 1.5, "explainer1": 0.75, "explainer2": 0])
    }
}
