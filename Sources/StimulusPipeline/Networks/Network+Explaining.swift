#if NativeLibraries
package import Attribution
package import ModelInput
import Tensor

extension Network {
    /// The network as explainers use it.
    package func classifier() throws -> Classifier {
        try Classifier(
            model,
            inputName: inputName(),
            outputName: outputName,
            isChannelsLast: description?.layout == .nhwc,
            givesProbabilities: description?.scoreKind == .probabilities
        )
    }

    /// The class that is explained, with its probability.
    package func prediction(_ target: ExplanationTarget, of picture: ExplainedPicture) async throws
        -> ClassScores.Prediction
    {
        let classifier = try classifier()
        let batch = Tensor(shape: [1] + picture.input.shape, values: picture.input.values)
        let probabilities = try await classifier.allProbabilities(batch, PassLog())[0]
        let labels = try labels()
        let index: Int
        switch target {
        case .predicted: index = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
        case .named(let reference): index = try reference.index(classCount: probabilities.count, labels: labels)
        }
        let label = labels.flatMap { $0.count == probabilities.count ? $0.names[index] : nil }
        return ClassScores.Prediction(
            index: index,
            label: label,
            probability: probabilities[index],
            score: Float(probabilities[index])
        )
    }
}
#endif
