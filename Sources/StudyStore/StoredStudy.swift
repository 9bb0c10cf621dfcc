public import StudyModel

/// A study as it is brought to the store.
public struct NewStudy: Sendable {
    /// The id.
    public var id: StudyID
    /// The title.
    public var title: String
    /// The definition file, byte for byte.
    public var definition: [UInt8]
    /// SHA-256 of the definition file, 64 lower-case hex digits.
    public var sha256: String
    /// The folder to which the files' paths are relative.
    public var folder: String
    /// The images and maps.
    public var stimuli: [StimulusRecord]
    /// The pairs of maps that no trial may show.
    public var voidPairs: [VoidPair]

    /// Puts a study together.
    public init(
        id: StudyID,
        title: String,
        definition: [UInt8],
        sha256: String,
        folder: String,
        stimuli: [StimulusRecord],
        voidPairs: [VoidPair] = []
    ) {
        self.id = id
        self.title = title
        self.definition = definition
        self.sha256 = sha256
        self.folder = folder
        self.stimuli = stimuli
        self.voidPairs = voidPairs
    }
}

/// One version of a study in the store.
public struct StoredStudy: Sendable, Equatable {
    /// The row.
    public let row: StudyVersionID
    /// The id.
    public let id: StudyID
    /// The version, from 1.
    public let version: Int
    /// The title.
    public let title: String
    /// The definition file, byte for byte.
    public let definition: [UInt8]
    /// SHA-256 of the definition file in hex.
    public let sha256: String
    /// The folder to which the files' paths are relative.
    public let folder: String
    /// When it was stored, in µs since 1970.
    public let createdAt: Int64
    /// Whether a real participant has joined, so that a changed file becomes a new version.
    public let isFrozen: Bool
}

/// What storing a study came to.
public enum AddOutcome: Sendable, Equatable {
    /// The study is new.
    case created
    /// The latest version is the same, definition and pictures.
    case unchanged
    /// The latest version had no real participants and was replaced under its number.
    case replaced
    /// The latest version is frozen; the changed study has the next number.
    case newVersion
}

/// What real participants have answered in one version of a study.
public struct VersionSummary: Sendable, Equatable {
    /// The version, from 1.
    public let version: Int
    /// How many joined it.
    public let participants: Int
    /// How many of them answered everything.
    public let completed: Int
    /// How many trials they answered.
    public let responses: Int
}

/// A study in a list.
public struct StudySummary: Sendable, Equatable {
    /// The id.
    public let id: StudyID
    /// The title of the latest version.
    public let title: String
    /// The latest version, from 1.
    public let version: Int
    /// SHA-256 of the latest version's definition in hex.
    public let sha256: String
    /// When the latest version was stored, in µs since 1970.
    public let createdAt: Int64
    /// Real participants of any version who have joined and not yet consented.
    public let joined: Int
    /// Real participants of any version who are answering.
    public let active: Int
    /// Real participants of any version who have answered everything.
    public let completed: Int
    /// Simulated participants, those of replaced definitions not counted.
    public let simulated: Int
    /// Trials that real participants have answered.
    public let responses: Int
}
