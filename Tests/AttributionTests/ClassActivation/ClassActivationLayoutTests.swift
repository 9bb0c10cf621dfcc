#if NativeLibraries
import Attribution
import Imaging
import ModelGraph
import Tensor
import Testing

/// Layouts, orientations and options of class activation maps.
@Suite struct ClassActivationLayoutTests {
    static let head: [Float] = [0.8, -0.6, 0.3]

    /// Those that draw no random numbers.
    static let methods = ExplainerCatalog.all.map { $0.traits }.filter { traits in
        traits.family == .classActivation && !traits.isSeeded
    }.map(\.id)

    static func expectSame(_ found: Tensor, _ wanted: Tensor, _ what: String) {
        let top = wanted.values.reduce(1e-30) { max($0, abs($1)) }
        let worst = zip(found.values, wanted.values).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
        #expect(found.shape == wanted.shape && worst <= 1e-5 * top, "\(what): \(found.values) and not \(wanted.values)")
    }

    static func mirrored(_ tensor: Tensor) -> Tensor {
        let width = tensor.shape[tensor.shape.count - 1]
        let values = tensor.values.indices.map { index in
            tensor.values[index / width * width + width - 1 - index % width]
        }
        return Tensor(shape: tensor.shape, values: values)
    }

    @Test(arguments: methods)
    func networksWithChannelsLastHaveTheSameMaps(_ method: String) async throws {
        let first = try await explain(method, HandMadeNetwork.pooled(Self.head)).attribution
        let last = try await explain(method, HandMadeNetwork.channelsLast(Self.head)).attribution
        Self.expectSame(last, first, method)
    }

    /// The network looks at each position by itself, so mirroring the input mirrors the map.
    @Test(arguments: methods)
    func aMirroredInputHasAMirroredMap(_ method: String) async throws {
        let subject = try HandMadeNetwork.pooled(Self.head)
        let other = try Subject(
            subject.classifier,
            input: Self.mirrored(subject.input),
            target: subject.target,
            layer: subject.layer
        )
        let map = try await explain(method, subject).attribution
        Self.expectSame(try await explain(method, other).attribution, Self.mirrored(map), method)
    }

    /// Behind a perceptron scores are run, one at a time where the network takes single images.
    @Test func ablationCAMRunsWhatIsNotLinear() async throws {
        let subject = try HandMadeNetwork.perceptron()
        let model = subject.classifier.model
        #expect(try await !model.isAffine(in: "maps", ["x": [1, 2, 4, 5]]))
        let maps = HandMadeNetwork.maps(subject)
        let means = maps.map { $0.reduce(0, +) / 20 }
        func score(_ means: [Double]) -> Double {
            let first: [[Double]] = [[1, -1, 0.5, 2], [-2, 1, 1, -1], [0.5, 3, -3, 1]]
            let hidden = (0..<4).map { unit in max(0, (0..<3).reduce(0.0) { $0 + means[$1] * first[$1][unit] }) }
            return zip(hidden, [1, 0.5, -1, 0.25]).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let whole = score(means)
        let weights = (0..<3).map { channel -> Double in
            var without = means
            without[channel] = 0
            return (whole - score(without)) / whole
        }
        let wanted = (0..<20).map { p -> Float in
            Float(max(0, (0..<3).reduce(0.0) { $0 + weights[$1] * maps[$1][p] }))
        }
        let found = try await explain("ablation-cam", subject).attribution
        Self.expectSame(found, Tensor(shape: [4, 5], values: wanted), "ablation-cam")
        #expect(subject.log.count == PassCount(forward: 4))
    }

    /// Masks enlarged by another hand, and what the authors take for weights.
    @Test func scoreCAMsOptionsAreTheAuthors() async throws {
        let subject = try ActivationFixtures.subject("residual-cnn--torchscript13")
        let layer = try await subject.activationLayer()
        let input = subject.classifier.inputName
        let batch = Tensor(shape: [1] + subject.input.shape, values: subject.input.values)
        let found = try await subject.classifier.model.run([input: batch], fetching: [layer.name])
        let maps = try #require(found[layer.name]).values
        let plane = layer.height * layer.width
        var sum = [Float](repeating: 0, count: plane)
        for channel in 0..<layer.channels {
            let own = Tensor(
                shape: [layer.height, layer.width],
                values: Array(maps[channel * plane..<(channel + 1) * plane])
            )
            let large = own.resized(to: PixelSize(width: 16, height: 16), .bilinear).values
            let (low, high) = (large.min() ?? 0, large.max() ?? 0)
            let masked = batch.values.indices.map { batch.values[$0] * (large[$0 % 256] - low) / (high - low + 1e-8) }
            let probabilities = try await subject.classifier.allProbabilities(
                Tensor(shape: batch.shape, values: masked),
                PassLog()
            )
            for position in 0..<plane { sum[position] += Float(probabilities[0][1]) * own.values[position] }
        }
        let options = ["alignment": "cells", "score": "probability", "softmax": "false"]
        let map = try await explain("score-cam", subject, options).attribution
        Self.expectSame(map, Tensor(shape: [layer.height, layer.width], values: sum), "score-cam")
    }

    @Test func femsOptionIsThePapers() async throws {
        let subject = try HandMadeNetwork.pooled(Self.head)
        var wanted = [Float](repeating: 0, count: 20)
        for map in HandMadeNetwork.maps(subject) {
            let mean = map.reduce(0, +) / 20
            let deviation = (map.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20).squareRoot()
            for position in 0..<20 where map[position] > mean + deviation { wanted[position] += Float(mean) }
        }
        let found = try await explain("fem", subject, ["k": "1", "combination": "binary"]).attribution
        Self.expectSame(found, Tensor(shape: [4, 5], values: wanted), "fem")
    }

    /// Unscaled, FullGrad of a network with one bias is what its definition says.
    @Test func fullGradSumsGradientTimesInputAndBias() async throws {
        let subject = try HandMadeNetwork.pooled(Self.head)
        let found = try await explain("full-grad", subject, ["scaling": "none"])
        let active = HandMadeNetwork.maps(subject).map { $0.map { $0 > 0 ? 1.0 : 0 } }
        let wanted = (0..<20).map { p -> Float in
            var (a, b) = (0.0, 0.0)
            for (channel, pair) in HandMadeNetwork.kernel.enumerated() {
                let gradient = Double(Self.head[channel]) / 20 * active[channel][p]
                a += gradient * pair.0
                b += gradient * pair.1
            }
            return Float(abs(a * Double(subject.input.values[p])) + abs(b * Double(subject.input.values[20 + p])))
        }
        Self.expectSame(found.attribution, Tensor(shape: [4, 5], values: wanted), "full-grad")
        #expect(try #require(found.convergenceDelta) < 1e-5)
    }
}
#endif
