public import Tensor

/// How a saliency map is shown with its picture.
///
/// A map is normalized at its own resolution, interpolated to the size of the picture, then colored; colors are blended
/// as encoded (sRGB), as browsers and the published figures do.
public struct StimulusRendering: Sendable, Hashable {
    /// The arrangements of picture and map.
    public enum Style: String, Sendable, CaseIterable {
        /// The colored map over the picture.
        case overlay
        /// The picture on the left, the colored map on the right.
        case sideBySide
        /// The colored map, without the picture.
        case mapAlone
        /// Lines of equal value over the picture.
        case contour
    }

    /// What the opacity of an overlay depends on.
    public enum Blending: String, Sendable, CaseIterable {
        /// The same opacity everywhere.
        case uniform
        /// Opacity in proportion to the drawn value, so that the picture is clear where the map is 0; with signed maps
        /// to the absolute value.
        case proportional
    }

    /// The arrangement of picture and map.
    public var style: Style
    /// The colors of the map's values.
    public var colormap: Colormap
    /// How much of the picture the map covers, 0…1; only with `overlay`.
    public var opacity: Double
    /// What the opacity depends on; only with `overlay`.
    public var blending: Blending
    /// How values are brought to the range of the colors.
    public var normalization: MapNormalization
    /// How the map is brought to the size of the picture.
    public var interpolation: Interpolation

    /// Joins the options of a rendering.
    ///
    /// - Precondition: `opacity` is within 0…1.
    public init(
        style: Style = .overlay,
        colormap: Colormap = .viridis,
        opacity: Double = 0.5,
        blending: Blending = .uniform,
        normalization: MapNormalization = MapNormalization(),
        interpolation: Interpolation = .bilinear
    ) {
        precondition((0...1).contains(opacity), "An opacity is 0…1, not \(opacity).")
        self.style = style
        self.colormap = colormap
        self.opacity = opacity
        self.blending = blending
        self.normalization = normalization
        self.interpolation = interpolation
    }

    /// Draws a map with its picture, what is transparent in the picture laid over white.
    ///
    /// - Parameters:
    ///   - image: The picture.
    ///   - map: `[H,W]` of any resolution; it is stretched over the whole picture.
    /// - Returns: RGB, of the picture's size; with `sideBySide` twice as wide and a gap between.
    /// - Throws: `ImagingError` with `invalidShape`, `constant` or `notFinite`.
    /// - Complexity: O(pixels).
    public func render(image: RasterImage, map: Tensor) throws -> RasterImage {
        let base = image.flattened()
        guard map.shape.count == 2, !map.values.isEmpty else {
            throw ImagingError(.invalidShape, "The map has the shape \(map.shape); expected [H,W].")
        }
        let drawn = try normalization.normalized(map).resized(to: base.size, interpolation)
        let positions = normalization.positions(of: drawn.values)
        switch style {
        case .overlay: return overlay(positions, over: base)
        case .sideBySide: return Self.beside(base, colored(positions, base.size))
        case .mapAlone: return colored(positions, base.size)
        case .contour:
            let strengths = positions.map(strength(at:))
            return ContourDrawing(field: Tensor(shape: drawn.shape, values: strengths)).drawn(over: base)
        }
    }

    private func colored(_ positions: [Float], _ size: PixelSize) -> RasterImage {
        let colors = colormap.colors
        let pixels = [UInt8](unsafeUninitializedCapacity: positions.count * 3) { pixels, initialized in
            for (pixel, position) in positions.enumerated() {
                let color = 3 * Colormap.index(of: position)
                for channel in 0..<3 {
                    pixels.initializeElement(at: 3 * pixel + channel, to: colors[color + channel])
                }
            }
            initialized = positions.count * 3
        }
        return RasterImage(width: size.width, height: size.height, layout: .rgb, pixels: pixels)
    }

    private func overlay(_ positions: [Float], over base: RasterImage) -> RasterImage {
        let colors = colormap.colors
        let uniform = Float(opacity)
        let pixels = [UInt8](unsafeUninitializedCapacity: base.pixels.count) { pixels, initialized in
            for (pixel, position) in positions.enumerated() {
                let opacity = blending == .uniform ? uniform : uniform * strength(at: position)
                let color = 3 * Colormap.index(of: position)
                for channel in 0..<3 {
                    let below = Float(base.pixels[3 * pixel + channel])
                    let blend = below + opacity * (Float(colors[color + channel]) - below)
                    pixels.initializeElement(at: 3 * pixel + channel, to: UInt8(blend + 0.5))
                }
            }
            initialized = base.pixels.count
        }
        return RasterImage(width: base.width, height: base.height, layout: .rgb, pixels: pixels)
    }

    /// How far a position is from the one that stands for 0, 0…1.
    private func strength(at position: Float) -> Float {
        normalization.isSigned ? abs(2 * position - 1) : position
    }

    private static func beside(_ left: RasterImage, _ right: RasterImage) -> RasterImage {
        let gap = [UInt8](repeating: 255, count: 3 * max(2, left.width / 40))
        let row = 3 * left.width
        var pixels: [UInt8] = []
        pixels.reserveCapacity((2 * row + gap.count) * left.height)
        for start in stride(from: 0, to: row * left.height, by: row) {
            pixels += left.pixels[start..<start + row]
            pixels += gap
            pixels += right.pixels[start..<start + row]
        }
        return RasterImage(width: 2 * left.width + gap.count / 3, height: left.height, layout: .rgb, pixels: pixels)
    }
}
