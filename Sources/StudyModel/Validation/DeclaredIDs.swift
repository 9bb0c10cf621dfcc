import JSONText

/// The ids that a part of the definition declares, and what is known of those that it could not declare.
///
/// A reference to something that is there but broken is no second error.
struct DeclaredIDs<Entity> {
    private(set) var ids: [TypedID<Entity>] = []
    /// Whether each entry gave an id of its own, so that counts can be relied on.
    private(set) var isComplete = true
    private var known: Set<TypedID<Entity>> = []
    private var rejected: Set<String> = []
    private var hasNameless = false

    /// Declares an id, unless it is declared already.
    mutating func insert(_ id: TypedID<Entity>) -> Bool {
        guard known.insert(id).inserted else {
            isComplete = false
            return false
        }
        ids.append(id)
        return true
    }

    /// Remembers an entry that has no valid id, with the text that stands in the id's place.
    mutating func reject(_ value: JSONValue?) {
        isComplete = false
        if case .string(let text) = value {
            rejected.insert(text)
        } else {
            hasNameless = true
        }
    }

    /// Whether an id is declared.
    func contains(_ id: TypedID<Entity>) -> Bool { known.contains(id) }

    /// Whether a text could be the id of an entry that was rejected.
    func mayHave(_ text: String) -> Bool { hasNameless || rejected.contains(text) }
}

extension DeclaredIDs: ExpressibleByArrayLiteral {
    init(arrayLiteral ids: TypedID<Entity>...) {
        for id in ids { _ = insert(id) }
    }
}
