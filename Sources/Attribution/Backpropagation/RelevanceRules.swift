#if NativeLibraries
import ModelGraph
import Tensor

/// A rule of a convolution or linear layer.
enum RelevanceRule: Equatable {
    case epsilon
    case gamma
    /// Shares of positive contributions times α, less those of negative ones times β.
    case alphaBeta(alpha: Float, beta: Float)
}

/// Rules by kind of layer.
enum RelevanceComposite: String, CaseIterable {
    case epsilonPlus = "epsilon-plus"
    case epsilonGammaBox = "epsilon-gamma-box"
    case epsilonAlpha2Beta1 = "epsilon-alpha2-beta1"
    case epsilon
    case gamma
    case alpha1Beta0 = "alpha1-beta0"
    case alpha2Beta1 = "alpha2-beta1"

    /// The rules of convolutions and of linear layers.
    var rules: (convolutions: RelevanceRule, products: RelevanceRule) {
        switch self {
        case .epsilonPlus: (.alphaBeta(alpha: 1, beta: 0), .epsilon)
        case .epsilonGammaBox: (.gamma, .epsilon)
        case .epsilonAlpha2Beta1: (.alphaBeta(alpha: 2, beta: 1), .epsilon)
        case .epsilon: (.epsilon, .epsilon)
        case .gamma: (.gamma, .gamma)
        case .alpha1Beta0: (.alphaBeta(alpha: 1, beta: 0), .alphaBeta(alpha: 1, beta: 0))
        case .alpha2Beta1: (.alphaBeta(alpha: 2, beta: 1), .alphaBeta(alpha: 2, beta: 1))
        }
    }
}

/// What layers pass back: relevance divided by the value that it belongs to.
struct RelevanceRules {
    let epsilon: Float
    let gamma: Float

    func multipliers(_ rule: RelevanceRule, _ layer: RelevanceLayer) throws -> [Float] {
        switch rule {
        case .epsilon: try layer.back(try shares(layer.relevance, of: layer.output), layer.weights)
        case .gamma: try favored(layer)
        case .alphaBeta(let alpha, let beta): try separated(layer, alpha, beta)
        }
    }

    /// Relevance by contribution: R / (z ± ε).
    ///
    /// - Throws: ``AttributionError`` `undefined` where relevance has nothing to be shared by.
    private func shares(_ relevance: [Float], of sums: [Float]) throws -> [Float] {
        let shares = zip(relevance, sums).map { relevance, sum in
            relevance == 0 ? 0 : relevance / (sum + (sum < 0 ? -epsilon : epsilon))
        }
        guard shares.allSatisfy(\.isFinite) else {
            throw AttributionError(
                .undefined,
                "lrp: a layer has relevance and no contributions to share it by. Take a larger epsilon."
            )
        }
        return shares
    }

    /// αβ: positive and negative contributions share apart.
    private func separated(_ layer: RelevanceLayer, _ alpha: Float, _ beta: Float) throws -> [Float] {
        let (up, down) = (layer.weights.mapped { max($0, 0) }, layer.weights.mapped { min($0, 0) })
        let relevance = layer.relevance
        let bias = (up: layer.bias?.mapped { max($0, 0) }, down: layer.bias?.mapped { min($0, 0) })
        let positive = try signed(layer, relevance, up, down, bias.up)
        guard beta != 0 else { return alpha == 1 ? positive : positive.map { alpha * $0 } }
        let negative = try signed(layer, relevance, down, up, bias.down)
        return zip(positive, negative).map { alpha * $0 - beta * $1 }
    }

    /// γ: where a sum is positive, positive contributions count more; where it is negative, negative ones.
    private func favored(_ layer: RelevanceLayer) throws -> [Float] {
        let gamma = gamma
        func favoring(_ sign: Float, _ x: Float) -> Float { x + (sign * x > 0 ? gamma * x : 0) }
        let (up, down) = (layer.weights.mapped { favoring(1, $0) }, layer.weights.mapped { favoring(-1, $0) })
        let (relevance, output) = (layer.relevance, layer.output)
        let ofPositive = zip(relevance, output).map { $1 > 0 ? $0 : 0 }
        let ofNegative = zip(relevance, output).map { $1 < 0 ? $0 : 0 }
        let positive = try signed(layer, ofPositive, up, down, layer.bias?.mapped { favoring(1, $0) })
        guard ofNegative.contains(where: { $0 != 0 }) else { return positive }
        let negative = try signed(layer, ofNegative, down, up, layer.bias?.mapped { favoring(-1, $0) })
        return zip(positive, negative).map { $0 + $1 }
    }

    /// Relevance shared by contributions that have one sign: of positive inputs by some weights, of negative inputs by
    /// others.
    private func signed(
        _ layer: RelevanceLayer,
        _ relevance: [Float],
        _ ofPositive: Tensor,
        _ ofNegative: Tensor,
        _ bias: Tensor?
    ) throws -> [Float] {
        let input = layer.input
        let hasNegative = input.values.contains { $0 < 0 }
        var sums = try layer.output(input.mapped { max($0, 0) }, ofPositive, bias)
        if hasNegative {
            let others = try layer.output(input.mapped { min($0, 0) }, ofNegative, nil)
            for index in sums.indices { sums[index] += others[index] }
        }
        let shares = try shares(relevance, of: sums)
        var result = try layer.back(shares, ofPositive)
        let others = hasNegative ? try layer.back(shares, ofNegative) : []
        for (index, value) in input.values.enumerated() where value <= 0 {
            result[index] = value < 0 ? others[index] : 0
        }
        return result
    }

    /// z^B: contributions of x − low by positive weights and of x − high by negative ones.
    ///
    /// - Returns: Relevance itself.
    func boxed(_ layer: RelevanceLayer, _ box: ClosedRange<Float>) throws -> [Float] {
        let (low, high) = (box.lowerBound, box.upperBound)
        let (up, down) = (layer.weights.mapped { max($0, 0) }, layer.weights.mapped { min($0, 0) })
        var sums = try layer.output(layer.input, layer.weights, nil)
        let lows = try layer.output(layer.input.mapped { _ in low }, up, nil)
        let highs = try layer.output(layer.input.mapped { _ in high }, down, nil)
        for index in sums.indices { sums[index] -= lows[index] + highs[index] }
        let shares = try shares(layer.relevance, of: sums)
        let own = try layer.back(shares, layer.weights)
        let (byLow, byHigh) = (try layer.back(shares, up), try layer.back(shares, down))
        return layer.input.values.indices.map { index in
            layer.input.values[index] * own[index] - low * byLow[index] - high * byHigh[index]
        }
    }
}

// Rules of what is no layer

extension RelevanceRules {
    /// All relevance to the only input: y / x times what arrives; the derivative where x is 0.
    static let passed: GradientOverride = { step in
        let standard = try step.standardGradients()
        guard let variable = step.variable, let derivative = standard[variable],
            derivative.shape == step.output.shape
        else { return standard }
        let (x, y, g) = (step.inputs[variable].values, step.output.values, step.outputGradient.values)
        let values = x.indices.map { index in
            abs(x[index]) > 1e-10 ? g[index] * y[index] / x[index] : derivative.values[index]
        }
        return step.gradients(values, of: variable)
    }

    /// Half to each of two inputs that are multiplied; all to the only one.
    static let shared: GradientOverride = { step in
        let standard = try step.standardGradients()
        return step.variable == nil ? standard.map { $0?.mapped { $0 / 2 } } : standard
    }

    /// All to what is divided.
    static let dividend: GradientOverride = { step in
        let standard = try step.standardGradients()
        return step.variable == nil ? [standard[0], nil] : standard
    }

    /// Zero mean and unit variance, with the variance taken as constant.
    static let normalized: GradientOverride = { step in
        let (x, y, g) = (step.inputs[0].values, step.output.values, step.outputGradient.values)
        let width = step.output.shape.last ?? 1
        var values = [Float](repeating: 0, count: x.count)
        for start in stride(from: 0, to: x.count, by: max(1, width)) {
            let row = start..<start + width
            let mean = row.reduce(0) { $0 + Double(x[$1]) } / Double(width)
            guard let widest = row.max(by: { abs(Double(x[$0]) - mean) < abs(Double(x[$1]) - mean) }) else { continue }
            let deviation = Double(x[widest]) - mean
            let scale = deviation == 0 ? 0 : Double(y[widest]) / deviation
            let center = row.reduce(0) { $0 + Double(g[$1]) } / Double(width)
            for index in row { values[index] = Float(scale * (Double(g[index]) - center)) }
        }
        return step.gradients(values, of: 0)
    }
}
#endif
