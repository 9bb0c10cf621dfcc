#if NativeLibraries
import ONNXFormat

/// A constant of the graph: where its numbers are, without holding them where they are large.
struct StoredConstant {
    enum Source {
        case values([Float])
        case initializer(ONNXTensor)
        /// Each row along the first axis times a factor: weights into which a normalization is merged.
        indirect case scaledRows(StoredConstant, [Float])
    }

    let shape: [Int]
    let source: Source

    /// What identifies the numbers among all plans of a model; nil for those that are one plan's own.
    let key: String?

    var count: Int { shape.reduce(1, *) }

    /// Writes the numbers to memory of `count` floats.
    ///
    /// - Throws: `ONNXError` when the file cannot be read.
    func copy(to target: UnsafeMutablePointer<Float>) throws {
        switch source {
        case .values(let values):
            values.withUnsafeBufferPointer {
                if let base = $0.baseAddress { target.update(from: base, count: $0.count) }
            }
        case .initializer(let tensor):
            try tensor.copyFloats(into: UnsafeMutableBufferPointer(start: target, count: count))
        case .scaledRows(let base, let factors):
            try base.copy(to: target)
            let width = count / max(1, factors.count)
            for (row, factor) in factors.enumerated() {
                for index in row * width..<(row + 1) * width { target[index] *= factor }
            }
        }
    }

    func floats() throws -> [Float] {
        if case .values(let values) = source { return values }
        return try [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            if let base = buffer.baseAddress { try copy(to: base) }
            initialized = count
        }
    }
}
#endif
