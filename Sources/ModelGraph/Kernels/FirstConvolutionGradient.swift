#if NativeLibraries
internal import Tensor

extension Convolution {
    /// Whether an input has so few channels that oneDNN's gradient kernels leave most of a vector idle.
    func isFirst(_ input: [Int]) -> Bool {
        groups == 1 && input[1] <= 4 && dilations == [1, 1]
    }
}

extension Executor {
    /// The gradient of a convolution of few channels.
    ///
    /// Elements that are a stride apart lie alike in the windows that read them, so those at the same offset within a
    /// stride are the output of one convolution of the gradient with every stride-th weight: all offsets together are
    /// one convolution with as many channels, whose output is then laid out as the input is.
    func firstConvolutionGradient(
        _ geometry: Convolution,
        weights: Operand,
        _ gradient: Activation,
        shape: [Int]
    ) throws -> Activation {
        let constant =
            try plan.constants[weights]
            ?? StoredConstant(
                shape: self.shape(weights),
                source: .values(plain(activation(weights)).tensor.values),
                key: nil
            )
        let (strides, pads) = (geometry.strides, geometry.pads)
        let kernel = (0..<2).map { axis in (geometry.kernel[axis] + strides[axis] - 1) / strides[axis] }
        let parts = StoredConstant(
            shape: [shape[1] * strides[0] * strides[1], gradient.shape[1]] + kernel,
            source: .reversedStrides(constant, strides: strides),
            key: constant.key.map { "\($0) by strides" }
        )
        let extents = (0..<2).map { axis -> Int in
            let reached = (shape[axis + 2] - 1 + pads[axis]) / strides[axis] + 1
            return max(reached, gradient.shape[axis + 2])
        }
        let convolution = Convolution(
            kernel: kernel,
            strides: [1, 1],
            dilations: [1, 1],
            pads: [kernel[0] - 1, kernel[1] - 1, 0, 0],
            groups: 1
        )
        let key = ConvolutionKey(
            convolution,
            gradient.shape,
            parts.shape[0],
            output: [shape[0], parts.shape[0]] + extents,
            allowsWinograd: false
        )
        let compiled = try convolutions.forward(key)
        let source = try laidOut(gradient, compiled.sourceLayout)
        let packed = try constants.packed(parts, compiled.weights, as: parts.shape)
        let apart = Activation(
            shape: key.output,
            layout: compiled.destinationLayout,
            buffer: pool.buffer(Activation.storedCount(key.output, compiled.destinationLayout))
        )
        try compiled.operation.run([source.pointer, packed.pointer, apart.pointer], pool)
        withExtendedLifetime((source, packed)) {}
        return interleaved(try laidOut(apart, .blocked), strides, pads, shape: shape)
    }

    /// `[N,C·s·t,h,w]`, the elements at each offset within strides, as `[N,C,H,W]`.
    private func interleaved(_ apart: Activation, _ strides: [Int], _ pads: [Int], shape: [Int]) -> Activation {
        let result = allocate(shape)
        let (channels, height, width) = (shape[1], shape[2], shape[3])
        let (block, plane, columns) = (Native.block, apart.shape[2] * apart.shape[3], apart.shape[3])
        let blocks = (apart.shape[1] + block - 1) / block
        let (from, to) = (apart.pointer, result.pointer)
        Native.parallel(shape[0] * channels * height, grain: max(1, 16384 / width)) { range in
            for line in range {
                let (image, channel, row) = (line / (channels * height), line / height % channels, line % height)
                let (above, down) = ((row + pads[0]) / strides[0], (row + pads[0]) % strides[0])
                let target = to + line * width
                for right in 0..<strides[1] {
                    let part = (channel * strides[0] + down) * strides[1] + right
                    let source =
                        from + ((image * blocks + part / block) * plane + above * columns) * block + part % block
                    // The first element of the row that lies at this offset, and what it follows from.
                    var column = (right - pads[1] % strides[1] + strides[1]) % strides[1]
                    var index = (column + pads[1]) / strides[1] * block
                    while column < width {
                        target[column] = source[index]
                        column += strides[1]
                        index += block
                    }
                }
            }
        }
        withExtendedLifetime(apart) {}
        return result
    }
}
#endif
