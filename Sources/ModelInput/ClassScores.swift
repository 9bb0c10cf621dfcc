import Foundation
public import Tensor

/// What a classifier says of one picture.
public struct ClassScores: Sendable, Equatable {
    /// A class with its score.
    public struct Prediction: Sendable, Equatable {
        /// The index of the class, from 0.
        public let index: Int
        /// The name of the class, if it is known.
        public let label: String?
        /// The probability, 0…1.
        public let probability: Double
        /// The score as the model computed it; with probabilities the same.
        public let score: Float

        package init(index: Int, label: String?, probability: Double, score: Float) {
            (self.index, self.label, self.probability, self.score) = (index, label, probability, score)
        }
    }

    /// The scores as the model computed them, by class.
    public let scores: [Float]

    /// What the scores are taken for.
    public let kind: ScoreKind

    /// The probability of each class: the softmax of logits, and probabilities as they are.
    public let probabilities: [Double]

    /// Reads the output of a model for one picture.
    ///
    /// - Parameters:
    ///   - output: `[N]`, `[1,N]`, or such with further axes of extent 1, as `[1,N,1,1]`; N at least 2.
    ///   - kind: What the scores are; see ``ScoreReading``.
    /// - Throws: ``ModelInputError`` with `wrongShape`, `notFinite`, or `scoresMismatch` when probabilities lie outside
    ///   0…1.
    /// - Complexity: O(N).
    public init(output: Tensor, kind: ScoreKind) throws {
        guard output.shape.filter({ $0 != 1 }).count == 1, output.values.count > 1 else {
            throw ModelInputError(
                .wrongShape,
                "The model's output has the shape \(output.shape); expected one score a class for one picture, such as "
                    + "[1, 1000]. Name the output of the classifier in `output.tensor` of the description."
            )
        }
        if let index = output.values.firstIndex(where: { !$0.isFinite }) {
            throw ModelInputError(
                .notFinite,
                "The model's score of class \(index) is \(output.values[index]); expected finite numbers. Check that "
                    + "scale, mean and std of the description are those of the model."
            )
        }
        scores = output.values
        self.kind = kind
        switch kind {
        case .logits:
            probabilities = Self.softmax(scores)
        case .probabilities:
            // Softmax in single precision may exceed 1 by a rounding.
            if let index = scores.firstIndex(where: { !(-1e-4...1.0001).contains($0) }) {
                throw ModelInputError(
                    .scoresMismatch,
                    "The model's score of class \(index) is \(scores[index]), which is no probability. Set `output.kind` "
                        + "of the description to \"logits\"."
                )
            }
            probabilities = scores.map { min(max(Double($0), 0), 1) }
        }
    }

    /// The number of classes.
    public var count: Int { scores.count }

    /// The most probable classes in falling order; of equal ones the lower index first.
    ///
    /// - Parameter labels: Names, if they are known.
    /// - Throws: ``ModelInputError`` with `invalidLabels` when there are more or fewer names than classes.
    /// - Complexity: O(N log N).
    public func top(_ limit: Int, labels: ClassLabels? = nil) throws -> [Prediction] {
        if let labels, labels.count != count {
            throw ModelInputError(
                .invalidLabels,
                "There are \(labels.count) class names, but the model scores \(count) classes. Give the file of names "
                    + "that belongs to the model as `labels` in its description."
            )
        }
        let ranked = scores.indices.sorted {
            scores[$0] == scores[$1] ? $0 < $1 : scores[$0] > scores[$1]
        }
        return ranked.prefix(max(0, limit)).map { index in
            Prediction(
                index: index,
                label: labels?.names[index],
                probability: probabilities[index],
                score: scores[index]
            )
        }
    }

    /// exp(s − max) over its sum, which neither overflows nor loses the small ones.
    private static func softmax(_ scores: [Float]) -> [Double] {
        let greatest = Double(scores.max() ?? 0)
        let powers = scores.map { exp(Double($0) - greatest) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }
}
