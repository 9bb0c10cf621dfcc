/// Turns the bytes of a terminal into keys and reports, whatever the pieces in which they arrive.
///
/// Sequences follow ECMA-48: `ESC [` parameters (0x30–0x3F), intermediates (0x20–0x2F), final byte (0x40–0x7E).
/// What is complete but unknown is dropped, so that mouse, focus and paste reports never answer a trial.
package struct KeyDecoder: Sendable {
    private var pending: [UInt8] = []
    private var isPasting = false

    package init() {}

    /// Whether what has arrived may be a key by itself (Escape, Alt with a key) that only time tells from a sequence.
    package var isAmbiguous: Bool { pending.first == 0x1B && pending.count <= 2 }

    /// Takes bytes and returns what they complete.
    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [TerminalInput] {
        pending.append(contentsOf: bytes)
        var inputs: [TerminalInput] = []
        var rest = pending[...]
        while let first = rest.first {
            guard let length = Self.lengthOfUnit(rest) else { break }
            let unit = rest.prefix(length)
            rest = rest.dropFirst(length)
            if let input = decode(unit, first: first) {
                inputs.append(input)
            }
        }
        pending = Array(rest)
        return inputs
    }

    /// Settles what is ambiguous after a pause: an escape alone was the Escape key, Alt with a key is dropped.
    ///
    /// Longer beginnings stay, since the rest of a report would otherwise be taken for keys.
    package mutating func flush() -> [TerminalInput] {
        guard isAmbiguous else { return [] }
        defer { pending = [] }
        return pending.count == 1 && !isPasting ? [.key(.escape)] : []
    }

    /// How many bytes the unit at the beginning has; `nil` while it is incomplete.
    private static func lengthOfUnit(_ bytes: ArraySlice<UInt8>) -> Int? {
        let first = bytes[bytes.startIndex]
        guard first == 0x1B else { return lengthOfCharacter(bytes) }
        guard bytes.count >= 2 else { return nil }
        switch bytes[bytes.startIndex + 1] {
        case UInt8(ascii: "["):
            for (offset, byte) in bytes.enumerated().dropFirst(2) where !(0x20...0x3F).contains(byte) {
                // A byte that cannot be part of the sequence ends it, and is read again on its own.
                return (0x40...0x7E).contains(byte) ? offset + 1 : offset
            }
            return nil
        case UInt8(ascii: "O"):
            return bytes.count >= 3 ? 3 : nil
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
            return lengthOfString(bytes)
        case 0x1B:
            return 1
        default:
            return 2
        }
    }

    /// The length of an operating-system, device-control or application string, which ends with `ESC \` or BEL.
    private static func lengthOfString(_ bytes: ArraySlice<UInt8>) -> Int? {
        var isAfterEscape = false
        for (offset, byte) in bytes.enumerated().dropFirst(2) {
            if byte == 0x07 || (isAfterEscape && byte == UInt8(ascii: "\\")) { return offset + 1 }
            isAfterEscape = byte == 0x1B
        }
        return nil
    }

    private static func lengthOfCharacter(_ bytes: ArraySlice<UInt8>) -> Int? {
        let length: Int
        switch bytes[bytes.startIndex] {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF: length = 3
        case 0xF0...0xF4: length = 4
        default: return 1
        }
        for (offset, byte) in bytes.prefix(length).enumerated().dropFirst() where byte & 0xC0 != 0x80 {
            return offset
        }
        return bytes.count >= length ? length : nil
    }

    private mutating func decode(_ unit: ArraySlice<UInt8>, first: UInt8) -> TerminalInput? {
        if first == 0x1B, unit.count >= 3, unit[unit.startIndex + 1] == UInt8(ascii: "[") {
            return decodeControlSequence(unit)
        }
        guard !isPasting else { return nil }
        if first == 0x1B {
            return decodeEscape(unit)
        }
        switch first {
        case 0x0D, 0x0A: return .key(.enter)
        case 0x08, 0x7F: return .key(.backspace)
        case 0x01...0x1A: return .key(.control(Character(Unicode.Scalar(first + 0x60))))
        case 0x00...0x1F: return nil
        default: break
        }
        let text = String(decoding: unit, as: UTF8.self)
        guard text.count == 1, let character = text.first, character != "\u{FFFD}" else { return nil }
        return .key(.character(character))
    }

    private func decodeEscape(_ unit: ArraySlice<UInt8>) -> TerminalInput? {
        guard unit.count > 1 else { return .key(.escape) }
        guard unit.count == 3, unit[unit.startIndex + 1] == UInt8(ascii: "O") else { return nil }
        return Self.arrow(unit[unit.startIndex + 2]).map(TerminalInput.key)
    }

    private mutating func decodeControlSequence(_ unit: ArraySlice<UInt8>) -> TerminalInput? {
        guard let final = unit.last else { return nil }
        let body = unit.dropFirst(2).dropLast()
        let isPrivate = body.first.map { (0x3C...0x3F).contains($0) } ?? false
        let numbers = (isPrivate ? body.dropFirst() : body)
            .split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            .map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }
        switch final {
        case UInt8(ascii: "R") where numbers.count == 2:
            // Row 1 is what F3 with a modifier sends; queries are made from lower rows.
            return numbers[0] > 1 && !isPasting ? .cursorReport(row: numbers[0], column: numbers[1]) : nil
        case UInt8(ascii: "c") where body.first == UInt8(ascii: "?"):
            return .deviceAttributes(numbers)
        case UInt8(ascii: "t") where numbers.count == 3 && numbers[0] == 6:
            return .cellSize(width: numbers[2], height: numbers[1])
        case UInt8(ascii: "~"):
            return decodeNumberedKey(numbers)
        default:
            guard !isPasting, body.isEmpty || !isPrivate else { return nil }
            return Self.arrow(final).map(TerminalInput.key)
        }
    }

    private mutating func decodeNumberedKey(_ numbers: [Int]) -> TerminalInput? {
        switch numbers.first {
        case 200: isPasting = true
        case 201: isPasting = false
        case 5 where !isPasting: return .key(.pageUp)
        case 6 where !isPasting: return .key(.pageDown)
        default: break
        }
        return nil
    }

    private static func arrow(_ final: UInt8) -> Key? {
        switch final {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "M"): .enter
        default: nil
        }
    }
}
