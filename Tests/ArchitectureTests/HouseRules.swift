/// The architecture as a table: the layer of each target, and what it may import of the others.
///
/// A target that is new has to be entered here, with the reason for its place in the commit.
enum HouseRules {
    /// A target of the package.
    struct Rule {
        let layer: Int
        let imports: Set<String>

        init(_ layer: Int, _ imports: Set<String> = []) {
            self.layer = layer
            self.imports = imports
        }
    }

    static let targets: [String: Rule] = [
        "COneDNN": Rule(0), "CPNG": Rule(0), "CTurboJPEG": Rule(0), "CChafa": Rule(0),
        "Spelling": Rule(0), "JSONText": Rule(0), "SeededRandom": Rule(0), "Tensor": Rule(0), "Digest": Rule(0),
        "TerminalText": Rule(0),
        "Migrations": Rule(0), "StudyDefinitions": Rule(0),

        "StudyModel": Rule(1, ["Spelling", "JSONText"]),
        "Statistics": Rule(1, ["Spelling", "SeededRandom", "RealModule"]),

        "StudyEngine": Rule(2, ["Spelling", "SeededRandom", "StudyModel", "Statistics", "RealModule"]),
        "StudyStore": Rule(2, ["StudyModel", "Migrations", "GRDB", "GRDBSQLite"]),
        "Imaging": Rule(2, ["Tensor", "Digest", "CPNG", "CTurboJPEG"]),
        "ONNXFormat": Rule(2, ["Tensor"]),
        "ModelGraph": Rule(3, ["Spelling", "Tensor", "ONNXFormat", "COneDNN"]),

        "Attribution": Rule(4, ["Spelling", "SeededRandom", "Tensor", "Imaging", "ONNXFormat", "ModelGraph"]),
        "AttributionMetrics": Rule(
            5,
            ["Spelling", "SeededRandom", "Tensor", "Imaging", "Statistics", "ONNXFormat", "ModelGraph", "Attribution"]
        ),

        "ModelInput": Rule(3, ["Spelling", "JSONText", "Tensor", "Imaging"]),
        "StudyExport": Rule(3, ["StudyModel", "Statistics", "Spelling"]),
        "StudyReport": Rule(3, ["Statistics", "TerminalText"]),
        "StudyWire": Rule(3, ["StudyModel"]),

        "StimulusPipeline": Rule(
            6,
            [
                "StudyModel", "Imaging", "Tensor", "Digest", "ModelInput", "ONNXFormat", "ModelGraph", "Attribution",
                "AttributionMetrics",
            ]
        ),
        "StudyService": Rule(
            4,
            ["Spelling", "SeededRandom", "StudyModel", "Statistics", "StudyEngine", "StudyStore", "StudyWire"]
        ),

        "ParticipantTerminal": Rule(5, ["StudyModel", "StudyWire", "Imaging", "TerminalText", "CChafa"]),

        "beholder": Rule(
            7,
            [
                "StudyModel", "Statistics", "Tensor", "Digest", "Migrations", "StudyDefinitions", "TerminalText",
                "Spelling", "JSONText", "SeededRandom", "StudyEngine", "StudyStore", "Imaging", "StudyExport",
                "StudyReport",
                "StudyWire",
                "StimulusPipeline",
                "ModelInput", "ModelGraph", "ONNXFormat", "Attribution", "AttributionMetrics", "StudyService",
                "ParticipantTerminal",
                "ArgumentParser",
            ]
        ),
    ]

    /// Modules that only one target may import.
    static let wrappers = [
        "GRDB": "StudyStore", "GRDBSQLite": "StudyStore", "CPNG": "Imaging", "CTurboJPEG": "Imaging",
        "COneDNN": "ModelGraph",
        "CChafa": "ParticipantTerminal", "ArgumentParser": "beholder",
    ]

    /// What comes with Swift and may be imported anywhere.
    static let toolchain: Set<String> = [
        "Foundation", "FoundationEssentials", "FoundationXML", "Dispatch", "Synchronization", "Glibc", "Musl", "Darwin",
        "Testing", "os",
    ]

    /// What says nothing about a type.
    static let hollowSuffixes = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utilities", "Impl"]
}
