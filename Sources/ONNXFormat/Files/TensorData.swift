/// Where the elements of a tensor are.
enum TensorData: Sendable {
    /// Packed, the least significant byte of an element first, from an offset on.
    case packed(StoredBytes, offset: Int)
    /// Packed likewise, in a file beside the model.
    case external(ExternalFile, offset: Int)
    /// As numbers of one field of a message.
    case field(Int, message: Range<Int>, of: StoredBytes)

    /// The bytes that are converted at once, a multiple of every element's size.
    private static let chunkSize = 1 << 16

    /// Hands over the elements in order, packed, a chunk at a time; chunks end between elements.
    ///
    /// - Parameter byteCount: The bytes in all.
    /// - Throws: `Fault` when the data cannot be read, and whatever `body` throws.
    func forEachChunk(
        byteCount: Int,
        elementSize: Int,
        _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        switch self {
        case .packed(let bytes, let offset):
            var chunk = [UInt8](repeating: 0, count: min(byteCount, Self.chunkSize))
            for start in stride(from: 0, to: byteCount, by: Self.chunkSize) {
                let count = min(Self.chunkSize, byteCount - start)
                try chunk.withUnsafeMutableBytes { chunk in
                    let part = UnsafeMutableRawBufferPointer(rebasing: chunk[..<count])
                    try bytes.read(at: offset + start, into: part)
                    try body(UnsafeRawBufferPointer(part))
                }
            }
        case .external(let file, let offset):
            try TensorData.packed(file.open(), offset: offset)
                .forEachChunk(byteCount: byteCount, elementSize: elementSize, body)
        case .field(let number, let message, let bytes):
            var chunk: [UInt8] = []
            chunk.reserveCapacity(min(byteCount, Self.chunkSize))
            try Self.forEachNumber(of: number, in: message, of: WireWindow(bytes)) { word in
                for index in 0..<elementSize { chunk.append(UInt8(truncatingIfNeeded: word >> UInt64(8 * index))) }
                guard chunk.count >= Self.chunkSize else { return }
                try chunk.withUnsafeBytes(body)
                chunk.removeAll(keepingCapacity: true)
            }
            if !chunk.isEmpty { try chunk.withUnsafeBytes(body) }
        }
    }

    /// Fills a buffer with all elements as they are stored, packed.
    ///
    /// - Returns: Whether it could be done in one go; nothing is written otherwise.
    /// - Throws: `Fault` when the data cannot be read.
    func fill(_ buffer: UnsafeMutableRawBufferPointer) throws -> Bool {
        switch self {
        case .packed(let bytes, let offset): try bytes.read(at: offset, into: buffer)
        case .external(let file, let offset): try file.open().read(at: offset, into: buffer)
        case .field: return false
        }
        return true
    }

    /// Hands over the bits of the numbers of one field of a message, whether they stand alone or packed.
    ///
    /// - Throws: `Fault` when the message is malformed or cannot be read, and whatever `body` throws.
    static func forEachNumber(
        of number: Int,
        in message: Range<Int>,
        of window: WireWindow,
        _ body: (UInt64) throws -> Void
    ) throws {
        var cursor = WireCursor(window, message)
        while let field = try cursor.next() {
            guard field.number == number else { continue }
            switch field.value {
            case .varint(let word), .fixed64(let word): try body(word)
            case .fixed32(let word): try body(UInt64(word))
            case .bytes(let range):
                var packed = WireCursor(window, range)
                while !packed.isAtEnd {
                    switch TensorField(rawValue: number) {
                    case .float: try body(UInt64(try packed.fixed(UInt32.self)))
                    case .double: try body(try packed.fixed(UInt64.self))
                    default: try body(try packed.varint())
                    }
                }
            }
        }
    }
}

/// The fields of a tensor that may hold its elements as numbers.
enum TensorField: Int, CaseIterable {
    case float = 4
    case int32 = 5
    case int64 = 7
    case double = 10
    case uint64 = 11

    /// The field that holds elements of a type; nil for text.
    init?(for type: ONNXElementType) {
        switch type {
        case .float32, .complex64: self = .float
        case .float64, .complex128: self = .double
        case .int64: self = .int64
        case .uint32, .uint64: self = .uint64
        case .string: return nil
        case .uint8, .int8, .uint16, .int16, .int32, .bool, .float16, .bfloat16: self = .int32
        }
    }

    /// The name in `onnx.proto`.
    var name: String { "\(self)_data" }
}
