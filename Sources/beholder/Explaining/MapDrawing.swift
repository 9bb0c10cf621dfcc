#if NativeLibraries
import Imaging
import Tensor

/// How maps are drawn where no study says it: signed ones around a middle color, others from least to most.
enum MapDrawing {
    static let signed = StimulusRendering(colormap: .blueWhiteRed, normalization: MapNormalization(scale: .maxAbs))
    static let unsigned = StimulusRendering()

    /// - Throws: `ImagingError` for a map that cannot be drawn.
    static func render(_ map: Tensor, isSigned: Bool, over picture: RasterImage) throws -> RasterImage {
        try (isSigned ? signed : unsigned).render(image: picture, map: map)
    }
}
#endif
