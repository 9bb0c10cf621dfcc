import Foundation
import StudyModel
import Testing

/// Explainers whose maps a method computes.
@Suite struct ComputedMapsTests {
    private func read(model: Any? = "m.onnx", _ explainer: [String: Any]) throws -> StudyDefinition {
        try Sample.read { document in
            var stimuli = document["stimuli"] as? [String: Any] ?? [:]
            stimuli["model"] = model
            var explainers = stimuli["explainers"] as? [[String: Any]] ?? []
            explainers[0] = ["id": "a"].merging(explainer) { $1 }
            stimuli["explainers"] = explainers
            document["stimuli"] = stimuli
        }
    }

    @Test func aMethodIsReadWithItsSettings() throws {
        let definition = try read([
            "method": "rise", "parameters": ["samples": 4000, "probability": 0.25, "fill": "black", "divide": true],
            "layer": "l4", "target": "label", "seed": 9,
        ])
        #expect(definition.issues.isEmpty)
        let wanted = ComputedMaps(
            method: "rise",
            parameters: [
                "samples": .integer(4000), "probability": .number(0.25), "fill": .text("black"), "divide": .flag(true),
            ],
            layer: "l4",
            target: .label,
            seed: 9
        )
        #expect(definition.study.explainers.first?.source == .computed(wanted))
        #expect(definition.study.explainers.first?.mapPath(for: "i1") == nil)
        #expect(definition.study.model == "m.onnx")
    }

    @Test func theRestHasDefaults() throws {
        let definition = try read(["method": "grad-cam"])
        #expect(definition.issues.isEmpty)
        #expect(definition.study.explainers.first?.source == .computed(ComputedMaps(method: "grad-cam")))
        #expect(try read(["method": "grad-cam", "target": 3]).issues.isEmpty)
    }

    static let wrong: [(explainer: [String: any Sendable], model: String?, path: String, code: DefinitionIssue.Code)] =
        [
            (["method": "grad-cam"], nil, "/stimuli/explainers/0/method", .missingKey),
            (["method": "grad-cam", "maps": "{image}.npy"], "m.onnx", "/stimuli/explainers/0/maps", .invalidValue),
            (["maps": "{image}.npy", "layer": "l"], "m.onnx", "/stimuli/explainers/0/layer", .invalidValue),
            (["method": "rise", "target": "best"], "m.onnx", "/stimuli/explainers/0/target", .invalidValue),
            (["method": "rise", "target": -1], "m.onnx", "/stimuli/explainers/0/target", .invalidValue),
            (["method": "rise", "parameters": [1]], "m.onnx", "/stimuli/explainers/0/parameters", .wrongType),
            (
                ["method": "rise", "parameters": ["samples": [1]]], "m.onnx",
                "/stimuli/explainers/0/parameters/samples",
                .wrongType
            ),
            (["method": 3], "m.onnx", "/stimuli/explainers/0/method", .wrongType),
            (["method": "rise", "seed": -1], "m.onnx", "/stimuli/explainers/0/seed", .outOfRange),
            (["method": "rise"], "../m.onnx", "/stimuli/model", .pathOutsideFolder),
            ([:], "m.onnx", "/stimuli/explainers/0", .missingKey),
        ]

    @Test(arguments: wrong.indices)
    func whatIsWrongIsTold(_ index: Int) throws {
        let (explainer, model, path, code) = Self.wrong[index]
        let issues = try read(model: model, explainer).issues
        #expect(issues.contains { $0.path == path && $0.code == code }, "\(issues)")
    }
}
