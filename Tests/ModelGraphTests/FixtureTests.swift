#if NativeLibraries
import ModelGraph
import Tensor
import Testing

/// Whole networks by both of PyTorch's exporters, against ONNX Runtime and PyTorch in the versions of
/// `Golden/versions.json`.
@Suite struct FixtureTests {
    @Test func allAreThere() { #expect(Fixture.all.count == 25 && Fixture.networks.count == 10) }

    @Test(arguments: Fixture.all)
    func scoresAreThoseOfONNXRuntime(_ fixture: Fixture) async throws {
        let model = try fixture.model()
        let input = try fixture.golden("input")
        let scores = try await model.value(of: model.outputNames[0], at: [model.inputName(): input])
        let wanted = try fixture.golden("output")
        #expect(difference(scores, wanted) <= 3e-6, "\(difference(scores, wanted))")
    }

    @Test(arguments: Fixture.all)
    func gradientsAreThoseOfPyTorchInDoubles(_ fixture: Fixture) async throws {
        let model = try fixture.model()
        let name = try model.inputName()
        let input = try fixture.golden("input")
        let result = try await model.gradients(
            [name: input],
            classes: [1, 1],
            with: [name],
            fetching: model.outputNames
        )
        let gradient = try #require(result.gradients[name])
        let wanted = try fixture.golden("gradient")
        #expect(difference(gradient, wanted) <= 1e-5, "\(difference(gradient, wanted))")
        let scores = try #require(result.values[model.outputNames[0]])
        #expect(difference(scores, try fixture.golden("output")) <= 3e-6)
    }

    /// What is fetched besides is not merged into other steps.
    @Test(arguments: Fixture.all)
    func fetchingEveryTensorChangesNothing(_ fixture: Fixture) async throws {
        let model = try fixture.model()
        let input = [try model.inputName(): try fixture.golden("input")]
        let names = try await model.tensors(input.mapValues(\.shape)).map(\.name)
        let all = try await model.run(input, fetching: names)
        #expect(all.count == names.count)
        let wanted = try fixture.golden("output")
        #expect(difference(try #require(all[model.outputNames[0]]), wanted) <= 3e-6)
        for tensor in try await model.tensors(input.mapValues(\.shape)) {
            #expect(all[tensor.name]?.shape == tensor.shape, "\(tensor.name)")
        }
    }

    /// Every tensor takes the place of what computes it: nothing changes, whether or not others lead past it.
    @Test(arguments: Fixture.networks)
    func substitutingATensorByItselfChangesNothing(_ fixture: Fixture) async throws {
        let model = try fixture.model()
        let name = try model.inputName()
        let input = [name: try fixture.golden("input")]
        let names = try await model.tensors(input.mapValues(\.shape)).map(\.name)
        let all = try await model.run(input, fetching: names)
        let scores = try await model.value(of: model.outputNames[0], at: input)
        for inner in names where inner != name && inner != model.outputNames[0] {
            let given = input.merging([inner: try #require(all[inner])]) { own, _ in own }
            let found = try await model.value(of: model.outputNames[0], at: given)
            #expect(difference(found, scores) <= 3e-6, "\(inner)")
        }
    }

    /// The layer of a class activation map is a cut: what lies before it is run once, what lies behind without the picture.
    @Test(arguments: Fixture.all)
    func aPrefixRunsOnceAndTheSuffixAlone(_ fixture: Fixture) async throws {
        let model = try fixture.model()
        let name = try model.inputName()
        let input = [name: try fixture.golden("input")]
        guard let layer = try await model.activationLayer(input.mapValues(\.shape)) else { return }
        let inner = try await model.value(of: layer.name, at: input)
        #expect(inner.shape == layer.shape)
        let scores = try await model.value(of: model.scoreName(), at: input)
        let suffix = try await model.value(of: model.scoreName(), at: [layer.name: inner])
        #expect(difference(suffix, scores) <= 1e-6)

        let whole = try await model.gradients(input, classes: [2, 0], with: [layer.name, name])
        let part = try await model.gradients([layer.name: inner], classes: [2, 0], with: [layer.name])
        let (a, b) = (try #require(part.gradients[layer.name]), try #require(whole.gradients[layer.name]))
        #expect(difference(a, b) <= 3e-6)
    }
}
#endif
