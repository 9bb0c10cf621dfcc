import Foundation
import StudyModel

/// A small valid definition to vary.
enum Sample {
    static var document: [String: Any] {
        [
            "formatVersion": 1,
            "id": "sample",
            "title": "A sample",
            "consent": "I agree.",
            "instructions": ["One.", "Two."],
            "debrief": "Thank you.",
            "seed": 7,
            "stimuli": [
                "images": (1...4).map { ["id": "i\($0)", "file": "images/i\($0).png", "class": "ball"] },
                "explainers": ["a", "b", "c"].map { ["id": $0, "maps": "maps/{image}--\($0).npy"] },
            ],
            "blocks": [
                [
                    "id": "main", "kind": "forcedChoice", "question": "Which?", "trialsPerParticipant": 6, "repeats": 2,
                ]
            ],
            "participants": ["quota": 10],
        ]
    }

    /// Reads the sample after a change.
    static func read(_ change: (inout [String: Any]) -> Void = { _ in }) throws -> StudyDefinition {
        var copy = document
        change(&copy)
        return StudyDefinition.read(try JSONSerialization.data(withJSONObject: copy))
    }

    /// Reads the sample with keys of its block changed; `NSNull` removes a key.
    static func read(block changes: [String: Any]) throws -> StudyDefinition {
        try read { document in
            var block = (document["blocks"] as? [[String: Any]])?.first ?? [:]
            for (key, value) in changes { block[key] = value is NSNull ? nil : value }
            document["blocks"] = [block]
        }
    }
}
