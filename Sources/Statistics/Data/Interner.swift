/// Numbers names in order of first appearance.
///
/// A file repeats few names in many rows, so that names are looked up by their bytes and made into strings once.
struct Interner: Sendable {
    private(set) var names: [String] = []
    private var numbers: [String: Int32] = [:]
    private var spellings = ByteStringTable()

    /// The number of a name.
    mutating func number(of name: String) -> Int32 {
        number(of: name.utf8)
    }

    /// The number of a name in UTF-8.
    mutating func number(of name: some Collection<UInt8>) -> Int32 {
        number(of: name) { _ in }
    }

    /// The number of a name in UTF-8, which must pass a check if it is new.
    mutating func number(
        of name: some Collection<UInt8>,
        check: (String) throws -> Void
    ) rethrows -> Int32 {
        if let number = try name.withContiguousStorageIfAvailable({
            try number(ofBytes: UnsafeRawBufferPointer($0), check)
        }) {
            return number
        }
        return try Array(name).withUnsafeBufferPointer { try number(ofBytes: UnsafeRawBufferPointer($0), check) }
    }

    private mutating func number(
        ofBytes bytes: UnsafeRawBufferPointer,
        _ check: (String) throws -> Void
    ) rethrows -> Int32 {
        if let known = spellings.number(of: bytes) { return known }
        // One name may be spelt in several ways, composed and decomposed.
        let name = String(decoding: bytes, as: UTF8.self)
        let number = try numbers[name] ?? add(name, check)
        spellings.add(bytes, number)
        return number
    }

    private mutating func add(_ name: String, _ check: (String) throws -> Void) rethrows -> Int32 {
        try check(name)
        let new = Int32(names.count)
        names.append(name)
        numbers[name] = new
        return new
    }

    /// The names in lexicographic order and each number's place in it, so that results do not depend on the order of rows.
    func sorted() -> (names: [String], places: [Int32]) {
        let order = names.indices.sorted { names[$0] < names[$1] }
        var places = [Int32](repeating: 0, count: names.count)
        for (place, index) in order.enumerated() { places[index] = Int32(place) }
        return (order.map { names[$0] }, places)
    }

    /// The place of each name among sessions: by number where all are numbers, else by first appearance.
    func sessionRanks() -> [Int] {
        let values = names.map { Double($0) }
        let order = names.indices.sorted { left, right in
            guard values.allSatisfy({ $0 != nil }), let a = values[left], let b = values[right], a != b else {
                return left < right
            }
            return a < b
        }
        var ranks = [Int](repeating: 0, count: names.count)
        for (rank, index) in order.enumerated() { ranks[index] = rank }
        return ranks
    }
}
