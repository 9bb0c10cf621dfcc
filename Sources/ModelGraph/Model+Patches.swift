#if NativeLibraries
import ONNXFormat
public import Tensor

extension Model {
    /// Whether the model is written for single images: its batch is fixed at 1.
    public var takesOneImage: Bool {
        if case .fixed(1)? = inputs.first?.shape?.first { true } else { false }
    }

    /// Pixels that take the place of a picture's own.
    public struct InputPatch: Sendable {
        /// The first row that is replaced.
        public let row: Int
        /// The first column that is replaced.
        public let column: Int
        /// `[C,h,w]`, as the network takes them.
        public let pixels: Tensor

        /// Puts a patch together.
        public init(row: Int, column: Int, pixels: Tensor) {
            self.row = row
            self.column = column
            self.pixels = pixels
        }
    }

    /// Runs a picture with parts of it replaced, one part at a time, and recomputes only what they change.
    ///
    /// Equal to running each changed picture whole but for rounding. Between batches it can be cancelled.
    /// - Parameters:
    ///   - picture: `[1,C,H,W]`.
    ///   - patches: All of one size, each within the picture.
    ///   - name: The tensor wanted; the first output by default.
    ///   - batch: How many patches are run at once; 1 where the model takes single pictures only.
    ///   - progress: Is told how many patches are done.
    /// - Returns: `[patches,…]`.
    /// - Throws: ``ModelError`` `shapeMismatch`, or `CancellationError`.
    public func run(
        _ picture: Tensor,
        replacing patches: [InputPatch],
        fetching name: String? = nil,
        batch: Int = 32,
        progress: (@Sendable (Int) -> Void)? = nil
    ) async throws -> Tensor {
        try await run(picture, patches, name ?? outputNames[0], selecting: nil, batch, progress)
    }

    /// The scores of some classes, before a final softmax, for a picture with parts of it replaced, one at a time.
    ///
    /// - Parameters:
    ///   - picture: `[1,C,H,W]`.
    ///   - patches: All of one size, each within the picture.
    ///   - classes: Indices.
    ///   - output: The first output by default.
    ///   - batch: How many patches are run at once; 1 where the model takes single pictures only.
    ///   - progress: Is told how many patches are done.
    /// - Returns: `[patches,classes]`.
    /// - Throws: ``ModelError`` `shapeMismatch` or `classOutOfRange`, or `CancellationError`.
    public func scores(
        _ picture: Tensor,
        replacing patches: [InputPatch],
        classes: [Int],
        of output: String? = nil,
        batch: Int = 32,
        progress: (@Sendable (Int) -> Void)? = nil
    ) async throws -> Tensor {
        let selection = ClassSelection(scores: scoreName(of: output), classes: classes)
        let found = try await run(picture, patches, selection.scores, selecting: selection, batch, progress)
        return Tensor(shape: [patches.count, classes.count], values: found.values)
    }

    private func run(
        _ picture: Tensor,
        _ patches: [InputPatch],
        _ output: String,
        selecting selection: ClassSelection?,
        _ batch: Int,
        _ progress: (@Sendable (Int) -> Void)?
    ) async throws -> Tensor {
        precondition(batch > 0, "Patches are run in batches of at least 1.")
        let input = try inputName()
        let shape = picture.shape
        guard shape.count == 4, shape[0] == 1 else {
            throw ModelError(.shapeMismatch, "Patches replace parts of one picture [1,C,H,W], not of \(shape).")
        }
        guard let first = patches.first else { return Tensor(shape: [0], values: []) }
        for patch in patches {
            let size = patch.pixels.shape
            guard size == first.pixels.shape, size.count == 3, size[0] == shape[1], !size.contains(0), patch.row >= 0,
                patch.column >= 0,
                patch.row + size[1] <= shape[2], patch.column + size[2] <= shape[3]
            else {
                throw ModelError(
                    .shapeMismatch,
                    "A patch of \(size) at row \(patch.row), column \(patch.column) does not fit a picture of \(shape)."
                )
            }
        }
        let engine = engine
        let batch = takesOneImage ? 1 : batch
        // Each call has a base of its own: calls for other pictures may come between two batches.
        let base = try await ComputeThread.shared.run {
            try engine.base(picture, input: input, fetching: output, selecting: selection)
        }
        var parts: [Tensor] = []
        var start = 0
        while start < patches.count {
            let part = Array(patches[start..<min(start + batch, patches.count)])
            parts.append(
                try await ComputeThread.shared.run {
                    try engine.run(base, input: input, replacing: part, fetching: output)
                }
            )
            start += part.count
            progress?(start)
        }
        guard parts.count > 1 else { return parts[0] }
        return Tensor(shape: [patches.count] + parts[0].shape.dropFirst(), values: parts.flatMap(\.values))
    }
}
#endif
