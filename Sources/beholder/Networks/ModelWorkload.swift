#if NativeLibraries
import ModelGraph
import SeededRandom
import Statistics
import Tensor

/// What a benchmark of a network repeats.
struct ModelWorkload {
    /// The kinds of work.
    enum Kind {
        case forward
        case gradient
        case occlusion
    }

    /// The side of the window of zeros and the distance of its positions, in pixels.
    static let (window, stride) = (32, 16)

    private let kind: Kind
    private let model: Model
    private let name: String
    private let input: Tensor
    private let batch: Int

    /// The images that a run gets through.
    var images: Int { kind == .occlusion ? 1 : batch }

    /// Makes random inputs in −2…2, as normalized pictures are.
    init(_ kind: Kind, of model: Model, batch: Int) throws {
        self.kind = kind
        self.model = model
        self.batch = batch
        name = try model.inputName()
        let shape = [kind == .occlusion ? 1 : batch] + (model.exampleShapes[name] ?? []).dropFirst()
        var generator = SeededGenerator(seed: 1)
        let values = (0..<shape.reduce(1, *)).map { _ in Float.random(in: -2...2, using: &generator) }
        input = Tensor(shape: shape, values: values)
    }

    /// The times of repeated runs, after one that warms up, in ms from the shortest to the longest.
    /// - Parameter repeats: How many; without it at least 3, and at least 2 seconds of them.
    func measure(repeats: Int?) async throws -> [Double] {
        try await run()
        var times: [Double] = []
        let bar = ProgressBar("Measuring", unit: "runs")
        defer { bar.finish() }
        while times.count < repeats ?? 3 || (repeats == nil && times.reduce(0, +) < 2000) {
            let start = ContinuousClock.now
            try await run()
            times.append((ContinuousClock.now - start) / .milliseconds(1))
            bar.update(times.count, of: repeats)
        }
        return times.sorted()
    }

    private func run() async throws {
        switch kind {
        case .forward: _ = try await model.run([name: input])
        case .gradient:
            let classes = [Int](repeating: 0, count: batch)
            _ = try await model.gradients([name: input], classes: classes, with: [name])
        case .occlusion: _ = try await occlusionScores()
        }
    }

    /// The score of a class under each position of the window.
    private func occlusionScores() async throws -> Tensor {
        guard input.shape.count == 4 else {
            throw ModelError(.shapeMismatch, "Windows need an input of the shape [N, C, H, W], not \(input.shape).")
        }
        let (height, width) = (input.shape[2], input.shape[3])
        let shape = [input.shape[1], min(Self.window, height), min(Self.window, width)]
        let zeros = Tensor(shape: shape, values: [Float](repeating: 0, count: shape.reduce(1, *)))
        let patches = Swift.stride(from: 0, through: height - shape[1], by: Self.stride).flatMap { row in
            Swift.stride(from: 0, through: width - shape[2], by: Self.stride).map { column in
                Model.InputPatch(row: row, column: column, pixels: zeros)
            }
        }
        return try await model.scores(input, replacing: patches, classes: [0], batch: batch)
    }
}
#endif
