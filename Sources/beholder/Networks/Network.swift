#if NativeLibraries
import Foundation
import Imaging
import ModelGraph
import ModelInput
import ONNXFormat
import Tensor

/// A network, and what its description says of its input and its output.
struct Network {
    let file: ONNXModel
    let model: Model
    let description: ModelDescription?

    init(reading path: String, description: ModelDescription?) throws {
        file = try ONNXModel.read(path)
        model = try Model(file)
        self.description = description
    }

    /// The name of the input that pictures go to.
    func inputName() throws -> String {
        try description?.inputName ?? model.inputName()
    }

    /// The tensor that classifies.
    var outputName: String { description?.outputName ?? model.outputNames[0] }

    /// The tensor that classifies, before a final softmax.
    var scoreName: String { model.scoreName(of: outputName) }

    /// Whether ``outputName`` is probabilities, from a softmax; its logarithm is as good as logits.
    var givesProbabilities: Bool { model.endsInSoftmax(outputName) }

    /// The names of the classes, where the description says where they are.
    func labels() throws -> ClassLabels? {
        try description?.labelsPath.map { try ClassLabels(reading: $0) }
    }

    /// The input that a picture becomes; what nobody said and was assumed goes to standard error.
    func prepare(_ picture: RasterImage) throws -> Tensor {
        let name = try inputName()
        let shape = model.inputs.first { $0.name == name }?.shape
        let extents: [Int?]? = shape?.map { if case .fixed(let size) = $0 { size } else { nil } }
        let preparation = try InputPreparation(description, inputShape: extents ?? [nil, nil, nil, nil])
        for assumption in preparation.assumptions { Output.message(assumption) }
        return try preparation.tensor(from: picture)
    }

    /// The gradient of the score of a class, summed over the images of a batch, before a final softmax.
    /// - Parameter tensor: What is differentiated by; the input without it.
    func gradient(of target: ClassReference, by tensor: String?, input: Tensor) async throws -> Tensor {
        let name = try inputName()
        let source = tensor ?? name
        var labels: ClassLabels?
        if case .label = target { labels = try self.labels() }
        let result = try await model.gradients([name: input], of: scoreName, with: [source]) { [labels] scores, _ in
            let images = max(1, scores.shape.first ?? 1)
            let count = scores.values.count / images
            if let labels { try Self.check(labels, count) }
            let index = try target.index(classCount: count, labels: labels)
            var seed = [Float](repeating: 0, count: scores.values.count)
            for image in 0..<images { seed[image * count + index] = 1 }
            return Tensor(shape: scores.shape, values: seed)
        }
        guard let gradient = result.gradients[source] else {
            throw ModelError(.notDifferentiable, "There is no gradient of \(scoreName) by \(source).")
        }
        return gradient
    }

    /// A name stands for a class only where each class has one.
    private static func check(_ labels: ClassLabels, _ count: Int) throws {
        guard labels.count != count else { return }
        throw ModelInputError(
            .invalidLabels,
            "There are \(labels.count) class names, but the model scores \(count) classes. Give the file of names "
                + "that belongs to the model as `labels` in its description."
        )
    }
}
#endif
