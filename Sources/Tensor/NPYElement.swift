/// The element types that are read from an `.npy` file; each becomes a 32-bit float.
enum NPYElement: Equatable {
    case boolean
    case signed(bytes: Int)
    case unsigned(bytes: Int)
    case floating(bytes: Int)

    var byteCount: Int {
        switch self {
        case .boolean: 1
        case .signed(let bytes), .unsigned(let bytes), .floating(let bytes): bytes
        }
    }

    /// Parses a NumPy type string without its byte-order mark, such as `f4`.
    init?(typeString: Substring) {
        switch typeString {
        case "b1": self = .boolean
        case "i1": self = .signed(bytes: 1)
        case "i2": self = .signed(bytes: 2)
        case "i4": self = .signed(bytes: 4)
        case "i8": self = .signed(bytes: 8)
        case "u1": self = .unsigned(bytes: 1)
        case "u2": self = .unsigned(bytes: 2)
        case "u4": self = .unsigned(bytes: 4)
        case "u8": self = .unsigned(bytes: 8)
        case "f2": self = .floating(bytes: 2)
        case "f4": self = .floating(bytes: 4)
        case "f8": self = .floating(bytes: 8)
        default: return nil
        }
    }

    /// Converts packed elements to floats, rounding what does not fit 24 bits of precision.
    ///
    /// - Complexity: O(bytes).
    func floats(from bytes: ArraySlice<UInt8>, bigEndian: Bool) -> [Float] {
        bytes.withUnsafeBytes { raw in
            switch self {
            case .boolean: load(raw, UInt8.self, bigEndian) { $0 == 0 ? 0 : 1 }
            case .signed(1): load(raw, Int8.self, bigEndian) { Float($0) }
            case .signed(2): load(raw, Int16.self, bigEndian) { Float($0) }
            case .signed(4): load(raw, Int32.self, bigEndian) { Float($0) }
            case .signed: load(raw, Int64.self, bigEndian) { Float($0) }
            case .unsigned(1): load(raw, UInt8.self, bigEndian) { Float($0) }
            case .unsigned(2): load(raw, UInt16.self, bigEndian) { Float($0) }
            case .unsigned(4): load(raw, UInt32.self, bigEndian) { Float($0) }
            case .unsigned: load(raw, UInt64.self, bigEndian) { Float($0) }
            case .floating(2): load(raw, UInt16.self, bigEndian) { Float(Float16(bitPattern: $0)) }
            case .floating(4): load(raw, UInt32.self, bigEndian) { Float(bitPattern: $0) }
            case .floating: load(raw, UInt64.self, bigEndian) { Float(Double(bitPattern: $0)) }
            }
        }
    }

    private func load<Word: FixedWidthInteger & BitwiseCopyable>(
        _ raw: UnsafeRawBufferPointer,
        _ type: Word.Type,
        _ bigEndian: Bool,
        _ convert: (Word) -> Float
    ) -> [Float] {
        let count = raw.count / MemoryLayout<Word>.size
        return Array(unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count {
                let word = raw.loadUnaligned(fromByteOffset: index * MemoryLayout<Word>.size, as: type)
                buffer.initializeElement(
                    at: index,
                    to: convert(bigEndian ? Word(bigEndian: word) : Word(littleEndian: word))
                )
            }
            initialized = count
        }
    }
}
