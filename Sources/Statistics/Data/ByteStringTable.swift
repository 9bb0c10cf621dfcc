/// The numbers of byte strings, found without making strings of them: a hash table with open addressing.
struct ByteStringTable: Sendable {
    private struct Slot {
        var hash: UInt64
        /// Where the spelling lies in `bytes`.
        var start: Int
        var count: Int
        /// Negative in a free slot.
        var number: Int32

        static let free = Slot(hash: 0, start: 0, count: 0, number: -1)
    }

    private var slots = [Slot](repeating: .free, count: 64)
    private var bytes: [UInt8] = []
    private var count = 0

    /// The number of a spelling.
    func number(of spelling: UnsafeRawBufferPointer) -> Int32? {
        let number = slots[place(of: spelling, hash: Self.hash(spelling))].number
        return number < 0 ? nil : number
    }

    /// Adds a spelling that is not there.
    mutating func add(_ spelling: UnsafeRawBufferPointer, _ number: Int32) {
        count += 1
        if count * 2 > slots.count { grow() }
        let hash = Self.hash(spelling)
        slots[place(of: spelling, hash: hash)] = Slot(
            hash: hash,
            start: bytes.count,
            count: spelling.count,
            number: number
        )
        bytes.append(contentsOf: spelling)
    }

    /// The slot of a spelling, or the free one where it goes.
    private func place(of spelling: UnsafeRawBufferPointer, hash: UInt64) -> Int {
        var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[place].number >= 0, !holds(slots[place], spelling, hash) {
            place = (place + 1) & (slots.count - 1)
        }
        return place
    }

    private func holds(_ slot: Slot, _ spelling: UnsafeRawBufferPointer, _ hash: UInt64) -> Bool {
        guard slot.hash == hash, slot.count == spelling.count else { return false }
        return bytes.withUnsafeBytes { bytes in
            var index = 0
            while index + 8 <= slot.count {
                let stored = bytes.loadUnaligned(fromByteOffset: slot.start + index, as: UInt64.self)
                if stored != spelling.loadUnaligned(fromByteOffset: index, as: UInt64.self) { return false }
                index += 8
            }
            while index < slot.count {
                if bytes[slot.start + index] != spelling[index] { return false }
                index += 1
            }
            return true
        }
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: .free, count: old.count * 2)
        for slot in old where slot.number >= 0 {
            var place = Int(truncatingIfNeeded: slot.hash) & (slots.count - 1)
            while slots[place].number >= 0 { place = (place + 1) & (slots.count - 1) }
            slots[place] = slot
        }
    }

    /// Eight bytes at a time, each multiplied in and the high bits folded into the low ones, which choose the place.
    private static func hash(_ spelling: UnsafeRawBufferPointer) -> UInt64 {
        var hash = UInt64(spelling.count)
        func mix(_ word: UInt64) {
            hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 32
        }
        var index = 0
        while index + 8 <= spelling.count {
            mix(spelling.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index += 8
        }
        var rest: UInt64 = 0
        while index < spelling.count {
            rest = rest << 8 | UInt64(spelling[index])
            index += 1
        }
        mix(rest)
        return hash
    }
}
