#if NativeLibraries
import ModelGraph
import Tensor

/// The class score passed back as relevance, layer by layer, in shares of what each input contributes.
///
/// Bach et al. 2015, DOI 10.1371/journal.pone.0130140, equations 58 (ε) and 60 (αβ); γ: Montavon, Binder, Lapuschkin, Samek
/// and Müller 2019, DOI 10.1007/978-3-030-28954-6_10; z^B: Montavon, Lapuschkin, Binder, Samek and Müller 2017,
/// DOI 10.1016/j.patcog.2016.11.008. Composites as in zennit (Anders et al. 2021, arXiv:2106.13200).
///
/// What is passed back is relevance divided by the value that it belongs to: 1 at the class score. What is linear without
/// a rule of its own (sums, means, movement) then passes it by its transpose, ReLU and max-pooling where they were
/// active. Other functions of one number and constant shifts pass their relevance on whole, a product of two inputs half
/// to each.
struct LayerwiseRelevancePropagation: Explainer {
    static let traits = ExplainerTraits(
        id: "lrp",
        name: "Layer-wise Relevance Propagation",
        family: .backpropagation,
        paper: "Bach, Binder, Montavon, Klauschen, Müller and Samek 2015, DOI 10.1371/journal.pone.0130140",
        need: .gradient,
        isSigned: true,
        parameters: [
            .choice(
                "composite",
                RelevanceComposite.allCases.map(\.rawValue),
                "rules for convolutions and linear layers: ε for linear ones with α1β0, α2β1, or γ for convolutions and z^B "
                    + "for the first; or one rule for all"
            ),
            .number("epsilon", 0...1e6, 1e-6, "what stabilizes denominators, and absorbs relevance"),
            .number("gamma", 0...1e6, 0.25, "how much positive weights are favored by γ"),
            .choice("first-layer", ["composite", "z-box"], "the rule of the layer that reads the input"),
            .number("box-low", -1e6...1e6, 0, "the least input value, for z^B"),
            .number("box-high", -1e6...1e6, 0, "the largest; the range of the input itself where both are the same"),
        ],
        map: MapSteps(.sum, .signed)
    )

    private let composite: RelevanceComposite
    private let isBoxed: Bool
    private let box: ClosedRange<Float>?
    private let rules: RelevanceRules

    init(_ parameters: ParameterValues) throws {
        composite = RelevanceComposite(rawValue: parameters.text("composite")) ?? .epsilonPlus
        isBoxed = composite == .epsilonGammaBox || parameters.text("first-layer") == "z-box"
        let (low, high) = (parameters.number("box-low"), parameters.number("box-high"))
        guard low <= high else {
            throw AttributionError(.invalidParameter, "lrp: box-low is \(low), more than box-high, \(high).")
        }
        box = low < high ? Float(low)...Float(high) : nil
        rules = RelevanceRules(epsilon: Float(parameters.number("epsilon")), gamma: Float(parameters.number("gamma")))
    }

    func passes(for subject: Subject) -> PassCount { PassCount(forward: 2, backward: 1) }

    func explain(_ subject: Subject) async throws -> Explanation {
        let score = try await subject.scores(of: [subject.input])[0]
        let first = FirstLayer(subject.input, isBoxed ? box ?? subject.input.range : nil)
        let multipliers = try await subject.gradient(overrides: overrides(first))
        let relevance = first.relevance ?? zip(multipliers.values, subject.input.values).map { $0 * $1 }
        guard !isBoxed || first.relevance != nil else {
            throw AttributionError(
                .notApplicable,
                "z^B is for a convolution or a linear layer that reads the input itself, and this network has none. Take "
                    + "first-layer=composite and another composite."
            )
        }
        return Explanation(relevance.map(Double.init), shape: subject.input.shape, toward: score)
    }

    private func overrides(_ first: FirstLayer) -> [OperationKind: GradientOverride] {
        let (convolutions, products) = composite.rules
        let rules = rules
        func layer(_ rule: RelevanceRule) -> GradientOverride {
            { step in
                guard let variable = step.variable else { return try RelevanceRules.shared(step) }
                if try first.take(step, variable, rules) { return step.inputs.map { _ in nil } }
                let layer = RelevanceLayer(step, variable)
                return step.gradients(try rules.multipliers(rule, layer), of: variable)
            }
        }
        return [
            .convolution: layer(convolutions),
            .transposedConvolution: layer(convolutions),
            .matrixProduct: layer(products),
            .elementwise: RelevanceRules.passed,
            .add: RelevanceRules.passed,
            .subtract: RelevanceRules.passed,
            .multiply: RelevanceRules.shared,
            .divide: RelevanceRules.dividend,
            .standardize: RelevanceRules.normalized,
        ]
    }
}

extension Tensor {
    /// From the least to the largest value.
    fileprivate var range: ClosedRange<Float> { (values.min() ?? 0)...(values.max() ?? 0) }
}
#endif
