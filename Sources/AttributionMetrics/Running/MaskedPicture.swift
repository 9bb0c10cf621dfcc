#if NativeLibraries
import Attribution
import Imaging
import Tensor

/// A picture seen through a map: the map brought to 0…1, enlarged by cubic convolution, as the survey's program does.
struct MaskedPicture: Hashable, Sendable {
    /// What is seen where the map is 0.
    let substitute: Substitute
    /// Whether what overshoots 0…1 by interpolation stays, as in the survey's program.
    let isReference: Bool
    /// Whether the map hides in place of showing.
    let isInverted: Bool

    /// The probability of the class, computed at most once for an evaluation; nil where the map is the same everywhere.
    ///
    /// - Throws: `AttributionError` or `ModelError`.
    func probability(in evaluation: Evaluation) async throws -> Double? {
        guard let input = try input(of: evaluation) else { return nil }
        return try await evaluation.masked(self) {
            return try await evaluation.subject.probabilities(1) { _, target in
                _ = target.update(fromContentsOf: input.values)
            }[0]
        }
    }

    /// The input seen through the map; nil where the map is the same everywhere.
    func input(of evaluation: Evaluation) throws -> Tensor? {
        try mask(of: evaluation).map { try input(through: $0, evaluation.subject) }
    }

    /// The map from 0 to 1 at the input's size.
    private func mask(of evaluation: Evaluation) -> Tensor? {
        let map = evaluation.map
        guard let low = map.values.min(), let high = map.values.max() else { return nil }
        // The survey's program leaves a map that is the same everywhere as it is.
        guard high > low || isReference else { return nil }
        let normalized = high > low ? map.values.map { ($0 - low) / (high - low) } : map.values
        let size = PixelSize(width: evaluation.subject.width, height: evaluation.subject.height)
        let mask = Tensor(shape: map.shape, values: normalized).resized(to: size, .bicubic)
        guard !isReference else { return mask }
        return Tensor(shape: mask.shape, values: mask.values.map { min(max($0, 0), 1) })
    }

    private func input(through mask: Tensor, _ subject: Subject) throws -> Tensor {
        let hidden = try substitute.input(for: subject).values
        let plane = subject.plane
        var values = subject.input.values
        for channel in 0..<subject.channels {
            for position in 0..<plane {
                let index = channel * plane + position
                let share = isInverted ? 1 - mask.values[position] : mask.values[position]
                values[index] = values[index] * share + hidden[index] * (1 - share)
            }
        }
        return Tensor(shape: subject.input.shape, values: values)
    }

    /// The parameters of metrics that look through the map.
    static let parameters = [Substitute.parameter(.zero), CurveParameters.mode]

    init(_ parameters: ParameterValues, isInverted: Bool = false) {
        substitute = Substitute(parameters)
        isReference = parameters.text("mode") == "reference"
        self.isInverted = isInverted
    }

    /// What is said of a map without contrast.
    static let constant = "the map is the same everywhere"
    /// What is said where the probability is divided by.
    static let impossible = "the probability of the class is 0"
}
#endif
