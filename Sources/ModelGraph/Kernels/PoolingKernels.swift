/// Windows over `[N,C,H,W]`, in blocks of channels: a vector register takes one position of a block.
extension Executor {
    func pool(_ pooling: Pooling, _ input: Activation, shape: [Int]) throws -> Activation {
        let input = try laidOut(input, .blocked)
        let output = Activation(
            shape: shape,
            layout: .blocked,
            buffer: pool.buffer(Activation.storedCount(shape, .blocked))
        )
        let windows = PoolingWindows(pooling, input.shape, shape)
        if Native.block == 16 {
            windows.forward(SIMD16<Float>.self, input, output)
        } else {
            windows.forward(SIMD8<Float>.self, input, output)
        }
        return output
    }

    /// The gradient goes to the first largest element of a window, or in equal parts to all that an average counts.
    func poolGradient(
        _ pooling: Pooling,
        input: Activation?,
        _ gradient: Activation,
        shape: [Int]
    ) throws -> Activation {
        let gradient = try laidOut(gradient, .blocked)
        let input = try input.map { try laidOut($0, .blocked) }
        let count = Activation.storedCount(shape, .blocked)
        let result = Activation(shape: shape, layout: .blocked, buffer: pool.buffer(count))
        result.pointer.update(repeating: 0, count: count)
        let windows = PoolingWindows(pooling, shape, gradient.shape)
        if Native.block == 16 {
            windows.backward(SIMD16<Float>.self, input, gradient, result)
        } else {
            windows.backward(SIMD8<Float>.self, input, gradient, result)
        }
        return result
    }

    func interpolate(_ input: Activation, axis: Int, _ taps: InterpolationTaps, shape: [Int]) throws -> Activation {
        let input = try plain(input)
        let output = allocate(shape)
        let inner = input.shape[(axis + 1)...].reduce(1, *)
        let (from, to) = (input.shape[axis], taps.outputCount)
        let (x, y) = (input.pointer, output.pointer)
        Native.parallel(output.count / inner, grain: max(1, 4096 / inner)) { range in
            for item in range {
                let (outer, position) = (item / to, item % to)
                let target = y + item * inner
                target.update(repeating: 0, count: inner)
                for tap in position * taps.tapCount..<(position + 1) * taps.tapCount where taps.weights[tap] != 0 {
                    let source = x + (outer * from + taps.indices[tap]) * inner
                    let weight = taps.weights[tap]
                    for index in 0..<inner { target[index] += weight * source[index] }
                }
            }
        }
        return output
    }

    func interpolateGradient(
        _ gradient: Activation,
        axis: Int,
        _ taps: InterpolationTaps,
        shape: [Int]
    ) throws -> Activation {
        let gradient = try plain(gradient)
        let output = zeros(shape)
        let inner = shape[(axis + 1)...].reduce(1, *)
        let (from, to) = (shape[axis], taps.outputCount)
        let (g, y) = (gradient.pointer, output.pointer)
        Native.parallel(output.count / max(1, inner * from)) { range in
            for outer in range {
                for tap in taps.indices.indices where taps.weights[tap] != 0 {
                    let source = g + (outer * to + tap / taps.tapCount) * inner
                    let target = y + (outer * from + taps.indices[tap]) * inner
                    let weight = taps.weights[tap]
                    for index in 0..<inner { target[index] += weight * source[index] }
                }
            }
        }
        return output
    }
}

/// The windows of a pooling operation over inputs and outputs of given extents.
private struct PoolingWindows {
    let pooling: Pooling
    let height: Int
    let width: Int
    let outputHeight: Int
    let outputWidth: Int
    let planes: Int

    init(_ pooling: Pooling, _ input: [Int], _ output: [Int]) {
        self.pooling = pooling
        (height, width) = (input[2], input[3])
        (outputHeight, outputWidth) = (output[2], output[3])
        planes = input[0] * ((input[1] + Native.block - 1) / Native.block)
    }

    /// The positions of a window along an axis that lie within the input.
    private func positions(_ output: Int, _ axis: Int, _ extent: Int) -> StrideTo<Int> {
        let dilation = pooling.dilations[axis]
        var start = output * pooling.strides[axis] - pooling.pads[axis]
        let end = min(start + (pooling.kernel[axis] - 1) * dilation + 1, extent)
        if start < 0 { start += (-start + dilation - 1) / dilation * dilation }
        return stride(from: start, to: end, by: dilation)
    }

    /// How many elements an average counts along an axis.
    private func counted(_ output: Int, _ axis: Int, _ extent: Int) -> Int {
        guard let pads = pooling.countedPads else { return positions(output, axis, extent).underestimatedCount }
        let start = output * pooling.strides[axis] - pooling.pads[axis]
        return (0..<pooling.kernel[axis]).count { tap in
            let position = start + tap * pooling.dilations[axis]
            return position >= -pads[axis] && position < extent + pads[axis + 2]
        }
    }

    func forward<Vector: SIMD>(_ type: Vector.Type, _ input: Activation, _ output: Activation)
    where Vector.Scalar == Float {
        let (x, y) = (vectors(input, type), vectors(output, type))
        let rowAreas = (0..<outputHeight).map { counted($0, 0, height) }
        let columnAreas = (0..<outputWidth).map { counted($0, 1, width) }
        Native.parallel(planes * outputHeight, grain: max(1, 4096 / (outputWidth * Vector.scalarCount))) { range in
            for item in range {
                let (plane, row) = (item / outputHeight, item % outputHeight)
                let source = x + plane * height * width
                let rows = positions(row, 0, height)
                for column in 0..<outputWidth {
                    let columns = positions(column, 1, width)
                    var value = Vector(repeating: pooling.isMaximum ? -.infinity : 0)
                    for r in rows {
                        for c in columns {
                            let next = source[r * width + c]
                            if pooling.isMaximum {
                                // Not ≤, so that a NaN stays one.
                                value.replace(with: next, where: .!(next .<= value))
                            } else {
                                value += next
                            }
                        }
                    }
                    if !pooling.isMaximum { value /= Float(max(1, rowAreas[row] * columnAreas[column])) }
                    y[item * outputWidth + column] = value
                }
            }
        }
    }

    func backward<Vector: SIMD>(
        _ type: Vector.Type,
        _ input: Activation?,
        _ gradient: Activation,
        _ result: Activation
    ) where Vector.Scalar == Float {
        let (g, r) = (vectors(gradient, type), vectors(result, type))
        let x = input.map { vectors($0, type) }
        let rowAreas = (0..<outputHeight).map { counted($0, 0, height) }
        let columnAreas = (0..<outputWidth).map { counted($0, 1, width) }
        Native.parallel(planes) { range in
            for plane in range {
                let offset = plane * height * width
                let target = r + offset
                for row in 0..<outputHeight {
                    let rows = positions(row, 0, height)
                    for column in 0..<outputWidth {
                        let columns = positions(column, 1, width)
                        let value = g[(plane * outputHeight + row) * outputWidth + column]
                        if let source = x.map({ $0 + offset }) {
                            distribute(value, source, target, rows, columns)
                        } else {
                            let share = value / Float(max(1, rowAreas[row] * columnAreas[column]))
                            for r in rows { for c in columns { target[r * width + c] += share } }
                        }
                    }
                }
            }
        }
    }

    /// Adds a window's gradient at its first largest element.
    private func distribute<Vector: SIMD>(
        _ value: Vector,
        _ source: UnsafeMutablePointer<Vector>,
        _ target: UnsafeMutablePointer<Vector>,
        _ rows: StrideTo<Int>,
        _ columns: StrideTo<Int>
    ) where Vector.Scalar == Float {
        var largest = Vector(repeating: -.infinity)
        for r in rows {
            for c in columns {
                let next = source[r * width + c]
                largest.replace(with: next, where: .!(next .<= largest))
            }
        }
        var isOpen = SIMDMask<Vector.MaskStorage>(repeating: true)
        for r in rows {
            for c in columns {
                let isLargest = isOpen .& (source[r * width + c] .== largest)
                target[r * width + c] += Vector(repeating: 0).replacing(with: value, where: isLargest)
                isOpen = isOpen .& .!isLargest
            }
        }
    }

    private func vectors<Vector: SIMD>(_ activation: Activation, _ type: Vector.Type) -> UnsafeMutablePointer<Vector>
    where Vector.Scalar == Float {
        UnsafeMutableRawPointer(activation.pointer).assumingMemoryBound(to: type)
    }
}
