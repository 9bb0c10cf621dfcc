#if NativeLibraries
import ModelGraph
import ONNXFormat
import Tensor
import Testing

/// Compares a graph with its float64 reference, and gradients with central differences of the reference.
struct ReferenceCheck {
    /// Relative to the largest element.
    var outputBound = 1e-5
    var gradientBound = 1e-4
    /// The elements of each input at which differences are taken.
    var sampleCount = 64
    var seed: UInt64 = 1

    func expectEqual(_ test: TestGraph, isDifferentiable: Bool = true, _ label: String = "") async throws {
        let model = try test.model()
        let given = test.inputs.mapValues { Array64($0) }
        let wanted = try Reference.values(test.graph, opset: test.opset, given: given)
        let found = try await model.run(test.inputs, fetching: test.outputNames)
        for name in test.outputNames {
            let (y, reference) = (try #require(found[name]), try #require(wanted[name]))
            #expect(y.shape == reference.shape, "\(label) \(name)")
            let error = difference(y.values, reference.values)
            #expect(error <= outputBound, "\(label) \(name): the output differs by \(error)")
            guard isDifferentiable else { continue }
            try await expectGradient(test, model, of: name, reference, label)
        }
    }

    private func expectGradient(
        _ test: TestGraph,
        _ model: Model,
        of name: String,
        _ value: Array64,
        _ label: String
    ) async throws {
        var generator = SeededGenerator(state: seed)
        let weights = Tensor(shape: value.shape, values: generator.spread(value.values.count, over: -1...1))
        let result = try await model.gradients(test.inputs, of: name, with: test.variables, fetching: [name]) { _, _ in
            weights
        }
        let fetched = difference(try #require(result.values[name]).values, value.values)
        #expect(fetched <= outputBound, "\(label) \(name): the output on the way back differs by \(fetched)")
        let factors = Array64(weights)
        for variable in test.variables {
            let gradient = try #require(result.gradients[variable])
            let input = try #require(test.inputs[variable])
            #expect(gradient.shape == input.shape)
            let elements = Array(input.values.indices.shuffled(using: &generator).prefix(sampleCount))
            let top = gradient.values.reduce(Double.leastNormalMagnitude) { max($0, abs(Double($1))) }
            var worst = 0.0
            for element in elements {
                let slope = try slope(test, variable, element) { values in
                    zip(try #require(values[name]).values, factors.values).reduce(0) { $0 + $1.0 * $1.1 }
                }
                let distance = abs(Double(gradient.values[element]) - slope)
                worst = distance.isNaN ? .infinity : max(worst, distance / max(top, abs(slope)))
            }
            #expect(worst <= gradientBound, "\(label) \(name): the gradient by \(variable) differs by \(worst)")
        }
    }

    private func slope(
        _ test: TestGraph,
        _ variable: String,
        _ element: Int,
        _ value: ([String: Array64]) throws -> Double
    ) throws -> Double {
        let step = 1e-5
        func moved(_ by: Double) throws -> Double {
            var given = test.inputs.mapValues { Array64($0) }
            given[variable]?.values[element] += by
            return try value(try Reference.values(test.graph, opset: test.opset, given: given))
        }
        return (try moved(step) - moved(-step)) / (2 * step)
    }
}
#endif
