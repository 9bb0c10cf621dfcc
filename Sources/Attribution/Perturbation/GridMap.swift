#if NativeLibraries
import Imaging
import Tensor

/// Brings the values of a grid's cells to the input's size.
struct GridMap: Sendable {
    static let parameter = ParameterSpecification.choice(
        "upsampling",
        ["bicubic", "bilinear", "nearest"],
        "how the values of the cells become a map of the input's size"
    )

    private let interpolation: Interpolation

    init(_ parameters: ParameterValues) {
        interpolation = Interpolation(rawValue: parameters.text("upsampling")) ?? .bicubic
    }

    /// - Parameter cells: As the grid was made.
    func map(_ values: [Double], _ segments: Segments, cells: Int) -> Tensor {
        // Cells that are not all of one size are shown where they are.
        guard interpolation != .nearest else { return segments.map(values) }
        let shape = [min(cells, segments.height), min(cells, segments.width)]
        return Tensor(shape: shape, values: values.map { Float($0) })
            .resized(to: PixelSize(width: segments.width, height: segments.height), interpolation)
    }
}
#endif
