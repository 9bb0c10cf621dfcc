#if NativeLibraries
import Foundation
import Imaging
import SeededRandom
import Tensor

/// Numbers drawn evenly from 0…1, pixel by pixel or as smooth blobs: a map that knows nothing.
struct RandomMap: Explainer {
    static let traits = ExplainerTraits(
        id: "random",
        name: "Random map",
        family: .control,
        paper: "Control",
        need: .nothing,
        isClassDiscriminative: false,
        isSigned: false,
        isSeeded: true,
        parameters: [
            .integer("cells", 0...512, 0, "numbers along the shorter side, interpolated to blobs; 0 is one a pixel")
        ],
        map: MapSteps(.sum, .signed)
    )

    private let cells: Int

    init(_ parameters: ParameterValues) { cells = parameters.integer("cells") }

    func passes(for subject: Subject) -> PassCount { PassCount() }

    func explain(_ subject: Subject) async throws -> Explanation {
        let (height, width) = (subject.height, subject.width)
        let isSmooth = cells > 0 && cells < min(height, width)
        let scale = isSmooth ? Double(cells) / Double(min(height, width)) : 1
        let (rows, columns) = (Int((Double(height) * scale).rounded()), Int((Double(width) * scale).rounded()))
        var generator = SeededGenerator(seed: subject.seed, stream: 0)
        let drawn = (0..<rows * columns).map { _ in Float(generator.uniform()) }
        let map = Tensor(shape: [rows, columns], values: drawn)
        guard isSmooth else { return Explanation(map) }
        // Bicubic interpolation overshoots.
        let smooth = map.resized(to: PixelSize(width: width, height: height), .bicubic)
        return Explanation(Tensor(shape: smooth.shape, values: smooth.values.map { min(max($0, 0), 1) }))
    }
}
#endif
