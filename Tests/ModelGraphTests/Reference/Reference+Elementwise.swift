#if NativeLibraries
import Foundation

extension Reference {
    func elementwise() throws -> Array64? {
        guard let function = try function() else { return nil }
        return try input(0).map(function)
    }

    private func function() throws -> ((Double) -> Double)? {
        switch type {
        case "Relu": { max($0, 0) }
        case "Sigmoid": { 1 / (1 + exp(-$0)) }
        case "Tanh": { tanh($0) }
        case "Erf": { erf($0) }
        case "Exp": { exp($0) }
        case "Log": { log($0) }
        case "Sqrt": { $0.squareRoot() }
        case "Abs": { abs($0) }
        case "Neg": { -$0 }
        case "Reciprocal": { 1 / $0 }
        case "Floor": { floor($0) }
        case "Ceil": { ceil($0) }
        case "Round": { $0.rounded(.toNearestOrEven) }
        case "Sign": { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
        case "Sin": { sin($0) }
        case "Cos": { cos($0) }
        case "Tan": { tan($0) }
        case "Atan": { atan($0) }
        case "Softplus": { log(1 + exp($0)) }
        case "Softsign": { $0 / (1 + abs($0)) }
        case "HardSwish": { $0 * max(0, min(1, $0 / 6 + 0.5)) }
        case "Mish": { $0 * tanh(log(1 + exp($0))) }
        case "Not": { $0 == 0 ? 1 : 0 }
        case "IsNaN": { $0.isNaN ? 1 : 0 }
        case "Identity", "Dropout": { $0 }
        default: try parametric()
        }
    }

    private func parametric() throws -> ((Double) -> Double)? {
        let alpha = number(
            "alpha",
            ["LeakyRelu": 0.01, "HardSigmoid": 0.2, "Selu": 1.67326319217681884765625][type] ?? 1
        )
        switch type {
        case "Gelu" where text("approximate", "none") == "tanh":
            return { 0.5 * $0 * (1 + tanh((2 / Double.pi).squareRoot() * ($0 + 0.044715 * pow($0, 3)))) }
        case "Gelu": return { 0.5 * $0 * (1 + erf($0 / 2.0.squareRoot())) }
        case "Clip":
            let low = optional(1)?.values.first ?? number("min", -.infinity)
            let high = optional(2)?.values.first ?? number("max", .infinity)
            return { min(max($0, low), high) }
        case "LeakyRelu": return { $0 < 0 ? alpha * $0 : $0 }
        case "Elu": return { $0 < 0 ? alpha * (exp($0) - 1) : $0 }
        case "Selu":
            let gamma = number("gamma", 1.05070102214813232421875)
            return { gamma * ($0 > 0 ? $0 : alpha * exp($0) - alpha) }
        case "Celu": return { max(0, $0) + min(0, alpha * (exp($0 / alpha) - 1)) }
        case "HardSigmoid":
            let beta = number("beta", 0.5)
            return { max(0, min(1, alpha * $0 + beta)) }
        case "ThresholdedRelu": return { $0 > alpha ? $0 : 0 }
        case "Shrink":
            let (bias, lambda) = (number("bias", 0), number("lambd", 0.5))
            return { $0 < -lambda ? $0 + bias : $0 > lambda ? $0 - bias : 0 }
        case "Swish": return { $0 / (1 + exp(-alpha * $0)) }
        case "Cast":
            switch integer("to", 1) {
            case 1, 10, 11, 16: return { $0 }
            case 9: return { $0 != 0 ? 1 : 0 }
            default: return { $0.rounded(.towardZero) }
            }
        default: return nil
        }
    }

    func binary() throws -> Array64? {
        switch type {
        case "Where":
            let (condition, a, b) = (try input(0), try input(1), try input(2))
            let shape = Array64.broadcast(Array64.broadcast(condition.shape, a.shape), b.shape)
            return Array64(shape) { condition.broadcast($0) != 0 ? a.broadcast($0) : b.broadcast($0) }
        case "Sum", "Mean", "Min", "Max":
            let function: (Double, Double) -> Double =
                type == "Min" ? { min($0, $1) } : type == "Max" ? { max($0, $1) } : { $0 + $1 }
            var result = try input(0)
            for index in inputs.indices.dropFirst() { result = Array64.combine(result, try input(index), function) }
            return type == "Mean" ? result.map { $0 / Double(inputs.count) } : result
        default:
            guard let function = pairFunction() else { return nil }
            return Array64.combine(try input(0), try input(1), function)
        }
    }

    private func pairFunction() -> ((Double, Double) -> Double)? {
        switch type {
        case "Add": { $0 + $1 }
        case "Sub": { $0 - $1 }
        case "Mul": { $0 * $1 }
        case "Div": { $0 / $1 }
        case "Pow": { pow($0, $1) }
        case "Equal": { $0 == $1 ? 1 : 0 }
        case "Less": { $0 < $1 ? 1 : 0 }
        case "LessOrEqual": { $0 <= $1 ? 1 : 0 }
        case "Greater": { $0 > $1 ? 1 : 0 }
        case "GreaterOrEqual": { $0 >= $1 ? 1 : 0 }
        case "And": { $0 != 0 && $1 != 0 ? 1 : 0 }
        case "Or": { $0 != 0 || $1 != 0 ? 1 : 0 }
        case "Xor": { ($0 != 0) != ($1 != 0) ? 1 : 0 }
        case "PRelu": { $0 < 0 ? $1 * $0 : $0 }
        case "Mod" where integer("fmod", 0) == 1: { fmod($0, $1) }
        case "Mod": { $0 - $1 * floor($0 / $1) }
        default: nil
        }
    }
}
#endif
