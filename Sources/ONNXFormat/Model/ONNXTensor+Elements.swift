extension ONNXTensor {
    /// The elements as 32-bit floats, of any type but text and complex numbers; rounded where they do not fit.
    ///
    /// - Throws: `ONNXError` with `wrongType` for text and complex numbers, `unreadable` or `externalData` when the
    ///   file changed.
    /// - Complexity: O(elements).
    public func floats() throws -> [Float] {
        try [Float](unsafeUninitializedCapacity: elementCount) { buffer, initialized in
            try copyFloats(into: UnsafeMutableBufferPointer(rebasing: buffer[..<elementCount]))
            initialized = elementCount
        }
    }

    /// Writes the elements into a buffer as 32-bit floats, without a copy in between where they are stored so.
    ///
    /// - Parameter buffer: Room for `elementCount` floats, which need not be initialized.
    /// - Throws: `ONNXError` as ``floats()`` does; the buffer may then be filled in part.
    /// - Precondition: `buffer` has as many elements as the tensor.
    /// - Complexity: O(elements).
    public func copyFloats(into buffer: UnsafeMutableBufferPointer<Float>) throws {
        precondition(buffer.count == elementCount, "A buffer of \(buffer.count) floats is not of the tensor's size.")
        try reading {
            switch elementType {
            case .float32:
                #if _endian(little)
                if try data?.fill(UnsafeMutableRawBufferPointer(buffer)) == true { return }
                #endif
                try convert(into: buffer) { (word: UInt32) in Float(bitPattern: word) }
            case .float64: try convert(into: buffer) { (word: UInt64) in Float(Double(bitPattern: word)) }
            case .float16: try convert(into: buffer) { (word: UInt16) in Float(Float16(bitPattern: word)) }
            case .bfloat16: try convert(into: buffer) { (word: UInt16) in Float(bitPattern: UInt32(word) << 16) }
            case .bool: try convert(into: buffer) { (word: UInt8) in word == 0 ? 0 : 1 }
            case .int8: try convert(into: buffer) { (word: Int8) in Float(word) }
            case .int16: try convert(into: buffer) { (word: Int16) in Float(word) }
            case .int32: try convert(into: buffer) { (word: Int32) in Float(word) }
            case .int64: try convert(into: buffer) { (word: Int64) in Float(word) }
            case .uint8: try convert(into: buffer) { (word: UInt8) in Float(word) }
            case .uint16: try convert(into: buffer) { (word: UInt16) in Float(word) }
            case .uint32: try convert(into: buffer) { (word: UInt32) in Float(word) }
            case .uint64: try convert(into: buffer) { (word: UInt64) in Float(word) }
            case .string, .complex64, .complex128: throw wrongType("numbers")
            }
        }
    }

    /// The elements as 64-bit floats, of any type but text and complex numbers; rounded where they do not fit.
    ///
    /// - Throws: `ONNXError` as ``floats()`` does.
    /// - Complexity: O(elements).
    public func doubles() throws -> [Double] {
        try array { buffer in
            switch elementType {
            case .float64: try convert(into: buffer) { (word: UInt64) in Double(bitPattern: word) }
            case .float32: try convert(into: buffer) { (word: UInt32) in Double(Float(bitPattern: word)) }
            case .float16: try convert(into: buffer) { (word: UInt16) in Double(Float16(bitPattern: word)) }
            case .bfloat16:
                try convert(into: buffer) { (word: UInt16) in Double(Float(bitPattern: UInt32(word) << 16)) }
            case .uint64: try convert(into: buffer) { (word: UInt64) in Double(word) }
            case .string, .complex64, .complex128: throw wrongType("numbers")
            case .bool, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32:
                try convertIntegers(into: buffer) { Double($0) }
            }
        }
    }

    /// The elements as integers; truth values become 0 and 1.
    ///
    /// - Throws: `ONNXError` with `wrongType` for other types and for numbers above 2⁶³ − 1, `unreadable` or
    ///   `externalData` when the file changed.
    /// - Complexity: O(elements).
    public func integers() throws -> [Int] {
        try array { buffer in try convertIntegers(into: buffer) { $0 } }
    }

    private func convertIntegers<Value>(
        into buffer: UnsafeMutableBufferPointer<Value>,
        _ value: (Int) -> Value
    ) throws {
        switch elementType {
        case .bool: try convert(into: buffer) { (word: UInt8) in value(word == 0 ? 0 : 1) }
        case .int8: try convert(into: buffer) { (word: Int8) in value(Int(word)) }
        case .int16: try convert(into: buffer) { (word: Int16) in value(Int(word)) }
        case .int32: try convert(into: buffer) { (word: Int32) in value(Int(word)) }
        case .int64: try convert(into: buffer) { (word: Int64) in value(Int(word)) }
        case .uint8: try convert(into: buffer) { (word: UInt8) in value(Int(word)) }
        case .uint16: try convert(into: buffer) { (word: UInt16) in value(Int(word)) }
        case .uint32: try convert(into: buffer) { (word: UInt32) in value(Int(word)) }
        case .uint64:
            try convert(into: buffer) { (word: UInt64) in
                guard let integer = Int(exactly: word) else {
                    throw Fault(.wrongType, "its element \(word) does not fit a signed 64-bit integer")
                }
                return value(integer)
            }
        case .float32, .float16, .float64, .bfloat16, .string, .complex64, .complex128: throw wrongType("integers")
        }
    }
}

extension ONNXTensor {
    /// Converts the elements one by one.
    private func convert<Word: FixedWidthInteger & BitwiseCopyable, Value>(
        into buffer: UnsafeMutableBufferPointer<Value>,
        _ value: (Word) throws -> Value
    ) throws {
        let size = MemoryLayout<Word>.size
        var index = 0
        try data?.forEachChunk(byteCount: elementCount * size, elementSize: size) { chunk in
            // A file that changes under our hands may have more elements than before.
            guard chunk.count / size <= buffer.count - index else { throw Self.changed }
            for offset in stride(from: 0, to: chunk.count - chunk.count % size, by: size) {
                let word = Word(littleEndian: chunk.loadUnaligned(fromByteOffset: offset, as: Word.self))
                buffer.initializeElement(at: index, to: try value(word))
                index += 1
            }
        }
        guard index == elementCount else { throw Self.changed }
    }

    private func array<Value>(_ fill: (UnsafeMutableBufferPointer<Value>) throws -> Void) throws -> [Value] {
        try [Value](unsafeUninitializedCapacity: elementCount) { buffer, initialized in
            try reading { try fill(UnsafeMutableBufferPointer(rebasing: buffer[..<elementCount])) }
            initialized = elementCount
        }
    }

    private func reading(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let fault as Fault {
            throw fault.within(place).error(in: source)
        }
    }

    private func wrongType(_ expected: String) -> Fault {
        Fault(.wrongType, "its elements are \(elementType.name); expected \(expected)")
    }

    private static let changed = Fault(.unreadable, "the file was changed after it was opened; read it again")
}
