#if NativeLibraries
import Tensor

/// How sharply the picture's luminance changes, as scikit-image's `sobel` measures it: 0 on a plain, at most 1.
///
/// Adebayo et al. 2018, arXiv:1810.03292, show that some explainers are little more than such an edge detector.
struct SobelEdges: Explainer {
    static let traits = ExplainerTraits(
        id: "sobel",
        name: "Sobel edges",
        family: .control,
        paper: "Control; Adebayo et al. 2018, arXiv:1810.03292",
        need: .nothing,
        isClassDiscriminative: false,
        isSigned: false,
        map: MapSteps(.sum, .signed)
    )

    init(_ parameters: ParameterValues) {}

    func passes(for subject: Subject) -> PassCount { PassCount() }

    func explain(_ subject: Subject) async throws -> Explanation {
        let picture = subject.picture
        let (height, width) = (picture.shape[1], picture.shape[2])
        let plane = height * width
        // ITU-R BT.601.
        let luminance = (0..<plane).map { position -> Double in
            let red = 0.299 * Double(picture.values[position])
            let green = 0.587 * Double(picture.values[plane + position])
            return red + green + 0.114 * Double(picture.values[2 * plane + position])
        }
        // Beyond its border the picture goes on with its outermost pixels.
        func light(_ row: Int, _ column: Int) -> Double {
            luminance[min(max(row, 0), height - 1) * width + min(max(column, 0), width - 1)]
        }
        let values = (0..<plane).map { position -> Float in
            let (row, column) = (position / width, position % width)
            var (down, across) = (0.0, 0.0)
            for (offset, weight) in [(-1, 0.25), (0, 0.5), (1, 0.25)] {
                down += weight * (light(row + 1, column + offset) - light(row - 1, column + offset))
                across += weight * (light(row + offset, column + 1) - light(row + offset, column - 1))
            }
            return Float(((down * down + across * across) / 2).squareRoot())
        }
        return Explanation(Tensor(shape: [height, width], values: values))
    }
}
#endif
