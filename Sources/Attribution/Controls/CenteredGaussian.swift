#if NativeLibraries
import Foundation
import Tensor

/// A bell over the middle of the picture, where photographers put things: 1 in the middle.
struct CenteredGaussian: Explainer {
    static let traits = ExplainerTraits(
        id: "gaussian",
        name: "Centred Gaussian",
        family: .control,
        paper: "Control; Judd, Durand and Torralba 2012, MIT-CSAIL-TR-2012-001",
        need: .nothing,
        isClassDiscriminative: false,
        isSigned: false,
        parameters: [.number("sigma", 0.01...10, 0.25, "the standard deviation in height and width of the picture")],
        map: MapSteps(.sum, .signed)
    )

    private let sigma: Double

    init(_ parameters: ParameterValues) { sigma = parameters.number("sigma") }

    func passes(for subject: Subject) -> PassCount { PassCount() }

    func explain(_ subject: Subject) async throws -> Explanation {
        let (rows, columns) = (bell(subject.height), bell(subject.width))
        let values = rows.flatMap { row in columns.map { Float(row * $0) } }
        return Explanation(Tensor(shape: [subject.height, subject.width], values: values))
    }

    private func bell(_ extent: Int) -> [Double] {
        (0..<extent).map { position in
            let distance = (Double(position) + 0.5) / Double(extent) - 0.5
            return exp(-distance * distance / (2 * sigma * sigma))
        }
    }
}
#endif
