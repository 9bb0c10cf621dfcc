/// What a participant answered to a trial.
///
/// Written as JSON it is the side's name (`"left"`) or the grade (`-2`), so that later kinds can add forms.
public enum Answer: Sendable, Hashable {
    /// A forced choice.
    case side(Side)
    /// A grade of a comparison, −3 (left much better) … +3 (right much better).
    case grade(Int)

    /// A side of the screen, or neither.
    public enum Side: String, Sendable, CaseIterable {
        /// The left candidate.
        case left
        /// The right candidate.
        case right
        /// No difference.
        case tie
    }

    /// The answer as JSON text: `"left"` with its quotes, or `-2`.
    public var json: String {
        switch self {
        case .side(let side): "\"\(side.rawValue)\""
        case .grade(let grade): String(grade)
        }
    }

    /// The answer as people and scripts write it: `left`, `-2`.
    public var text: String {
        switch self {
        case .side(let side): side.rawValue
        case .grade(let grade): String(grade)
        }
    }

    /// Reads ``text`` or ``json``; `nil` for anything else.
    public init?(text: some StringProtocol) {
        var bare = text[...]
        if bare.count >= 2, bare.hasPrefix("\""), bare.hasSuffix("\"") {
            bare = bare.dropFirst().dropLast()
        }
        if let side = Side(rawValue: String(bare)) {
            self = .side(side)
        } else if let grade = Int(bare) {
            self = .grade(grade)
        } else {
            return nil
        }
    }

    /// The side that the answer prefers: a grade's sign, `tie` for 0.
    public var preferredSide: Side {
        switch self {
        case .side(let side): side
        case .grade(let grade): grade < 0 ? .left : grade > 0 ? .right : .tie
        }
    }
}

extension Answer: Codable {
    /// Decodes the side's name or the grade.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let grade = try? container.decode(Int.self) {
            self = .grade(grade)
            return
        }
        let name = try container.decode(String.self)
        guard let side = Side(rawValue: name) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "\"\(name)\" is no answer; expected left, right, tie or a grade -3…3"
            )
        }
        self = .side(side)
    }

    /// Encodes the side's name or the grade.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .side(let side): try container.encode(side.rawValue)
        case .grade(let grade): try container.encode(grade)
        }
    }
}
