#if NativeLibraries
package import ModelGraph
package import ModelInput
package import ONNXFormat
package import Tensor

/// A network, and what its description says of its input and its output.
package struct Network {
    package let file: ONNXModel
    package let model: Model
    package let description: ModelDescription?

    /// Opens a network.
    ///
    /// - Throws: `ONNXError` or `ModelError`.
    package init(reading path: String, description: ModelDescription?) throws {
        try self.init(ONNXModel.read(path), description: description)
    }

    /// Takes a model that was read.
    ///
    /// - Throws: `ModelError`.
    package init(_ file: ONNXModel, description: ModelDescription?) throws {
        (self.file, model) = (file, try Model(file))
        self.description = description
    }

    /// The name of the input that pictures go to.
    package func inputName() throws -> String {
        try description?.inputName ?? model.inputName()
    }

    /// The tensor that classifies.
    package var outputName: String { description?.outputName ?? model.outputNames[0] }

    /// The tensor that classifies, before a final softmax.
    package var scoreName: String { model.scoreName(of: outputName) }

    /// Whether ``outputName`` is probabilities, from a softmax; its logarithm is as good as logits.
    package var givesProbabilities: Bool { model.endsInSoftmax(outputName) }

    /// The names of the classes, where the description says where they are.
    package func labels() throws -> ClassLabels? {
        try description?.labelsPath.map { try ClassLabels(reading: $0) }
    }

    /// How pictures become inputs.
    package func preparation() throws -> InputPreparation {
        let name = try inputName()
        let shape = model.inputs.first { $0.name == name }?.shape
        let extents: [Int?]? = shape?.map { if case .fixed(let size) = $0 { size } else { nil } }
        return try InputPreparation(description, inputShape: extents ?? [nil, nil, nil, nil])
    }

    /// The gradient of the score of a class, summed over the images of a batch, before a final softmax.
    /// - Parameter tensor: What is differentiated by; the input without it.
    package func gradient(of target: ClassReference, by tensor: String?, input: Tensor) async throws -> Tensor {
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
