import SeededRandom
internal import Statistics
internal import StudyModel

/// The name of an independent random stream; the same name gives the same numbers on every machine and in every release.
///
/// Names are hashed with FNV-1a (draft-eastlake-fnv), since the standard library's hashes differ from run to run.
struct RandomStream {
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    /// What the numbers are for.
    enum Purpose: String {
        case allocation, sides, arrangement, imageEffect, participantEffect, answer
    }

    init(seed: UInt64, purpose: Purpose) {
        mix(seed)
        mix(purpose.rawValue)
    }

    /// The stream with a text appended to its name.
    func named(_ text: String) -> RandomStream {
        var stream = self
        stream.mix(text)
        return stream
    }

    /// The stream with a number appended to its name.
    func numbered(_ number: Int) -> RandomStream {
        var stream = self
        stream.mix(UInt64(bitPattern: Int64(number)))
        return stream
    }

    /// A generator at the beginning of the stream.
    func generator() -> SeededGenerator {
        SeededGenerator(seed: hash)
    }

    private mutating func mix(_ text: String) {
        for byte in text.utf8 { mix(byte: byte) }
        // A byte that no UTF-8 text contains, so that two texts in a row never run together.
        mix(byte: 0xFF)
    }

    private mutating func mix(_ word: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) { mix(byte: UInt8(truncatingIfNeeded: word >> UInt64(shift))) }
    }

    private mutating func mix(byte: UInt8) {
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
}
