#if NativeLibraries
import ONNXFormat

/// A constant of the graph: where its numbers are, without holding them where they are large.
struct StoredConstant {
    enum Source {
        case values([Float])
        case initializer(ONNXTensor)
        /// Each row along the first axis times a factor: weights into which a normalization is merged.
        indirect case scaledRows(StoredConstant, [Float])
        /// The elements of an axis at some indices: the weights of some channels.
        indirect case taken(StoredConstant, axis: Int, indices: [Int])
        /// Weights `[O,C,h,w]` as `[C·s·t,O,⌈h/s⌉,⌈w/t⌉]`: those that are a stride apart together, the last first.
        indirect case reversedStrides(StoredConstant, strides: [Int])
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
        case .taken(let base, let axis, let indices):
            let all = try base.floats()
            let inner = base.shape[(axis + 1)...].reduce(1, *)
            var next = target
            for row in 0..<base.shape[..<axis].reduce(1, *) {
                for index in indices {
                    let start = (row * base.shape[axis] + index) * inner
                    for offset in 0..<inner { next[offset] = all[start + offset] }
                    next += inner
                }
            }
        case .reversedStrides(let base, let strides):
            let all = try base.floats()
            target.update(repeating: 0, count: count)
            let (outputs, channels) = (base.shape[0], base.shape[1])
            let (height, width) = (base.shape[2], base.shape[3])
            for (index, weight) in all.enumerated() {
                let (column, row) = (index % width, index / width % height)
                let (channel, output) = (index / (width * height) % channels, index / (width * height * channels))
                let part = (channel * strides[0] + row % strides[0]) * strides[1] + column % strides[1]
                let (down, right) = (shape[2] - 1 - row / strides[0], shape[3] - 1 - column / strides[1])
                target[((part * outputs + output) * shape[2] + down) * shape[3] + right] = weight
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
