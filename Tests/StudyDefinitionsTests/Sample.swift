import Foundation
import StudyModel

/// A valid definition with an object of each sort, to vary.
enum Sample {
    /// Nothing but what must be there.
    static var smallest: [String: Any] {
        [
            "formatVersion": 1, "id": "sample", "title": "A sample", "consent": "I agree.", "instructions": "Choose.",
            "debrief": "Thank you.", "seed": 7,
            "stimuli": [
                "images": (1...4).map { ["id": "i\($0)", "file": "i\($0).png"] },
                "explainers": ["a", "b"].map { ["id": $0, "maps": "{image}--\($0).npy"] },
            ],
            "blocks": [["id": "main", "kind": "forcedChoice", "question": "Which?"]],
        ]
    }

    static var document: [String: Any] {
        var document = smallest
        let trial = ["image": "i1", "left": "a", "right": "b", "correct": "a"]
        document["rendering"] = ["opacity": 0.5]
        document["participants"] = ["quota": 4]
        document["stimuli"] = replacing(["crop"], in: document["stimuli"], by: ["shorterSide": 256, "size": 224])
        document["stimuli"] = replacing(["model"], in: document["stimuli"], by: "net.onnx")
        let computed = ["id": "b", "method": "grad-cam"]
        document["stimuli"] = replacing(["explainers", "1"], in: document["stimuli"], by: computed)
        document["blocks"] = [
            ["id": "main", "kind": "forcedChoice", "question": "Which?", "attentionChecks": ["trials": [trial]]],
            ["id": "listed", "kind": "forcedChoice", "question": "Which?", "trials": [trial]],
        ]
        return document
    }

    /// The issues of the sample after a change.
    static func issues(_ change: (inout Any) -> Void) throws -> [DefinitionIssue] {
        var copy: Any = document
        change(&copy)
        return StudyDefinition.read(try JSONSerialization.data(withJSONObject: copy)).issues
    }

    /// A document with the value at a path replaced.
    static func replacing(_ path: ArraySlice<String>, in value: Any?, by other: Any) -> Any {
        guard let key = path.first else { return other }
        if var array = value as? [Any], let index = Int(key) {
            array[index] = replacing(path.dropFirst(), in: array[index], by: other)
            return array
        }
        var object = value as? [String: Any] ?? [:]
        object[key] = replacing(path.dropFirst(), in: object[key], by: other)
        return object
    }
}
