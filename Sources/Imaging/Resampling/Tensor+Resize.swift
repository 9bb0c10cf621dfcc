public import Tensor

extension Tensor {
    /// Interpolates a map to another size.
    ///
    /// - Precondition: The map is `[H,W]` and not empty; both extents of `size` are positive.
    /// - Returns: `[size.height, size.width]`. Bicubic values may lie beyond those of the map.
    /// - Complexity: O(output values).
    public func resized(to size: PixelSize, _ interpolation: Interpolation = .bilinear) -> Tensor {
        precondition(shape.count == 2 && !values.isEmpty, "Only a map [H,W] is resized; this has shape \(shape).")
        precondition(size.width > 0 && size.height > 0, "A map cannot be resized to \(size).")
        let (height, width) = (shape[0], shape[1])
        guard size != PixelSize(width: width, height: height) else { return self }
        let resampled = Resampling.resample(
            inputWidth: width,
            inputHeight: height,
            channels: 1,
            horizontal: ResamplingAxis(from: width, to: size.width, interpolation),
            vertical: ResamplingAxis(from: height, to: size.height, interpolation)
        ) { row, target in
            for x in 0..<width { target[x] = values[row * width + x] }
        }
        return Tensor(shape: [size.height, size.width], values: resampled)
    }
}
