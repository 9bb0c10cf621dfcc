#if NativeLibraries
import Attribution
import ONNXFormat
import Tensor
import Testing

/// Methods whose attributions sum up to a difference of scores.
@Suite struct IntegralTests {
    static let files = ["residual-cnn--torchscript13", "vision-transformer--dynamo20", "mobile-block--dynamo20"]

    /// Kernels of Blur IG are cut off at whole pixels, which its integral does not see, and the ways of Guided IG, which
    /// turn to where gradients are small, run along the kinks of ReLU: both sum up less well than straight ways do.
    @Test(
        arguments: files,
        [
            ("integrated-gradients", ["steps": "200"], 0.01), ("blur-ig", ["steps": "500", "max-sigma": "8"], 0.02),
            ("guided-ig", ["steps": "400"], 0.1),
        ]
    )
    func attributionsSumUpToTheDifference(_ file: String, _ method: (String, [String: String], Double)) async throws {
        let found = try await explain(method.0, SmallNetwork.subject(file), method.1)
        let delta = try #require(found.convergenceDelta)
        #expect(delta < method.2, "\(method.0) of \(file): \(delta)")
    }

    @Test(arguments: ["gauss-legendre", "riemann-left", "riemann-right", "riemann-middle", "riemann-trapezoid"])
    func rulesWeighTheWholeWay(_ rule: String) async throws {
        // Of a linear model every rule gives weight · difference: weights of the rule sum up to 1.
        let subject = try LinearModel.subject()
        let parameters = ["rule": rule, "steps": "7", "baseline": "value", "baseline-value": "0.25"]
        let found = try await explain("integrated-gradients", subject, parameters)
        let wanted = zip(LinearModel.weights, subject.input.values).map { $0 * ($1 - 0.25) }
        for (a, b) in zip(found.attribution.values, wanted) { #expect(abs(a - b) < 1e-5) }
        let delta = try #require(found.convergenceDelta)
        #expect(delta < 1e-5)
    }

    @Test func aTrapezoidHasTwoEnds() async throws {
        let error = await #expect(throws: AttributionError.self) {
            _ = try await explain(
                "integrated-gradients",
                LinearModel.subject(),
                ["rule": "riemann-trapezoid", "steps": "1"]
            )
        }
        #expect(error?.code == .invalidParameter)
    }

    @Test func blackMustBeKnown() async throws {
        var subject = try LinearModel.subject()
        let error = await #expect(throws: AttributionError.self) {
            _ = try await explain("integrated-gradients", subject, ["baseline": "black"])
        }
        #expect(error?.code == .notApplicable)
        subject.black = [-1, 0, 2]
        let found = try await explain("integrated-gradients", subject, ["baseline": "black"])
        let plane = subject.height * subject.width
        for (index, value) in found.attribution.values.enumerated() {
            let black: Float = [-1, 0, 2][index / plane]
            #expect(abs(value - LinearModel.weights[index] * (subject.input.values[index] - black)) < 1e-5)
        }
    }

    @Test func theMeanBaselineIsOfEachChannel() async throws {
        let subject = try LinearModel.subject()
        let found = try await explain("integrated-gradients", subject, ["baseline": "mean"])
        let plane = subject.height * subject.width
        for channel in 0..<3 {
            let own = channel * plane..<(channel + 1) * plane
            let mean = subject.input.values[own].reduce(0, +) / Float(plane)
            for index in own {
                let wanted = LinearModel.weights[index] * (subject.input.values[index] - mean)
                #expect(abs(found.attribution.values[index] - wanted) < 1e-5)
            }
        }
    }

    @Test func equalScoresHaveNoRelativeGap() async throws {
        let zero = try LinearModel.subject(input: Tensor(shape: [3, 2, 4], values: [Float](repeating: 0, count: 24)))
        let found = try await explain("integrated-gradients", zero)
        #expect(found.convergenceDelta == 0)
        #expect(found.attribution.values.allSatisfy { $0 == 0 })
        let guided = try await explain("guided-ig", zero)
        #expect(guided.attribution.values.allSatisfy { $0 == 0 })
    }

    @Test(arguments: ["input-x-gradient", "integrated-gradients", "guided-ig", "deep-lift", "gradient-shap"])
    func linearModelsHaveOneAttribution(_ method: String) async throws {
        let subject = try LinearModel.subject()
        let found = try await explain(method, subject)
        let wanted = zip(LinearModel.weights, subject.input.values).map { $0 * $1 }
        for (a, b) in zip(found.attribution.values, wanted) { #expect(abs(a - b) < 1e-5, "\(method)") }
    }
}

/// y = Σ w x over an input [3,2,4] that is not square.
enum LinearModel {
    static let weights = (0..<24).map { Float(($0 * 7 + 3) % 11) / 5 - 1 }

    static func subject(input: Tensor? = nil, isChannelsLast: Bool = false) throws -> Subject {
        let input = input ?? Tensor(shape: [3, 2, 4], values: (0..<24).map { Float(($0 * 5 + 1) % 13) / 6 - 0.9 })
        let nodes =
            isChannelsLast
            ? [
                SmallNetwork.node("Transpose", "x", "t", ["perm": .ints([0, 3, 1, 2])]),
                SmallNetwork.node("Flatten", "t", "f"), SmallNetwork.node("MatMul", "f w", "y"),
            ]
            : [SmallNetwork.node("Flatten", "x", "f"), SmallNetwork.node("MatMul", "f w", "y")]
        return try SmallNetwork.subject(
            nodes,
            [ONNXTensor(name: "w", shape: [24, 1], floats: weights)],
            input: input,
            isChannelsLast: isChannelsLast
        )
    }
}
#endif
