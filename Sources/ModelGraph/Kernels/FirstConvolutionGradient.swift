#if NativeLibraries
import COneDNN

extension Convolution {
    /// Whether an input has so few channels that oneDNN's gradient kernels leave most of a vector idle.
    func isFirst(_ input: [Int]) -> Bool {
        groups == 1 && input[1] <= 4
    }
}

extension Executor {
    /// The gradient of a convolution of few channels: a matrix product gives what each output sends to each element of
    /// its window, and these are added up, some rows of outputs at a time so that they stay in the cache.
    func firstConvolutionGradient(
        _ geometry: Convolution,
        weights: Operand,
        _ gradient: Activation,
        shape: [Int]
    ) throws -> Activation {
        let g = try plain(gradient)
        let w = try plain(try activation(weights))
        let result = zeros(shape)
        let (outputs, area) = (g.shape[1], geometry.kernel[0] * geometry.kernel[1] * shape[1])
        let (rows, columns) = (g.shape[2], g.shape[3])
        let band = max(1, min(rows, 131_072 / max(1, area * columns)))
        let bands = (rows + band - 1) / band
        // Neighboring bands write to the same rows, so an image is one thread's; a single image's bands come in turn.
        let scratch = pool.buffer(area * columns * band * Native.threadCount)
        let images = shape[0]
        let share = area * columns * band
        func run(_ image: Int, _ slot: Int) {
            for index in 0..<bands {
                let (first, count) = (index * band, min(band, rows - index * band))
                let positions = count * columns
                let parts = scratch.pointer + slot * share
                // Row-major [area, positions] = Wᵀ [area, outputs] · G [outputs, positions].
                dnnl_sgemm(
                    CChar(UInt8(ascii: "T")),
                    CChar(UInt8(ascii: "N")),
                    Int64(area),
                    Int64(positions),
                    Int64(outputs),
                    1,
                    w.pointer,
                    Int64(area),
                    g.pointer + (image * outputs * rows + first) * columns,
                    Int64(rows * columns),
                    0,
                    parts,
                    Int64(positions)
                )
                // Channels are apart, so an image that is alone is shared among the threads by them.
                func add(_ channels: Range<Int>) {
                    geometry.addWindows(
                        parts,
                        to: result,
                        image: image,
                        channels: channels,
                        outputRows: first..<first + count,
                        columns: columns
                    )
                }
                if images >= Native.threadCount { add(0..<shape[1]) } else { Native.parallel(shape[1], add) }
            }
        }
        if images >= Native.threadCount {
            Native.parallel(Native.threadCount) { range in
                for slot in range {
                    for image in images * slot / Native.threadCount..<images * (slot + 1) / Native.threadCount {
                        run(image, slot)
                    }
                }
            }
        } else {
            for image in 0..<images { run(image, 0) }
        }
        withExtendedLifetime((g, w, scratch)) {}
        return result
    }
}

extension Convolution {
    /// Adds `[C·h·w, rows·columns]`, what outputs send to each element of their windows, to `[N,C,H,W]`.
    fileprivate func addWindows(
        _ parts: UnsafeMutablePointer<Float>,
        to result: Activation,
        image: Int,
        channels: Range<Int>,
        outputRows: Range<Int>,
        columns: Int
    ) {
        let (height, width) = (result.shape[2], result.shape[3])
        let step = strides[1]
        let taps = kernel[0] * kernel[1]
        for tap in channels.lowerBound * taps..<channels.upperBound * taps {
            let channel = tap / taps
            let (down, right) = (tap / kernel[1] % kernel[0] * dilations[0], tap % kernel[1] * dilations[1])
            let plane = result.pointer + (image * result.shape[1] + channel) * height * width
            // The outputs whose element lies within the input.
            let offset = right - pads[1]
            let low = offset >= 0 ? 0 : (-offset + step - 1) / step
            let high = min(columns, (width - 1 - offset) >= 0 ? (width - 1 - offset) / step + 1 : 0)
            guard low < high else { continue }
            for (line, outputRow) in outputRows.enumerated() {
                let row = outputRow * strides[0] - pads[0] + down
                guard (0..<height).contains(row) else { continue }
                let source = parts + (tap * outputRows.count + line) * columns
                let target = plane + row * width + offset
                if step == 1 {
                    for column in low..<high { target[column] += source[column] }
                } else {
                    for column in low..<high { target[column * step] += source[column] }
                }
            }
        }
    }
}
#endif
