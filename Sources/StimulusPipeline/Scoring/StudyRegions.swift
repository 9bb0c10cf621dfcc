#if NativeLibraries
package import Imaging
import StudyModel
package import Tensor

/// Where the object of an image is and where people look, cut as participants see the picture.
struct StudyRegions {
    let source: SourceImage
    let study: Study
    let folder: StudyFolder
    let pixelLimit: Int

    /// `[H,W]` of the view: 1 inside of the object, 0 outside; nil where the study does not say.
    ///
    /// - Throws: ``StimulusError`` or `ImagingError`.
    func mask(over view: RasterImage) throws -> Tensor? {
        guard let region = source.region else { return nil }
        let picture: RasterImage
        switch region {
        case .mask(let file):
            picture = try ImageFile.read(folder.file(file), pixelLimit: pixelLimit)
        case .box(let x, let y, let width, let height):
            let size = try ImageFile.read(folder.file(source.file), pixelLimit: pixelLimit).size
            guard x + width <= size.width, y + height <= size.height else {
                throw StimulusError(
                    .changed,
                    "The box \(x), \(y), \(width), \(height) of image \"\(source.id)\" reaches out of the picture of "
                        + "\(size); expected one inside of it"
                )
            }
            var pixels = [UInt8](repeating: 0, count: size.width * size.height * 3)
            for row in y..<y + height {
                let start = (row * size.width + x) * 3
                for index in start..<start + 3 * width { pixels[index] = 255 }
            }
            picture = RasterImage(width: size.width, height: size.height, layout: .rgb, pixels: pixels)
        }
        let seen = StimulusRenderer(study: study).view(of: picture)
        guard seen.size == view.size else {
            throw StimulusError(
                .changed,
                "The mask of image \"\(source.id)\" has the proportions of \(picture.size) and its picture others; "
                    + "expected a mask of the picture's size"
            )
        }
        return seen.regionMask
    }

    /// `[h,w]` over what participants see of the picture; nil where the study does not say.
    func humanMap() throws -> Tensor? {
        guard let file = source.humanMap else { return nil }
        let map = try MapFile.read(folder.file(file), pixelLimit: pixelLimit)
        guard let crop = study.crop else { return map }
        let scaled = crop.scaledSize(of: PixelSize(width: map.shape[1], height: map.shape[0]))
        let whole = map.resized(to: scaled, .bilinear)
        let (top, left) = ((scaled.height - crop.size) / 2, (scaled.width - crop.size) / 2)
        let rows = (top..<top + crop.size).flatMap { row in
            whole.values[row * scaled.width + left..<row * scaled.width + left + crop.size]
        }
        return Tensor(shape: [crop.size, crop.size], values: rows)
    }
}

extension RasterImage {
    /// `[H,W]`: 1 where the picture is at least half as bright as it can be, else 0.
    package var regionMask: Tensor {
        let flat = flattened()
        let values = (0..<width * height).map { position -> Float in
            let pixel = flat.pixels[position * flat.channels..<(position + 1) * flat.channels]
            return (pixel.max() ?? 0) >= 128 ? 1 : 0
        }
        return Tensor(shape: [height, width], values: values)
    }
}
#endif
