import JSONText

/// The members of an object in a definition.
struct ObjectReader {
    let object: JSONObject
    let place: DefinitionReader
    /// Keys of the format that are missing, with the keys that stand in their place.
    var misspelt: [String: String] = [:]

    /// The member with a key of the format, if it is there, perhaps misspelt.
    subscript(key: String) -> DefinitionReader? {
        member(written: misspelt[key] ?? key)
    }

    /// The member whose key is written so.
    func member(written key: String) -> DefinitionReader? {
        object[key].map {
            DefinitionReader(value: $0, path: JSONPointer.member(key, of: place.path), issues: place.issues)
        }
    }

    /// The member with a key; its absence is noted.
    func required(_ key: String, _ what: String) -> DefinitionReader? {
        if let member = self[key] { return member }
        place.note(.missingKey, found: "no key \"\(key)\"", expected: "\"\(key)\": \(what)")
        return nil
    }
}
