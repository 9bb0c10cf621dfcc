import Digest
import Testing

/// Vectors of NIST's Secure Hash Standard examples (FIPS 180-4) and of the Cryptographic Algorithm Validation Program
/// (SHA256ShortMsg.rsp).
struct SHA256Tests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
    ])
    func published(message: String, hash: String) {
        #expect(SHA256.hash(message.utf8).hex == hash)
    }

    @Test func oneByte() {
        #expect(SHA256.hash([0xD3]).hex == "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1")
    }

    @Test func millionLetters() {
        let hash = SHA256.hash(repeatElement(UInt8(ascii: "a"), count: 1_000_000))
        #expect(hash.hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test(arguments: [1, 3, 55, 56, 63, 64, 65, 127, 200])
    func piecesHashAsTheWhole(length: Int) {
        let message = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var hasher = SHA256()
        for start in stride(from: 0, to: message.count, by: length) {
            hasher.update(message[start..<min(start + length, message.count)])
        }
        #expect(hasher.finalize() == SHA256.hash(message))
    }

    @Test func finalizingDoesNotEndTheMessage() {
        var hasher = SHA256()
        hasher.update("ab".utf8)
        _ = hasher.finalize()
        hasher.update("c".utf8)
        #expect(hasher.finalize() == SHA256.hash("abc".utf8))
    }
}
