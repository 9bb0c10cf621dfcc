#if NativeLibraries
import ModelGraph
public import Tensor

/// What is explained: the score of one class for one input.
public struct Subject: Sendable {
    /// The network.
    public let classifier: Classifier
    /// `[C,H,W]`, prepared as the network takes it.
    public let input: Tensor
    /// The class explained, from 0.
    public let target: Int
    /// The picture as the network sees it, `[3,H,W]` in RGB, 0…1; from the input's own range where only that is known.
    public let picture: Tensor
    /// The tensor that a layer's method reads, where the user chose one.
    public var layer: String?
    /// Where random numbers start.
    public var seed: UInt64
    /// The input value of black pixels, by channel; nil where the preparation is not known.
    public var black: [Float]?
    /// The input of another image, `[C,H,W]`, for the control that shows its map.
    public var otherInput: Tensor?
    /// Further inputs `[n,C,H,W]` that stand for "no information", for methods that average over baselines.
    public var baselines: Tensor?
    /// How many bytes activations may take.
    public var memoryLimit: Int
    /// Counts passes.
    public var log: PassLog

    /// Puts together what is explained.
    ///
    /// - Throws: ``AttributionError`` `invalidSubject` where the input is not one image.
    public init(
        _ classifier: Classifier,
        input: Tensor,
        target: Int,
        picture: Tensor? = nil,
        layer: String? = nil,
        seed: UInt64 = 0,
        black: [Float]? = nil,
        otherInput: Tensor? = nil,
        baselines: Tensor? = nil,
        memoryLimit: Int = 400 << 20,
        log: PassLog = PassLog()
    ) throws {
        let shape = input.shape.count == 4 && input.shape[0] == 1 ? Array(input.shape.dropFirst()) : input.shape
        guard shape.count == 3, !shape.contains(0) else {
            throw AttributionError(
                .invalidSubject,
                "Maps are made for one image [C,H,W] at a time, not for an input of shape \(input.shape)."
            )
        }
        self.classifier = classifier
        self.input = Tensor(shape: shape, values: input.values)
        self.target = target
        self.picture = picture ?? Self.picture(of: self.input)
        (self.layer, self.seed, self.black) = (layer, seed, black)
        (self.otherInput, self.baselines) = (otherInput, baselines)
        (self.memoryLimit, self.log) = (memoryLimit, log)
    }

    /// The input's channels.
    public var channels: Int { input.shape[0] }
    /// The input's rows.
    public var height: Int { input.shape[1] }
    /// The input's columns.
    public var width: Int { input.shape[2] }
    /// Positions of the input.
    public var plane: Int { height * width }

    /// The input as a batch of one.
    package var batchOfOne: Tensor { Tensor(shape: [1] + input.shape, values: input.values) }

    /// The same for another class.
    package func aiming(at target: Int) throws -> Subject { try replacing(input: input, target: target) }

    /// The same for another input of the same shape.
    package func replacing(input: Tensor, target: Int? = nil, seed: UInt64? = nil) throws -> Subject {
        try Subject(
            classifier,
            input: input,
            target: target ?? self.target,
            picture: picture,
            layer: layer,
            seed: seed ?? self.seed,
            black: black,
            otherInput: otherInput,
            baselines: baselines,
            memoryLimit: memoryLimit,
            log: log
        )
    }

    /// How many images may be run at once.
    package func batch(forGradients: Bool, limit: Int = 16) async throws -> Int {
        let shape = classifier.given(batchOfOne).shape
        let bytes = try await classifier.model.activationBytes(
            [classifier.inputName: shape],
            of: classifier.scoreName,
            forGradients: forGradients
        )
        return max(1, min(limit, memoryLimit / max(1, bytes)))
    }

    /// The score of the class for inputs that are made a batch at a time.
    ///
    /// - Parameters:
    ///   - count: How many inputs.
    ///   - make: Writes input `index` of `[C,H,W]`; must not depend on the order of calls.
    package func scores(
        _ count: Int,
        make: (_ index: Int, _ target: UnsafeMutableBufferPointer<Float>) throws -> Void
    ) async throws -> [Float] {
        var scores: [Float] = []
        try await forEachBatch(count, make: make) { batch, _ in
            scores += try await classifier.scores(batch, of: target, log)
        }
        return scores
    }

    /// The probability of the class for inputs that are made a batch at a time.
    package func probabilities(
        _ count: Int,
        make: (_ index: Int, _ target: UnsafeMutableBufferPointer<Float>) throws -> Void
    ) async throws -> [Double] {
        var result: [Double] = []
        try await forEachBatch(count, make: make) { batch, _ in
            result += try await classifier.allProbabilities(batch, log).map { try probability(in: $0) }
        }
        return result
    }

    package func probability(in all: [Double]) throws -> Double {
        guard all.indices.contains(target) else {
            throw AttributionError(
                .invalidSubject,
                "\(classifier.model.source) has no class \(target); its classes are 0 to \(all.count - 1)."
            )
        }
        return all[target]
    }

    /// The gradient of the class score by inputs that are made a batch at a time.
    ///
    /// - Parameter take: Gets each gradient `[C,H,W]`, in order.
    package func gradients(
        _ count: Int,
        make: (_ index: Int, _ target: UnsafeMutableBufferPointer<Float>) throws -> Void,
        take: (_ index: Int, _ gradient: UnsafeBufferPointer<Float>) throws -> Void
    ) async throws {
        let size = channels * plane
        try await forEachBatch(count, forGradients: true, make: make) { batch, first in
            let targets = [Int](repeating: target, count: batch.shape[0])
            let found = try await classifier.gradients(batch, of: targets, log).input
            guard let found else { return }
            try found.values.withUnsafeBufferPointer { values in
                for index in 0..<batch.shape[0] {
                    try take(first + index, UnsafeBufferPointer(rebasing: values[index * size..<(index + 1) * size]))
                }
            }
        }
    }

    package func forEachBatch(
        _ count: Int,
        forGradients: Bool = false,
        make: (_ index: Int, _ target: UnsafeMutableBufferPointer<Float>) throws -> Void,
        body: (_ batch: Tensor, _ first: Int) async throws -> Void
    ) async throws {
        let batch = count < 2 ? 1 : try await self.batch(forGradients: forGradients)
        let size = channels * plane
        var first = 0
        while first < count {
            try Task.checkCancellation()
            let number = min(batch, count - first)
            let values = try [Float](unsafeUninitializedCapacity: number * size) { buffer, initialized in
                buffer.initialize(repeating: 0)
                initialized = number * size
                for index in 0..<number {
                    let part = UnsafeMutableBufferPointer(rebasing: buffer[index * size..<(index + 1) * size])
                    try make(first + index, part)
                }
            }
            try await body(Tensor(shape: [number] + input.shape, values: values), first)
            first += number
        }
    }

    /// What can be seen of an input whose preparation is not known: its range as 0…1.
    private static func picture(of input: Tensor) -> Tensor {
        let (low, high) = (input.values.min() ?? 0, input.values.max() ?? 1)
        let scale = high > low ? 1 / (high - low) : 0
        let plane = input.shape[1] * input.shape[2]
        let values = (0..<3).flatMap { channel in
            let start = min(channel, input.shape[0] - 1) * plane
            return input.values[start..<start + plane].map { ($0 - low) * scale }
        }
        return Tensor(shape: [3, input.shape[1], input.shape[2]], values: values)
    }
}
#endif
