package import Imaging
package import StudyModel
package import Tensor

/// Draws the stimuli of a study: the same bytes in, the same pixels out.
package struct StimulusRenderer: Sendable {
    /// The longer side of a shown picture at most, in pixels; a larger photo is scaled down before a map is laid over
    /// it, since no participant's screen shows more and every trial would pay for it.
    package static let longestSide = 1024

    private let rendering: Rendering
    private let crop: Crop?

    /// Draws as a study asks.
    package init(study: Study) {
        rendering = study.rendering
        crop = study.crop
    }

    /// The picture as participants see it without a map.
    package func view(of picture: RasterImage) -> RasterImage {
        guard let crop else {
            let bounds = PixelSize(width: Self.longestSide, height: Self.longestSide)
            return picture.flattened().resized(to: picture.size(fitting: bounds))
        }
        return picture.flattened().resized(to: crop.scaledSize(of: picture.size)).centerSquare(crop.size)
    }

    /// A map with its picture's view.
    /// - Throws: `ImagingError` for a map that cannot be drawn.
    package func render(_ map: Tensor, over view: RasterImage) throws -> RasterImage {
        try rendering.imaging.render(image: view, map: map)
    }

    /// Whether a map's values can be drawn.
    /// - Throws: `ImagingError` for values that are not finite or all the same.
    func check(_ map: Tensor, name: String) throws {
        _ = try rendering.imagingNormalization.normalized(map, name: name)
    }

    /// A map's values as they are drawn, at the size of the view.
    package func drawnValues(of map: Tensor, over view: RasterImage) throws -> [Float] {
        try rendering.imagingNormalization.normalized(map).resized(to: view.size).values
    }
}

extension Crop {
    /// The whole picture's size once its shorter side is scaled, the longer rounded.
    func scaledSize(of size: PixelSize) -> PixelSize {
        let shorter = min(size.width, size.height)
        func scaled(_ side: Int) -> Int {
            side == shorter ? shorterSide : Int((Double(side) * Double(shorterSide) / Double(shorter)).rounded())
        }
        return PixelSize(width: scaled(size.width), height: scaled(size.height))
    }
}

extension RasterImage {
    /// The square of a side at the center; torchvision's rounding of odd margins.
    func centerSquare(_ side: Int) -> RasterImage {
        let left = Int((Double(width - side) / 2).rounded(.toNearestOrEven))
        let top = Int((Double(height - side) / 2).rounded(.toNearestOrEven))
        var square: [UInt8] = []
        square.reserveCapacity(side * side * channels)
        for row in top..<top + side {
            let start = (row * width + left) * channels
            square += pixels[start..<start + side * channels]
        }
        return RasterImage(width: side, height: side, layout: layout, pixels: square)
    }
}
