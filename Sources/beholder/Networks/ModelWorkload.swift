#if NativeLibraries
    import ModelGraph
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

        func run() async throws {
            switch kind {
            case .forward: _ = try await model.run([name: input])
            case .gradient:
                let classes = [Int](repeating: 0, count: batch)
                _ = try await model.gradients([name: input], classes: classes, with: [name])
            case .occlusion: _ = try await occlusionScores()
            }
        }

        /// The score of class 0 under each position of the window.
        private func occlusionScores() async throws -> [Float] {
            guard input.shape.count == 4 else {
                throw ModelError(.shapeMismatch, "Windows need an input of the shape [N, C, H, W], not \(input.shape).")
            }
            let (height, width) = (input.shape[2], input.shape[3])
            func starts(_ extent: Int) -> StrideThrough<Int> {
                Swift.stride(from: 0, through: max(0, extent - Self.window), by: Self.stride)
            }
            let corners = starts(height).flatMap { y in starts(width).map { (y, $0) } }
            var scores: [Float] = []
            for start in Swift.stride(from: 0, to: corners.count, by: batch) {
                let part = corners[start..<min(start + batch, corners.count)]
                var values: [Float] = []
                for (y, x) in part {
                    var masked = input.values
                    for row in 0..<input.shape[1] * height where (y..<y + Self.window).contains(row % height) {
                        for column in x..<min(x + Self.window, width) { masked[row * width + column] = 0 }
                    }
                    values += masked
                }
                let masked = Tensor(shape: [part.count] + input.shape.dropFirst(), values: values)
                let output = try await model.run([name: masked], fetching: [model.scoreName])[model.scoreName]
                guard let output, !output.values.isEmpty else { continue }
                let classes = output.values.count / part.count
                scores += part.indices.map { output.values[($0 - start) * classes] }
            }
            return scores
        }
    }
#endif
