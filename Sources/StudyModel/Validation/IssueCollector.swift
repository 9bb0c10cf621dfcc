import JSONText

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
