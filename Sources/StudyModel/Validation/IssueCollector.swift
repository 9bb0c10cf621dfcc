/// The issues of one pass over a definition.
final class IssueCollector {
    private(set) var issues: [DefinitionIssue] = []

    var count: Int { issues.count }

    func add(_ issue: DefinitionIssue) {
        issues.append(issue)
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
                guard let index = object.keys.firstIndex(where: { DefinitionReader.escaped($0) == token }),
                    let member = object[object.keys[index]]
                else { return place }
                place.append(index)
                value = member
            default: return place
            }
        }
        return place
    }
}
