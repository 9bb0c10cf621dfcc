/// The issues of one pass over a definition.
final class IssueCollector {
    private(set) var issues: [DefinitionIssue] = []

    /// A file that is no definition at all could have millions.
    private static let limit = 1000

    var count: Int { issues.count }
    var isFull: Bool { issues.count >= Self.limit }

    func add(_ issue: DefinitionIssue) {
        if !isFull { issues.append(issue) }
    }

    /// The issues in the order of their places in a document; those of one place as they were noted.
    func sorted(by document: JSONValue) -> [DefinitionIssue] {
        issues.enumerated()
            .map { (place: document.place(of: $1.path), number: $0, issue: $1) }
            .sorted { left, right in
                left.place == right.place
                    ? left.number < right.number : left.place.lexicographicallyPrecedes(right.place)
            }
            .map(\.issue)
    }
}

extension JSONValue {
    /// The position among its siblings of each value on the way along a JSON Pointer.
    fileprivate func place(of pointer: String) -> [Int] {
        var place: [Int] = []
        var value = self
        for token in pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            switch value {
            case .array(let values):
                guard let index = Int(token), values.indices.contains(index) else { return place }
                place.append(index)
                value = values[index]
            case .object(let object):
                let key = token.replacing("~1", with: "/").replacing("~0", with: "~")
                guard let index = object.position(of: String(key)), let member = object[String(key)] else {
                    return place
                }
                place.append(index)
                value = member
            default: return place
            }
        }
        return place
    }
}
