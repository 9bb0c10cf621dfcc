import Foundation

/// A JSON value whose parts are reached by key.
struct JSON: Equatable {
    enum Value: Equatable {
        case null
        case bool(Bool)
        case number(Double)
        case text(String)
        case list([JSON])
        case object([String: JSON])
    }

    let value: Value

    /// - Throws: `DecodingError`; JSON itself has no NaN.
    init(parsing text: String) throws {
        self = try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
    }

    subscript(_ key: String) -> JSON? {
        if case .object(let members) = value { members[key] } else { nil }
    }

    var keys: Set<String> {
        if case .object(let members) = value { Set(members.keys) } else { [] }
    }

    var list: [JSON]? {
        if case .list(let items) = value { items } else { nil }
    }

    var text: String? {
        if case .text(let text) = value { text } else { nil }
    }

    var number: Double? {
        if case .number(let number) = value { number } else { nil }
    }
}

extension JSON: Decodable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            value = .null
        } else if let flag = try? container.decode(Bool.self) {
            value = .bool(flag)
        } else if let number = try? container.decode(Double.self) {
            value = .number(number)
        } else if let text = try? container.decode(String.self) {
            value = .text(text)
        } else if let list = try? container.decode([JSON].self) {
            value = .list(list)
        } else {
            value = .object(try container.decode([String: JSON].self))
        }
    }
}
