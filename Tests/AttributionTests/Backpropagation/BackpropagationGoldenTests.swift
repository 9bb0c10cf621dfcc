#if NativeLibraries
import Attribution
import Tensor
import Testing

/// Raw attributions of small networks against those of captum, zennit and PAIR's saliency.
@Suite struct BackpropagationGoldenTests {
    /// A golden's method, and the explainer with the parameters that it stands for.
    struct Case: Sendable, CustomTestStringConvertible {
        let golden: String
        let id: String
        let parameters: [String: String]

        init(_ golden: String, _ id: String? = nil, _ parameters: [String: String] = [:]) {
            (self.golden, self.id, self.parameters) = (golden, id ?? golden, parameters)
        }

        var testDescription: String { golden }
    }

    /// What is computed on every network.
    static let common =
        ["saliency", "input-x-gradient", "integrated-gradients"].map { Case($0) }
        + ["left", "right", "middle"].map { rule in
            Case(
                "integrated-gradients-\(rule)",
                "integrated-gradients",
                ["rule": "riemann-\(rule)", "steps": "20", "baseline": "value", "baseline-value": "0.5"]
            )
        } + [
            Case("blur-ig", nil, ["max-sigma": "8", "steps": "30"]),
            Case("guided-ig", nil, ["steps": "60"]),
        ]

    /// What needs ReLU.
    static let rectified =
        ["guided-backprop", "deconvolution", "deep-lift", "guided-grad-cam"].map { Case($0) }
        + [
            "epsilon-plus", "epsilon-alpha2-beta1", "epsilon-gamma-box", "epsilon", "gamma", "alpha1-beta0",
            "alpha2-beta1",
        ].map { Case("lrp-\($0)", "lrp", ["composite": $0]) }

    @Test(
        arguments: ["residual-cnn--torchscript13", "residual-cnn--unfused9", "residual-cnn--dynamo18"],
        common + rectified
    )
    func attributionsOfAResidualNetworkAreThePeers(_ file: String, _ wanted: Case) async throws {
        try await check(file, wanted)
    }

    @Test(arguments: ["vision-transformer--torchscript17", "vision-transformer--dynamo20"], common)
    func attributionsOfATransformerAreThePeers(_ file: String, _ wanted: Case) async throws {
        try await check(file, wanted)
    }

    private func check(_ file: String, _ wanted: Case) async throws {
        let found = try await explain(wanted.id, SmallNetwork.subject(file), wanted.parameters)
        let golden = try SmallNetwork.golden("\(SmallNetwork.name(file))--\(wanted.golden)")
        expectAgreement(found.attribution, golden, "\(wanted.golden) of \(file)")
    }
}
#endif
