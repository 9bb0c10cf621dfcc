#if NativeLibraries
internal import COneDNN
import Foundation

/// Functions of one number.
enum ElementwiseFunction: Hashable {
    case relu
    case leakyReLU(slope: Float)
    case clip(Float, Float)
    case sigmoid
    case tanh
    case erf
    case exp
    case log
    case squareRoot
    case absolute
    case negate
    case reciprocal
    case power(Float)
    /// scale · x + shift.
    case affine(scale: Float, shift: Float)
    case floor, ceiling, round, sign, truncate
    case sine, cosine, tangent, arcTangent
    case elu(Float)
    case selu(alpha: Float, gamma: Float)
    case celu(Float)
    case thresholdedReLU(Float)
    case shrink(bias: Float, lambda: Float)
    case softplus
    case softsign
    /// x · Φ(x).
    case gelu
    /// Its approximation by tanh.
    case geluTanh
    case hardSigmoid(alpha: Float, beta: Float)
    case hardSwish
    /// x · sigmoid(x), SiLU.
    case swish
    case mish
    case not
    case isNaN

    /// The value at `x`.
    func value(_ x: Float) -> Float {
        switch self {
        case .relu: x > 0 ? x : (x.isNaN ? x : 0)
        case .leakyReLU(let slope): x < 0 ? slope * x : x
        case .clip(let low, let high): x.isNaN ? x : min(max(x, low), high)
        case .sigmoid: Self.sigmoid(x)
        case .tanh: Foundation.tanh(x)
        case .erf: Foundation.erf(x)
        case .exp: Foundation.exp(x)
        case .log: Foundation.log(x)
        case .squareRoot: x.squareRoot()
        case .absolute: abs(x)
        case .negate: -x
        case .reciprocal: 1 / x
        case .power(let exponent): exponent == 2 ? x * x : Foundation.pow(x, exponent)
        case .affine(let scale, let shift): scale * x + shift
        case .floor: x.rounded(.down)
        case .ceiling: x.rounded(.up)
        case .round: x.rounded(.toNearestOrEven)
        case .sign: x > 0 ? 1 : x < 0 ? -1 : x
        case .truncate: x.rounded(.towardZero)
        case .sine: Foundation.sin(x)
        case .cosine: Foundation.cos(x)
        case .tangent: Foundation.tan(x)
        case .arcTangent: Foundation.atan(x)
        case .elu(let alpha): x < 0 ? alpha * Foundation.expm1(x) : x
        case .selu(let alpha, let gamma): gamma * (x > 0 ? x : alpha * Foundation.expm1(x))
        case .celu(let alpha): max(0, x) + min(0, alpha * Foundation.expm1(x / alpha))
        case .thresholdedReLU(let alpha): x > alpha ? x : 0
        case .shrink(let bias, let lambda): x < -lambda ? x + bias : x > lambda ? x - bias : 0
        case .softplus: Self.softplus(x)
        case .softsign: x / (1 + abs(x))
        case .gelu: 0.5 * x * (1 + Foundation.erf(x * Self.inverseRoot2))
        case .geluTanh: 0.5 * x * (1 + Foundation.tanh(Self.rootTwoOverPi * (x + 0.044715 * x * x * x)))
        case .hardSigmoid(let alpha, let beta): min(max(alpha * x + beta, 0), 1)
        case .hardSwish: x * min(max(x / 6 + 0.5, 0), 1)
        case .swish: x * Self.sigmoid(x)
        case .mish: x * Foundation.tanh(Self.softplus(x))
        case .not: x == 0 ? 1 : 0
        case .isNaN: x.isNaN ? 1 : 0
        }
    }

    /// The derivative at `x`, where the value is `y`; 0 where a function is flat or jumps.
    func derivative(_ x: Float, _ y: Float) -> Float {
        switch self {
        case .relu: y > 0 ? 1 : 0
        case .leakyReLU(let slope): x > 0 ? 1 : slope
        case .clip(let low, let high): x >= low && x <= high ? 1 : 0
        case .sigmoid: y * (1 - y)
        case .tanh: 1 - y * y
        case .erf: Self.twoOverRootPi * Foundation.exp(-x * x)
        case .exp: y
        case .log: 1 / x
        case .squareRoot: 0.5 / y
        case .absolute: x > 0 ? 1 : x < 0 ? -1 : 0
        case .negate: -1
        case .reciprocal: -y * y
        case .power(let exponent):
            exponent == 2 ? 2 * x : exponent == 0 ? 0 : exponent * Foundation.pow(x, exponent - 1)
        case .affine(let scale, _): scale
        case .floor, .ceiling, .round, .sign, .truncate, .not, .isNaN: 0
        case .sine: Foundation.cos(x)
        case .cosine: -Foundation.sin(x)
        case .tangent: 1 + y * y
        case .arcTangent: 1 / (1 + x * x)
        case .elu(let alpha): x > 0 ? 1 : y + alpha
        case .selu(let alpha, let gamma): x > 0 ? gamma : y + gamma * alpha
        case .celu(let alpha): x > 0 ? 1 : Foundation.exp(x / alpha)
        case .thresholdedReLU(let alpha): x > alpha ? 1 : 0
        case .shrink(_, let lambda): abs(x) > lambda ? 1 : 0
        case .softplus: Self.sigmoid(x)
        case .softsign: 1 / ((1 + abs(x)) * (1 + abs(x)))
        case .gelu:
            0.5 * (1 + Foundation.erf(x * Self.inverseRoot2))
                + x * Foundation.exp(-0.5 * x * x) * 0.5 * Self.rootTwoOverPi
        case .geluTanh: Self.geluTanhDerivative(x)
        case .hardSigmoid(let alpha, let beta): alpha * x + beta > 0 && alpha * x + beta < 1 ? alpha : 0
        case .hardSwish: x <= -3 ? 0 : x < 3 ? x / 3 + 0.5 : 1
        case .swish:
            Self.sigmoid(x) * (1 + x * (1 - Self.sigmoid(x)))
        case .mish: Self.mishDerivative(x)
        }
    }

    /// Whether 0 becomes 0, so that the zeros that fill blocks up stay zeros.
    var keepsZero: Bool { value(0) == 0 }

    /// oneDNN's name and parameters where it has the function.
    var native: (algorithm: dnnl_alg_kind_t, alpha: Float, beta: Float)? {
        switch self {
        case .relu: (dnnl_eltwise_relu, 0, 0)
        case .leakyReLU(let slope): (dnnl_eltwise_relu, slope, 0)
        case .clip(let low, let high) where low.isFinite && high.isFinite: (dnnl_eltwise_clip, low, high)
        case .sigmoid: (dnnl_eltwise_logistic, 0, 0)
        case .tanh: (dnnl_eltwise_tanh, 0, 0)
        case .exp: (dnnl_eltwise_exp, 0, 0)
        case .gelu: (dnnl_eltwise_gelu_erf, 0, 0)
        case .swish: (dnnl_eltwise_swish, 1, 0)
        default: nil
        }
    }

    private static let inverseRoot2 = Float(0.5).squareRoot()
    private static let rootTwoOverPi = Float(2 / Double.pi).squareRoot()
    private static let twoOverRootPi = Float(2 / Double.pi.squareRoot())

    private static func sigmoid(_ x: Float) -> Float { 1 / (1 + Foundation.exp(-x)) }

    private static func softplus(_ x: Float) -> Float { max(x, 0) + Foundation.log1p(Foundation.exp(-abs(x))) }

    private static func geluTanhDerivative(_ x: Float) -> Float {
        let t = Foundation.tanh(rootTwoOverPi * (x + 0.044715 * x * x * x))
        return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * rootTwoOverPi * (1 + 3 * 0.044715 * x * x)
    }

    private static func mishDerivative(_ x: Float) -> Float {
        let t = Foundation.tanh(softplus(x))
        return t + x * (1 - t * t) * sigmoid(x)
    }
}
#endif
