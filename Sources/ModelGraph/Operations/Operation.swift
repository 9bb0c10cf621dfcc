#if NativeLibraries
/// What a step computes: ONNX's operators lowered to the few that are run and differentiated.
///
/// Everything that depends on shapes is resolved: extents, padding and indices are numbers.
enum Operation: Hashable {
    /// `[N,C,H,W]`, weights `[O,C/g,h,w]`, and by flags a bias `[O]` and what is added to the output.
    case convolution(Convolution)
    /// The gradient of a convolution as an operation: `[N,O,H,W]`, weights `[O,C/g,h,w]`.
    case transposedConvolution(Convolution)
    /// `[…,M,K]` and `[…,K,N]`, and by flags a bias `[N]` and what is added to the output.
    case matrixProduct(MatrixProduct)
    /// One input, element by element.
    case elementwise(ElementwiseFunction)
    /// Two inputs, element by element, broadcast as NumPy does.
    case binary(BinaryFunction)
    /// Condition, then, else, broadcast as NumPy does; what is not 0 is true.
    case select
    /// The same elements under another shape.
    case reshape
    /// Output axis i is input axis `axes[i]`.
    case transpose(axes: [Int])
    /// Every `steps[i]`-th element of axis i from `starts[i]`; steps may be negative.
    case slice(starts: [Int], steps: [Int])
    /// Repeats axes of extent 1.
    case expand
    /// Joins along an axis.
    case concatenate(axis: Int)
    /// Surrounds with a value; negative widths are sliced off before.
    case pad(before: [Int], value: Float)
    /// Elements of an axis at fixed indices.
    case take(axis: Int, indices: [Int])
    /// Weighted sums of fixed elements of an axis.
    case interpolate(axis: Int, InterpolationTaps)
    /// Over neighboring axes, which are dropped.
    case reduce(ReductionKind, axes: Range<Int>)
    /// Windows of `[N,C,H,W]`.
    case pool(Pooling)
    /// Over the last axis.
    case softmax
    /// Over the last axis.
    case logSoftmax
    /// Subtracts the mean of the last axis and divides by √(variance + ε).
    case standardize(epsilon: Float)
    /// Sums of `size` neighboring channels of `[N,C,…]`, as local response normalization has them.
    case channelWindowSum(size: Int)

    /// Whether a ReLU is, or is part of, the operation.
    var isRectified: Bool {
        switch self {
        case .convolution(let geometry): geometry.activation == .relu
        case .matrixProduct(let product): product.activation == .relu
        default: self == .elementwise(.relu)
        }
    }

    /// The kind, by which gradient rules are found.
    var kind: OperationKind {
        switch self {
        case .convolution: .convolution
        case .transposedConvolution: .transposedConvolution
        case .matrixProduct: .matrixProduct
        case .elementwise(let function): function == .relu ? .relu : .elementwise
        case .binary(let function): function.kind
        case .select: .select
        case .reshape: .reshape
        case .transpose: .transpose
        case .slice: .slice
        case .expand: .expand
        case .concatenate: .concatenate
        case .pad: .pad
        case .take: .take
        case .interpolate: .interpolate
        case .reduce(.max, _), .reduce(.min, _): .extremum
        case .reduce: .reduce
        case .pool(let pooling): pooling.isMaximum ? .maxPool : .averagePool
        case .softmax: .softmax
        case .logSoftmax: .logSoftmax
        case .standardize: .standardize
        case .channelWindowSum: .channelWindowSum
        }
    }
}

/// The kinds of operations that have a gradient rule, which can be overridden for a backward pass.
public enum OperationKind: String, Sendable, CaseIterable {
    /// Convolution; batch normalization behind it is merged into its weights.
    case convolution
    /// Transposed convolution.
    case transposedConvolution
    /// Matrix products: linear layers and attention.
    case matrixProduct
    /// max(x, 0).
    case relu
    /// Every other function of one number.
    case elementwise
    /// a + b, broadcast.
    case add
    /// a − b, broadcast.
    case subtract
    /// a · b, broadcast.
    case multiply
    /// a / b, broadcast.
    case divide
    /// Every other function of two numbers.
    case binary
    /// One or the other, by a condition.
    case select
    /// Another shape.
    case reshape
    /// Another order of axes.
    case transpose
    /// A part.
    case slice
    /// Repetition.
    case expand
    /// Joining.
    case concatenate
    /// Surrounding with a value.
    case pad
    /// Fixed elements of an axis.
    case take
    /// Resizing.
    case interpolate
    /// Sums and products over axes.
    case reduce
    /// The largest or smallest over axes.
    case extremum
    /// The largest of each window.
    case maxPool
    /// The mean of each window.
    case averagePool
    /// Softmax.
    case softmax
    /// The logarithm of softmax.
    case logSoftmax
    /// Zero mean and unit variance, the core of layer, group and instance normalization.
    case standardize
    /// Sums over neighboring channels.
    case channelWindowSum
}

/// The geometry of a convolution and what is done to its output before it is stored.
struct Convolution: Hashable {
    var kernel: [Int]
    var strides: [Int]
    var dilations: [Int]
    /// Top, left, bottom, right.
    var pads: [Int]
    var groups: Int
    var hasBias = false
    /// Another input is added to the output.
    var addsInput = false
    var activation: ElementwiseFunction?

    /// The extent of the output along a spatial axis.
    func outputExtent(_ input: Int, axis: Int) -> Int {
        (input + pads[axis] + pads[axis + 2] - dilations[axis] * (kernel[axis] - 1) - 1) / strides[axis] + 1
    }
}

/// How a matrix product reads its factors and what is done to its output before it is stored.
struct MatrixProduct: Hashable {
    /// The first factor is stored `[…,K,M]`.
    var transposesFirst = false
    /// The second factor is stored `[…,N,K]`.
    var transposesSecond = false
    var hasBias = false
    /// Another input is added to the output.
    var addsInput = false
    var activation: ElementwiseFunction?
}

/// Windows and what is taken of each.
struct Pooling: Hashable {
    var isMaximum: Bool
    var kernel: [Int]
    var strides: [Int]
    var dilations: [Int]
    /// Top, left, bottom, right.
    var pads: [Int]
    /// Whether an average divides by all elements of the window, those beyond the input too.
    var countsPadding: Bool
    /// Whether the output remembers which elements were the largest, for the way back.
    var keepsChoices = false
}

/// Which elements an output element is a weighted sum of, and with which weights: `[outputs, taps]`.
struct InterpolationTaps: Hashable {
    var tapCount: Int
    var indices: [Int]
    var weights: [Float]

    var outputCount: Int { indices.count / max(tapCount, 1) }
}

/// What is made of the elements over which is reduced.
enum ReductionKind: Hashable {
    case sum
    case product
    case max
    case min
}

/// Functions of two numbers.
enum BinaryFunction: Hashable {
    case add, subtract, multiply, divide, power, minimum, maximum
    /// The remainder with the sign of the divisor, and with that of the dividend.
    case modulo, remainder
    case equal, less, lessOrEqual, greater, greaterOrEqual
    case and, or, exclusiveOr
    /// x for x ≥ 0, slope · x below.
    case parametricReLU

    var kind: OperationKind {
        switch self {
        case .add: .add
        case .subtract: .subtract
        case .multiply: .multiply
        case .divide: .divide
        default: .binary
        }
    }
}
#endif
