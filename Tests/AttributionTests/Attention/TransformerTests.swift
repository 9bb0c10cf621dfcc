#if NativeLibraries
import Attribution
import Foundation
import ModelGraph
import Tensor
import Testing

@Suite struct TransformerTests {
    static let methods = [
        "raw-attention", "attention-rollout", "chefer", "transformer-attribution", "legrad",
    ]

    @Test(arguments: methods)
    func networksWithoutAttentionAreRefused(_ method: String) async throws {
        let subject = try AttentionNetworks.fixture("residual-cnn--torchscript13")
        await expectError(.notApplicable, "no attention among tokens") { _ = try await explain(method, subject) }
    }

    @Test(
        arguments: methods,
        ["shifted-windows--torchscript16", "shifted-windows--dynamo18", "cosine-windows--dynamo20"]
    )
    func attentionWithinWindowsIsRefused(_ method: String, _ file: String) async throws {
        let subject = try AttentionNetworks.fixture(file)
        await expectError(.notApplicable, "windows") { _ = try await explain(method, subject) }
    }

    @Test func blocksAndHeadsThatAreNotThereAreNamed() async throws {
        let subject = try AttentionNetworks.fixture(AttentionNetworks.transformers[0])
        await expectError(.invalidParameter, "no block 3; they are 1 to 2") {
            _ = try await explain("raw-attention", subject, ["block": "3"])
        }
        await expectError(.invalidParameter, "no head 5; they are 1 to 4") {
            _ = try await explain("raw-attention", subject, ["head": "5"])
        }
        await expectError(.invalidParameter, "no block 3") {
            _ = try await explain("transformer-attribution", subject, ["first-block": "3"])
        }
        await expectError(.invalidParameter, "2 blocks") { _ = try await explain("legrad", subject, ["blocks": "3"]) }
    }

    @Test func theLastBlockIsTheDefault() async throws {
        let subject = try AttentionNetworks.fixture(AttentionNetworks.transformers[0])
        let last = try await explain("raw-attention", subject).attribution
        #expect(try await explain("raw-attention", subject, ["block": "2"]).attribution == last)
        #expect(try await explain("raw-attention", subject, ["block": "1"]).attribution != last)
    }

    @Test func relevanceDependsOnTheClassWhereTheTraitsSaySo() async throws {
        for method in Self.methods {
            let file = AttentionNetworks.transformers[1]
            let first = try await explain(method, AttentionNetworks.fixture(file, target: 1)).attribution
            let second = try await explain(method, AttentionNetworks.fixture(file, target: 2)).attribution
            let traits = try ExplainerCatalog.explainer(named: method).traits
            #expect((first != second) == traits.isClassDiscriminative, "\(method)")
            #expect(first.values.allSatisfy { $0 >= 0 && $0.isFinite }, "\(method)")
        }
    }

    /// Rows of probabilities, and products of such, sum to 1 with what stays with the class token.
    @Test func rolloutKeepsProbability() async throws {
        let subject = try AttentionNetworks.withoutClassToken()
        for method in ["raw-attention", "attention-rollout"] {
            let map = try await explain(method, subject).attribution
            #expect(map.shape == [2, 4])
            #expect(abs(map.values.reduce(0, +) - 1) < 1e-5, "\(method)")
        }
    }

    /// Without a class token all rows count alike: here the column means of one attention matrix.
    @Test func withoutAClassTokenRowsAreAveraged() async throws {
        let subject = try AttentionNetworks.withoutClassToken()
        let map = try await explain("raw-attention", subject).attribution
        let input = Tensor(shape: [1] + subject.input.shape, values: subject.input.values)
        let found = try await subject.classifier.model.run(["x": input], fetching: ["attention", "tokens"])
        let attention = try #require(found["attention"])
        let means = (0..<8).map { column -> Float in
            (0..<8).reduce(Float(0)) { $0 + attention.values[$1 * 8 + column] } / 8
        }
        for column in 0..<8 {
            #expect(abs(map.values[column] - means[column]) < 1e-6)
        }
        let first = try await explain("raw-attention", subject, ["row": "class-token"]).attribution
        for column in 0..<8 { #expect(abs(first.values[column] - attention.values[column]) < 1e-6) }

        // The score is (mean of tokens + mean of attention · tokens) · head: its gradient is what a token is worth, in all rows.
        let tokens = try #require(found["tokens"])
        let worth = (0..<8).map { token -> Float in
            let first = tokens.values[token * 3] + 0.5 * tokens.values[token * 3 + 1]
            return (first - 0.25 * tokens.values[token * 3 + 2]) / 8
        }
        let relevance = try await explain("chefer", subject).attribution
        let sensitivity = try await explain("legrad", subject).attribution
        for column in 0..<8 {
            #expect(abs(relevance.values[column] - means[column] * max(0, worth[column])) < 1e-6)
            #expect(abs(sensitivity.values[column] - max(0, worth[column])) < 1e-6)
        }
    }

    @Test func gridsNeedNotBeSquare() async throws {
        let subject = try AttentionNetworks.withoutClassToken(height: 12, width: 6)
        for method in Self.methods {
            #expect(try await explain(method, subject).attribution.shape == [6, 3], "\(method)")
        }
        var ofTokens = subject
        ofTokens.layer = "tokens"
        let map = try await explain("mean-activation", ofTokens).attribution
        let input = Tensor(shape: [1] + subject.input.shape, values: subject.input.values)
        let tokens = try #require(try await subject.classifier.model.run(["x": input], fetching: ["tokens"])["tokens"])
        #expect(map.shape == [6, 3])
        for token in 0..<18 {
            let mean = tokens.values[token * 3..<token * 3 + 3].reduce(0, +) / 3
            #expect(abs(map.values[token] - mean) < 1e-6)
        }
    }
}

/// Expects an error of a code whose message says something.
func expectError(
    _ code: AttributionError.Code,
    _ part: String,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
) async {
    do {
        try await body()
        Issue.record("There was no error.", sourceLocation: sourceLocation)
    } catch let error as AttributionError {
        #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
        #expect(error.message.contains(part), "\(error)", sourceLocation: sourceLocation)
    } catch {
        Issue.record("\(error)", sourceLocation: sourceLocation)
    }
}
#endif
