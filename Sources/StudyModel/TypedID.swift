/// The name of an entity as the study definition or the researcher writes it, typed by the entity it names.
public struct TypedID<Entity>: RawRepresentable, Hashable, Sendable, Codable, Comparable,
    ExpressibleByStringLiteral, CustomStringConvertible
{
    /// The text of the id.
    public let rawValue: String

    /// Wraps a text without checking it; ``Study`` checks the ids of a definition.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Wraps a text without a label, for call sites where the type is plain.
    public init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// Wraps a literal.
    public init(stringLiteral value: String) {
        rawValue = value
    }

    /// Decodes a plain JSON string.
    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    /// Encodes a plain JSON string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    /// The text of the id.
    public var description: String { rawValue }

    /// Orders ids by their text.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// The key of a stored row, typed by what the row holds.
public struct RowID<Entity>: RawRepresentable, Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    /// The integer key.
    public let rawValue: Int64

    /// Wraps a key.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Wraps a key without a label.
    public init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Decodes a plain JSON number.
    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(Int64.self)
    }

    /// Encodes a plain JSON number.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    /// The digits of the key.
    public var description: String { String(rawValue) }

    /// Orders keys by value.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// The id of a study, as in its definition.
public typealias StudyID = TypedID<Study>
/// The id of a source image.
public typealias ImageID = TypedID<SourceImage>
/// The id of an explainer: the item that participants compare.
public typealias ExplainerID = TypedID<Explainer>
/// The id of a block.
public typealias BlockID = TypedID<Block>
/// The code by which a participant is known and resumes.
public typealias ParticipantCode = TypedID<Participant>
/// The id that a client makes for a response before it sends it: a UUID in lower case.
public typealias ResponseID = TypedID<Response>

/// The row of one version of a study.
public typealias StudyVersionID = RowID<Study>
/// The row of a participant in a study.
public typealias ParticipantID = RowID<Participant>
/// The row of a session.
public typealias SessionID = RowID<Session>
/// The row of a trial.
public typealias TrialID = RowID<Trial>
