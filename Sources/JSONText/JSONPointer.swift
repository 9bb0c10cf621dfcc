/// JSON Pointers (RFC 6901): the paths of values within a document.
package enum JSONPointer {
    /// The pointer of a member of an object.
    package static func member(_ key: String, of pointer: String) -> String {
        pointer + "/" + key.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}

extension JSONValue {
    /// The position among its siblings of each value on the way along a JSON Pointer, which sorts pointers as they
    /// stand in the document.
    package func place(of pointer: String) -> [Int] {
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
