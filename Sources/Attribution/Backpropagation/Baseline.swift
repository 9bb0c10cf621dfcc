#if NativeLibraries
import Tensor

/// The input without information that a method compares with.
enum Baseline {
    case zero, black, mean
    case value(Float)

    /// What explainers with a baseline take.
    static let parameters: [ParameterSpecification] = [
        .choice(
            "baseline",
            ["zero", "black", "mean", "value"],
            "the input compared with: 0 as the network takes it, black pixels, the mean of each channel, or a value"
        ),
        .number("baseline-value", -1e6...1e6, 0, "the input value everywhere, where the baseline is a value"),
    ]

    init(_ parameters: ParameterValues) {
        switch parameters.text("baseline") {
        case "black": self = .black
        case "mean": self = .mean
        case "value": self = .value(Float(parameters.number("baseline-value")))
        default: self = .zero
        }
    }

    /// The baseline of an input, `[C,H,W]`.
    ///
    /// - Throws: ``AttributionError`` `notApplicable` where it is not known what black is.
    func input(of subject: Subject) throws -> Tensor {
        let plane = subject.plane
        let levels: [Float]
        switch self {
        case .zero: levels = [Float](repeating: 0, count: subject.channels)
        case .value(let value): levels = [Float](repeating: value, count: subject.channels)
        case .mean:
            levels = (0..<subject.channels).map { channel in
                let own = subject.input.values[channel * plane..<(channel + 1) * plane]
                return Float(own.reduce(0) { $0 + Double($1) } / Double(plane))
            }
        case .black:
            guard let black = subject.black, black.count == subject.channels else {
                throw AttributionError(
                    .notApplicable,
                    "What black pixels become is not known without the preparation of pictures. Give a description of "
                        + "the model, or take baseline zero, mean or value."
                )
            }
            levels = black
        }
        return Tensor(
            shape: subject.input.shape,
            values: levels.flatMap { [Float](repeating: $0, count: plane) }
        )
    }
}
#endif
