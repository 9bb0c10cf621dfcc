/// A seeded random generator whose stream is the same on every platform and in every release: xoshiro256**.
///
/// The four words of state come from SplitMix64. The drawing methods are our own because the standard library does not
/// promise that `Int.random(in:using:)` maps a stream to the same numbers in its next version.
///
/// Blackman and Vigna 2021, "Scrambled Linear Pseudorandom Number Generators", DOI 10.1145/3460772.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var a: UInt64
    private var b: UInt64
    private var c: UInt64
    private var d: UInt64

    /// Starts the stream that belongs to a seed.
    public init(seed: UInt64) {
        var state = seed
        a = SeededGenerator.splitMix(&state)
        b = SeededGenerator.splitMix(&state)
        c = SeededGenerator.splitMix(&state)
        d = SeededGenerator.splitMix(&state)
    }

    /// Starts an independent stream for a named purpose under one seed, such as a participant within a study.
    public init(seed: UInt64, stream: UInt64) {
        var state = seed
        let first = SeededGenerator.splitMix(&state)
        var mixed = first ^ (stream &* 0xD1B5_4A32_D192_ED03)
        self.init(seed: SeededGenerator.splitMix(&mixed))
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        let multiplied = b &* 5
        let result = ((multiplied << 7) | (multiplied >> 57)) &* 9
        let shifted = b << 17
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = (d << 45) | (d >> 19)
        return result
    }

    /// A whole number in 0 ..< `bound`, each equally likely.
    ///
    /// Lemire 2019, "Fast Random Integer Generation in an Interval", DOI 10.1145/3230636.
    public mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "bound must be positive")
        let limit = UInt64(bound)
        var product = next().multipliedFullWidth(by: limit)
        if product.low < limit {
            let threshold = (0 &- limit) % limit
            while product.low < threshold { product = next().multipliedFullWidth(by: limit) }
        }
        return Int(product.high)
    }

    /// A number in 0 ..< 1 with 53 random bits.
    public mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// Puts an array into random order, every order equally likely (Fisher and Yates).
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        guard elements.count > 1 else { return }
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, below(last + 1))
        }
    }

    /// Draws `counts.count` times with replacement and stores how often each index came up: one bootstrap resample.
    public mutating func resample(into counts: inout [Int32]) {
        for index in counts.indices { counts[index] = 0 }
        for _ in counts.indices { counts[below(counts.count)] += 1 }
    }

    private static func splitMix(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
