public import Foundation

/// A JSON document as it stands, so that every part of it can be judged with its path.
public enum JSONValue: Sendable, Equatable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number without a fractional part, exact.
    case integer(Int)
    /// Any other number; finite.
    case number(Double)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object.
    case object(JSONObject)

    /// Reads a JSON document in UTF-8.
    /// - Throws: ``JSONSyntaxError``, which says the line and column.
    /// - Complexity: O(bytes).
    public init(parsing data: Data) throws {
        self = try JSONParser.parse([UInt8](data))
    }

    /// A few words for messages: `"text"`, `12`, `an array of 3`.
    public var summary: String {
        switch self {
        case .null: "null"
        case .bool(let value): String(value)
        case .integer(let value): String(value)
        case .number(let value): "\(value)"
        case .string(let value): "\"" + (value.count > 60 ? value.prefix(59) + "…" : value) + "\""
        case .array(let values): values.isEmpty ? "an empty array" : "an array of \(values.count)"
        case .object(let object): "an object with \(object.keys.count) key\(object.keys.count == 1 ? "" : "s")"
        }
    }
}

/// The members of a JSON object in the order of the document.
public struct JSONObject: Sendable, Equatable {
    /// The keys in the order of the document, each once.
    public private(set) var keys: [String] = []
    /// The keys that stand there again, once for each repetition; the first value counts.
    public private(set) var repeatedKeys: [String] = []
    private var values: [JSONValue] = []
    private var positions: [String: Int] = [:]

    /// An object without members.
    public init() {}

    /// The value of a key, if the object has it.
    public subscript(key: String) -> JSONValue? { positions[key].map { values[$0] } }

    /// The position of a key among ``keys``, if the object has it.
    package func position(of key: String) -> Int? { positions[key] }

    /// Adds a member; where the key is taken, the value there stays and the key is remembered as repeated.
    mutating func append(_ key: String, _ value: JSONValue) {
        guard positions[key] == nil else {
            if repeatedKeys.last != key { repeatedKeys.append(key) }
            return
        }
        positions[key] = keys.count
        keys.append(key)
        values.append(value)
    }
}

extension JSONValue: Encodable {
    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let object):
            let members = object.keys.compactMap { key in object[key].map { (key, $0) } }
            try container.encode(Dictionary(members) { first, _ in first })
        }
    }
}
