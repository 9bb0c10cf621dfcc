#if NativeLibraries
import ModelGraph
import Tensor
import Testing

/// What constants contribute to a score.
@Suite struct BiasPartTests {
    @Test(arguments: ["torchscript13", "unfused9", "dynamo18"])
    func gradientsTimesInputAndConstantsAreTheScore(_ variant: String) async throws {
        let fixture = Fixture(file: "residual-cnn--\(variant)")
        let (model, image) = (try fixture.model(), try fixture.golden("input").images([0]))
        let found = try await model.biasParts(image, of: "input", class: 1)
        let own = zip(found.gradient.values, image.values).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        let rest = found.parts.reduce(0.0) { $0 + $1.sum }
        #expect(abs(own + rest - Double(found.score)) < 1e-4 * abs(Double(found.score)))
        // The stem, the batch norm behind it, the two convolutions between, the shortcut; and the linear layer.
        #expect(found.parts.compactMap(\.terms).count == 5 && found.parts.count == 6)
        for part in found.parts {
            guard let terms = part.terms else { continue }
            #expect(abs(terms.values.reduce(0.0) { $0 + Double($1) } - part.sum) < 1e-4 * max(1, abs(part.sum)))
        }
        let plain = try await model.gradients(["input": image], classes: [1], with: ["input"])
        #expect(difference(found.gradient, try #require(plain.gradients["input"])) < 1e-5)
    }

    @Test func anUnknownClassIsAnError() async throws {
        let fixture = Fixture(file: "residual-cnn--torchscript13")
        let (model, image) = (try fixture.model(), try fixture.golden("input").images([0]))
        let error = await #expect(throws: ModelError.self) {
            _ = try await model.biasParts(image, of: "input", class: 6)
        }
        #expect(error?.code == .classOutOfRange)
    }
}
#endif
