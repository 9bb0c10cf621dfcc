/// The SHA-256 hash function: names rendered pixels and study definitions by their content.
///
/// NIST, Secure Hash Standard, FIPS 180-4 (2015), doi:10.6028/NIST.FIPS.180-4.
public struct SHA256: Sendable {
    /// The 32 bytes that SHA-256 yields.
    public struct Digest: Sendable, Hashable, CustomStringConvertible {
        /// The hash, 32 bytes, most significant first.
        public let bytes: [UInt8]

        /// The hash as 64 lower-case hexadecimal digits.
        public var hex: String {
            let digits = Array("0123456789abcdef".utf8)
            return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
        }

        /// The hash as 64 lower-case hexadecimal digits.
        public var description: String { hex }
    }

    private var state = SHA256State()
    private var pending: [UInt8] = []
    private var byteCount: UInt64 = 0

    /// Begins the hash of an empty message.
    public init() {
        pending.reserveCapacity(SHA256State.blockSize)
    }

    /// Hashes one message.
    ///
    /// - Complexity: O(bytes).
    public static func hash(_ bytes: some Sequence<UInt8>) -> Digest {
        var hasher = SHA256()
        hasher.update(bytes)
        return hasher.finalize()
    }

    /// Appends bytes to the message.
    public mutating func update(_ bytes: some Sequence<UInt8>) {
        let done: Void? = bytes.withContiguousStorageIfAvailable { update(UnsafeRawBufferPointer($0)) }
        if done == nil {
            Array(bytes).withUnsafeBytes { update($0) }
        }
    }

    /// Appends raw bytes to the message.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        byteCount &+= UInt64(bytes.count)
        var rest = bytes[...]
        if !pending.isEmpty {
            let taken = rest.prefix(SHA256State.blockSize - pending.count)
            pending.append(contentsOf: taken)
            rest = rest.dropFirst(taken.count)
            guard pending.count == SHA256State.blockSize else { return }
            pending.withUnsafeBytes { state.compress($0) }
            pending.removeAll(keepingCapacity: true)
        }
        let whole = rest.count / SHA256State.blockSize * SHA256State.blockSize
        state.compress(UnsafeRawBufferPointer(rebasing: rest.prefix(whole)))
        pending.append(contentsOf: rest.dropFirst(whole))
    }

    /// The hash of all bytes so far; more may be appended afterwards.
    public func finalize() -> Digest {
        var tail = pending
        tail.append(0x80)
        let unpadded = (tail.count + 8) % SHA256State.blockSize
        let padding = unpadded == 0 ? 0 : SHA256State.blockSize - unpadded
        tail.append(contentsOf: repeatElement(0, count: padding))
        withUnsafeBytes(of: (byteCount &* 8).bigEndian) { tail.append(contentsOf: $0) }
        var state = state
        tail.withUnsafeBytes { state.compress($0) }
        return Digest(bytes: state.words.flatMap { word in withUnsafeBytes(of: word.bigEndian) { Array($0) } })
    }
}
