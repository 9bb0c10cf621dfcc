#if NativeLibraries
import ModelGraph
import Tensor

extension Layer {
    /// Where the elements of a channel lie in one image's value of the tensor, those of tokens before the grid too.
    ///
    /// - Parameter count: The elements of the whole value.
    func elements(of channel: Int, among count: Int) -> StrideTo<Int> {
        switch arrangement {
        case .channelsFirst:
            let plane = height * width
            return stride(from: channel * plane, to: (channel + 1) * plane, by: 1)
        case .channelsLast, .tokens: return stride(from: channel, to: count, by: channels)
        }
    }
}

extension Subject {
    /// What a batch of one image is given as.
    var givenShapes: [String: [Int]] {
        [classifier.inputName: classifier.given(batchOfOne).shape]
    }

    /// The layer's value for the input, in the network's own layout, and the class score.
    func valueAndScore(_ layer: Layer) async throws -> (value: Tensor, score: Double) {
        let batch = classifier.given(batchOfOne)
        let scores = classifier.scoreName
        let found = try await classifier.model.run([classifier.inputName: batch], fetching: [layer.name, scores])
        log.add(forward: 1)
        guard let value = found[layer.name], let all = found[scores]?.values else {
            throw AttributionError(.notApplicable, "\(layer.name) is not computed.")
        }
        return (value, try score(in: all))
    }

    /// The score of the class explained among those of all classes.
    func score(in all: [Float]) throws -> Double { try probability(in: all.map(Double.init)) }

    /// The class score with other values of a layer in place of its own; what lies before the layer is not run.
    ///
    /// - Parameters:
    ///   - value: The layer's own value for the input.
    ///   - change: Changes the copy of the value with the given index.
    func scores(
        _ count: Int,
        changing layer: Layer,
        _ value: Tensor,
        _ change: (_ index: Int, _ value: UnsafeMutableBufferPointer<Float>) -> Void
    ) async throws -> [Float] {
        let model = classifier.model
        let (size, scoreName) = (value.values.count, classifier.scoreName)
        var shapes = [layer.name: value.shape]
        var bytes: Int
        var needsInput = false
        do {
            bytes = try await model.activationBytes(shapes, of: scoreName)
        } catch let error as ModelError where error.code == .shapeMismatch {
            // A way around the layer begins at the input.
            shapes.merge(givenShapes) { own, _ in own }
            needsInput = true
            bytes = try await model.activationBytes(shapes, of: scoreName)
        }
        let batch = model.takesOneImage ? 1 : max(1, min(32, memoryLimit / max(1, bytes)))
        var result: [Float] = []
        while result.count < count {
            try Task.checkCancellation()
            let (first, number) = (result.count, min(batch, count - result.count))
            let values = [Float](unsafeUninitializedCapacity: number * size) { buffer, initialized in
                initialized = number * size
                for index in 0..<number {
                    let part = UnsafeMutableBufferPointer(rebasing: buffer[index * size..<(index + 1) * size])
                    _ = part.initialize(from: value.values)
                    change(first + index, part)
                }
            }
            var given = [layer.name: Tensor(shape: [number] + value.shape.dropFirst(), values: values)]
            if needsInput {
                let images = (0..<number).flatMap { _ in input.values }
                given[classifier.inputName] = classifier.given(Tensor(shape: [number] + input.shape, values: images))
            }
            result += try await model.scores(given, classes: [target], of: classifier.outputName).values
            log.add(forward: number)
        }
        return result
    }
}
#endif
