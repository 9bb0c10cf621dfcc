#if NativeLibraries
import Foundation
public import ModelGraph
public import Tensor

/// A network as explainers use it: channels first, scores before a final softmax.
public struct Classifier: Sendable {
    /// The network.
    public let model: Model
    /// The input that pictures go to.
    public let inputName: String
    /// The output that classifies.
    public let outputName: String
    /// Whether it takes `[N,H,W,C]`; inputs here are `[N,C,H,W]` all the same.
    public let isChannelsLast: Bool
    /// Whether the output is probabilities without a softmax that could be taken off.
    public let givesProbabilities: Bool

    /// Opens a network.
    ///
    /// - Throws: `ModelError` where it has several inputs and none is named.
    public init(
        _ model: Model,
        inputName: String? = nil,
        outputName: String? = nil,
        isChannelsLast: Bool = false,
        givesProbabilities: Bool = false
    ) throws {
        self.model = model
        self.inputName = try inputName ?? model.inputName()
        self.outputName = outputName ?? model.outputNames[0]
        self.isChannelsLast = isChannelsLast
        self.givesProbabilities = givesProbabilities && !model.endsInSoftmax(self.outputName)
    }

    /// The tensor of class scores before a final softmax.
    public var scoreName: String { model.scoreName(of: outputName) }

    /// The scores of one class for a batch `[N,C,H,W]`, before a final softmax.
    package func scores(_ batch: Tensor, of target: Int, _ log: PassLog) async throws -> [Float] {
        let found = try await model.scores([inputName: given(batch)], classes: [target], of: outputName)
        log.add(forward: batch.shape[0])
        return found.values
    }

    /// The scores of all classes for a batch `[N,C,H,W]`: `[N,classes]`, before a final softmax.
    public func allScores(_ batch: Tensor, _ log: PassLog) async throws -> Tensor {
        let name = scoreName
        let found = try await model.run([inputName: given(batch)], fetching: [name])[name]
        log.add(forward: batch.shape[0])
        guard let found else { throw AttributionError(.notApplicable, "\(model.source) has no tensor \(name).") }
        return Tensor(shape: [batch.shape[0], found.values.count / max(1, batch.shape[0])], values: found.values)
    }

    /// The probabilities of all classes for a batch: `[N,classes]`, in double precision.
    public func allProbabilities(_ batch: Tensor, _ log: PassLog) async throws -> [[Double]] {
        let scores = try await allScores(batch, log)
        let width = scores.shape[1]
        return (0..<scores.shape[0]).map { row in
            let own = scores.values[row * width..<(row + 1) * width].map(Double.init)
            return givesProbabilities ? own : Self.softmax(own)
        }
    }

    package static func softmax(_ scores: [Double]) -> [Double] {
        let top = scores.max() ?? 0
        let exponentials = scores.map { Foundation.exp($0 - top) }
        let sum = exponentials.reduce(0, +)
        return exponentials.map { $0 / sum }
    }

    /// The gradient of a class score by each of a batch `[N,C,H,W]`, and what else of the graph is wanted.
    ///
    /// - Parameters:
    ///   - targets: A class for each image.
    ///   - tensors: Inner tensors to differentiate by too.
    ///   - names: Inner tensors whose values are wanted.
    package func gradients(
        _ batch: Tensor,
        of targets: [Int],
        by tensors: [String] = [],
        fetching names: [String] = [],
        byInput: Bool = true,
        overrides: [OperationKind: GradientOverride] = [:],
        _ log: PassLog
    ) async throws -> (input: Tensor?, gradients: [String: Tensor], values: [String: Tensor]) {
        let result = try await model.gradients(
            [inputName: given(batch)],
            classes: targets,
            of: outputName,
            with: (byInput ? [inputName] : []) + tensors,
            fetching: names,
            overrides: overrides
        )
        log.add(forward: batch.shape[0], backward: batch.shape[0])
        var gradients = result.gradients
        let own = gradients.removeValue(forKey: inputName).map(taken)
        return (own, gradients, result.values)
    }

    /// A batch as the network takes it.
    package func given(_ batch: Tensor) -> Tensor {
        isChannelsLast ? batch.permuted([0, 2, 3, 1]) : batch
    }

    /// What the network gives in its own layout, channels first.
    package func taken(_ batch: Tensor) -> Tensor {
        isChannelsLast ? batch.permuted([0, 3, 1, 2]) : batch
    }
}
#endif
