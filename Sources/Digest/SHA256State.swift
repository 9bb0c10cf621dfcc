/// The eight working words of SHA-256 and its compression function (FIPS 180-4, section 6.2.2).
struct SHA256State: Sendable {
    static let blockSize = 64

    private var a: UInt32 = 0x6a09e667
    private var b: UInt32 = 0xbb67ae85
    private var c: UInt32 = 0x3c6ef372
    private var d: UInt32 = 0xa54ff53a
    private var e: UInt32 = 0x510e527f
    private var f: UInt32 = 0x9b05688c
    private var g: UInt32 = 0x1f83d9ab
    private var h: UInt32 = 0x5be0cd19

    var words: [UInt32] { [a, b, c, d, e, f, g, h] }

    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (section 4.2.2).
    private static let roundConstants: [UInt32] = [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ]

    /// Absorbs whole blocks of 64 bytes.
    mutating func compress(_ blocks: UnsafeRawBufferPointer) {
        precondition(blocks.count % Self.blockSize == 0, "SHA-256 compresses whole blocks of 64 bytes.")
        Self.roundConstants.withUnsafeBufferPointer { constants in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 16) { schedule in
                schedule.initialize(repeating: 0)
                for offset in stride(from: 0, to: blocks.count, by: Self.blockSize) {
                    for index in 0..<16 {
                        let word = blocks.loadUnaligned(fromByteOffset: offset &+ 4 &* index, as: UInt32.self)
                        schedule[index] = UInt32(bigEndian: word)
                    }
                    compress(schedule, constants)
                }
            }
        }
    }

    /// One block; the schedule is kept as a ring of its last 16 words.
    @inline(__always)
    private mutating func compress(
        _ schedule: UnsafeMutableBufferPointer<UInt32>,
        _ constants: UnsafeBufferPointer<UInt32>
    ) {
        let start = self
        for first in stride(from: 0, to: 64, by: 16) {
            if first > 0 {
                for index in 0..<16 { Self.extend(schedule, index) }
            }
            // Eight rounds bring every word back to its own variable, so none is moved.
            for index in stride(from: 0, to: 16, by: 8) {
                let round = first &+ index
                Self.round(a, b, c, &d, e, f, g, &h, schedule[index] &+ constants[round])
                Self.round(h, a, b, &c, d, e, f, &g, schedule[index &+ 1] &+ constants[round &+ 1])
                Self.round(g, h, a, &b, c, d, e, &f, schedule[index &+ 2] &+ constants[round &+ 2])
                Self.round(f, g, h, &a, b, c, d, &e, schedule[index &+ 3] &+ constants[round &+ 3])
                Self.round(e, f, g, &h, a, b, c, &d, schedule[index &+ 4] &+ constants[round &+ 4])
                Self.round(d, e, f, &g, h, a, b, &c, schedule[index &+ 5] &+ constants[round &+ 5])
                Self.round(c, d, e, &f, g, h, a, &b, schedule[index &+ 6] &+ constants[round &+ 6])
                Self.round(b, c, d, &e, f, g, h, &a, schedule[index &+ 7] &+ constants[round &+ 7])
            }
        }
        a &+= start.a
        b &+= start.b
        c &+= start.c
        d &+= start.d
        e &+= start.e
        f &+= start.f
        g &+= start.g
        h &+= start.h
    }

    @inline(__always)
    private static func extend(_ schedule: UnsafeMutableBufferPointer<UInt32>, _ index: Int) {
        let early = schedule[(index &+ 1) & 15]
        let late = schedule[(index &+ 14) & 15]
        let sigma0 = rotated(early, 7) ^ rotated(early, 18) ^ (early &>> 3)
        let sigma1 = rotated(late, 17) ^ rotated(late, 19) ^ (late &>> 10)
        schedule[index] = schedule[index] &+ sigma0 &+ schedule[(index &+ 9) & 15] &+ sigma1
    }

    @inline(__always)
    private static func round(
        _ a: UInt32,
        _ b: UInt32,
        _ c: UInt32,
        _ d: inout UInt32,
        _ e: UInt32,
        _ f: UInt32,
        _ g: UInt32,
        _ h: inout UInt32,
        _ input: UInt32
    ) {
        let choice = g ^ (e & (f ^ g))
        let majority = (a & b) | (c & (a | b))
        let first = h &+ (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) &+ choice &+ input
        d = d &+ first
        h = first &+ (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ majority
    }

    @inline(__always)
    private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
        (word &>> count) | (word &<< (32 &- count))
    }
}
