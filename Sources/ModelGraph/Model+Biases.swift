#if NativeLibraries
public import Tensor

extension Model {
    /// What a constant that the network adds contributes to a class score, to first order.
    public struct BiasPart: Sendable {
        /// The node that adds it.
        public let node: String
        /// Σ constant · gradient of the score by what the node computes.
        public let sum: Double
        /// The terms of that sum, `[1,C,H,W]`, where the constant has one number for each channel: for the bias of a
        /// convolution or of a batch normalization, but not for a position embedding or the bias of a linear layer.
        public let terms: Tensor?
    }

    /// The gradient of a class score, before a final softmax, by one image, and what every added constant contributes:
    /// in a network of linear steps, ReLU and max-pooling, Σ gradient · image + Σ sums is the score.
    ///
    /// - Parameters:
    ///   - image: `[1,…]`.
    ///   - output: The first output by default.
    /// - Throws: ``ModelError``, also `classOutOfRange`.
    public func biasParts(
        _ image: Tensor,
        of input: String,
        class index: Int,
        output: String? = nil
    ) async throws -> (score: Float, gradient: Tensor, parts: [BiasPart]) {
        let (engine, name) = (engine, scoreName(of: output))
        return try await ComputeThread.shared.run {
            try engine.biasGradients(
                [input: image],
                of: name,
                with: input,
                selecting: ClassSelection(scores: name, classes: [index])
            )
        }
    }
}
#endif
