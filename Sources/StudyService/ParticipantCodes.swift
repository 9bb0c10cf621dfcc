import StudyModel

/// Codes that people can read aloud and type.
enum ParticipantCodes {
    /// Letters and digits that are not mistaken for each other.
    private static let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")

    /// A new code of eight characters: 32⁸ ≈ 10¹² of them.
    static func random(using generator: inout some RandomNumberGenerator, length: Int = 8) -> String {
        String((0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] })
    }

    /// How the codes of simulated participants begin, and no others.
    static let simulatedPrefix = "simulated-"

    /// Checks a code that somebody chose: it becomes a column in exports and a word in commands.
    /// - Throws: ``ServiceError`` `.invalidCode`.
    static func check(_ code: ParticipantCode) throws {
        guard !code.rawValue.lowercased().hasPrefix(simulatedPrefix) else {
            throw ServiceError(
                .invalidCode,
                "\"\(code)\" cannot be a participant's code: those that begin with \(simulatedPrefix) are simulated"
            )
        }
        let isPlain = code.rawValue.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || "-_.".unicodeScalars.contains(scalar))
        }
        guard isPlain, (1...64).contains(code.rawValue.utf8.count),
            code.rawValue.first?.isLetter == true
                || code.rawValue.first?.isNumber == true
        else {
            throw ServiceError(
                .invalidCode,
                "\"\(code)\" cannot be a participant's code: use up to 64 letters, digits, '-', '_' or '.', "
                    + "the first a letter or digit"
            )
        }
    }
}
