#if NativeLibraries
/// Gradients of class scores: where a convolution is what classifies, only the class's channel has any.
extension Executor {
    /// The channels of each image whose gradient is not all zero, where they are few among many.
    ///
    /// - Returns: nil where the convolution or the gradient is of another kind.
    func fewChannels(_ convolution: Convolution, _ gradient: Activation, shape: [Int]) -> [[Int]]? {
        let limit = 4
        guard convolution.kernel == [1, 1], convolution.strides == [1, 1], convolution.pads.allSatisfy({ $0 == 0 }),
            convolution.groups == 1, gradient.shape[1] >= 256, gradient.layout == .blocked,
            shape[1] % Native.block == 0
        else { return nil }
        let (block, plane) = (Native.block, gradient.shape[2] * gradient.shape[3])
        let blocks = (gradient.shape[1] + block - 1) / block
        var channels: [[Int]] = []
        for image in 0..<gradient.shape[0] {
            var found: [Int] = []
            for index in 0..<blocks {
                let from = UnsafeRawPointer(gradient.pointer + (image * blocks + index) * plane * block)
                var bits = SIMD8<UInt32>()
                var others = SIMD8<UInt32>()
                for position in 0..<plane {
                    bits |= from.loadUnaligned(fromByteOffset: position * block * 4, as: SIMD8<UInt32>.self)
                    guard block == 16 else { continue }
                    others |= from.loadUnaligned(fromByteOffset: (position * block + 8) * 4, as: SIMD8<UInt32>.self)
                }
                // The sign of a zero does not count.
                for lane in 0..<8 where bits[lane] << 1 != 0 { found.append(index * block + lane) }
                for lane in 0..<8 where others[lane] << 1 != 0 { found.append(index * block + 8 + lane) }
                if found.count > limit { return nil }
            }
            channels.append(found)
        }
        return channels
    }

    /// The gradient of a pointwise convolution from a few of its channels.
    func pointwiseGradient(
        weights: Operand,
        _ gradient: Activation,
        from channels: [[Int]],
        shape: [Int]
    ) throws -> Activation {
        let weights = try plain(try activation(weights))
        let result = Activation(
            shape: shape,
            layout: .blocked,
            buffer: pool.buffer(Activation.storedCount(shape, .blocked))
        )
        let (block, plane) = (Native.block, shape[2] * shape[3])
        let (inputs, outputs) = (shape[1] / block, (gradient.shape[1] + block - 1) / block)
        let (g, w, r) = (gradient.pointer, weights.pointer, result.pointer)
        Native.parallel(shape[0] * inputs) { range in
            for item in range {
                let (image, part) = (item / inputs, item % inputs)
                let target = r + item * plane * block
                target.update(repeating: 0, count: plane * block)
                for channel in channels[image] {
                    let row = w + channel * shape[1] + part * block
                    let source = g + (image * outputs + channel / block) * plane * block + channel % block
                    for position in 0..<plane {
                        let factor = source[position * block]
                        for lane in 0..<block { target[position * block + lane] += factor * row[lane] }
                    }
                }
            }
        }
        withExtendedLifetime((gradient, weights)) {}
        return result
    }
}
#endif
