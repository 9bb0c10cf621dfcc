extension RasterImage {
    /// Scales a picture, bilinear with antialiasing where it shrinks: Pillow's `BILINEAR` within rounding.
    ///
    /// - Precondition: Both extents of `size` are positive.
    /// - Complexity: O(input pixels + output pixels).
    public func resized(to size: PixelSize) -> RasterImage {
        precondition(size.width > 0 && size.height > 0, "A picture cannot be resized to \(size).")
        guard size != self.size else { return self }
        let (width, channels, layout) = (width, channels, layout)
        let resampled = pixels.withUnsafeBufferPointer { pixels in
            Resampling.resample(
                inputWidth: width,
                inputHeight: height,
                channels: channels,
                horizontal: ResamplingAxis(antialiasedFrom: width, to: size.width),
                vertical: ResamplingAxis(antialiasedFrom: height, to: size.height)
            ) { row, target in
                let start = row * width * channels
                for index in 0..<width * channels { target[index] = Float(pixels[start + index]) }
                if layout == .rgba { Self.weightByOpacity(target) }
            }
        }
        var scaled = resampled
        if layout == .rgba { Self.unweightByOpacity(&scaled) }
        return RasterImage(
            width: size.width,
            height: size.height,
            layout: layout,
            pixels: scaled.map { UInt8(min(max($0, 0), 255) + 0.5) }
        )
    }

    /// The largest size of this picture's proportions within `bounds`; never larger than the picture itself.
    public func size(fitting bounds: PixelSize) -> PixelSize {
        let scale = min(1, Double(bounds.width) / Double(width), Double(bounds.height) / Double(height))
        return PixelSize(
            width: max(1, Int((Double(width) * scale).rounded())),
            height: max(1, Int((Double(height) * scale).rounded()))
        )
    }

    /// What is transparent has no say in the colors around it.
    private static func weightByOpacity(_ row: UnsafeMutableBufferPointer<Float>) {
        for offset in stride(from: 0, to: row.count, by: 4) {
            let opacity = row[offset + 3] / 255
            for channel in 0..<3 { row[offset + channel] *= opacity }
        }
    }

    private static func unweightByOpacity(_ samples: inout [Float]) {
        for offset in stride(from: 0, to: samples.count, by: 4) where samples[offset + 3] > 0 {
            let opacity = samples[offset + 3] / 255
            for channel in 0..<3 { samples[offset + channel] /= opacity }
        }
    }
}
