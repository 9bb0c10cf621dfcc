extension RasterImage {
    /// The picture in grays, what is transparent laid over white: ITU-R BT.601 luma as Pillow's mode `L` rounds it.
    ///
    /// - Returns: RGB whose three channels are alike.
    /// - Complexity: O(pixels).
    public func grayscale() -> RasterImage {
        var pixels = flattened().pixels
        for offset in stride(from: 0, to: pixels.count, by: 3) {
            let (red, green, blue) = (Int(pixels[offset]), Int(pixels[offset + 1]), Int(pixels[offset + 2]))
            let luma = UInt8((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16)
            for channel in 0..<3 { pixels[offset + channel] = luma }
        }
        return RasterImage(width: width, height: height, layout: .rgb, pixels: pixels)
    }
}
