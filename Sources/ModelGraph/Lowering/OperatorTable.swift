#if NativeLibraries
/// Which operators of ONNX are supported.
enum OperatorTable {
    /// Whether nodes of a type can be run or folded.
    static func isSupported(_ type: String) -> Bool {
        elementwise[type] != nil || binary[type] != nil || others.contains(type)
    }

    /// Functions of one number without parameters.
    static let elementwise: [String: ElementwiseFunction] = [
        "Relu": .relu, "Sigmoid": .sigmoid, "Tanh": .tanh, "Erf": .erf, "Exp": .exp, "Log": .log,
        "Sqrt": .squareRoot, "Abs": .absolute, "Neg": .negate, "Reciprocal": .reciprocal, "Floor": .floor,
        "Ceil": .ceiling, "Round": .round, "Sign": .sign, "Sin": .sine, "Cos": .cosine, "Tan": .tangent,
        "Atan": .arcTangent, "Softplus": .softplus, "Softsign": .softsign, "HardSwish": .hardSwish, "Mish": .mish,
        "Not": .not, "IsNaN": .isNaN,
    ]

    /// Functions of two numbers, or of any number of inputs one after the other.
    static let binary: [String: BinaryFunction] = [
        "Add": .add, "Sub": .subtract, "Mul": .multiply, "Div": .divide, "Pow": .power, "Min": .minimum,
        "Max": .maximum, "Sum": .add, "Equal": .equal, "Less": .less, "LessOrEqual": .lessOrEqual,
        "Greater": .greater, "GreaterOrEqual": .greaterOrEqual, "And": .and, "Or": .or, "Xor": .exclusiveOr,
        "PRelu": .parametricReLU, "Mod": .modulo,
    ]

    /// Everything else.
    static let others: Set<String> = [
        "AveragePool", "BatchNormalization", "Cast", "Celu", "Clip", "Concat", "Constant", "ConstantOfShape", "Conv",
        "ConvTranspose", "CumSum", "DepthToSpace", "Dropout", "Einsum", "Elu", "Expand", "Flatten", "Gather",
        "GatherND", "Gelu", "Gemm", "GlobalAveragePool", "GlobalMaxPool", "GroupNormalization", "HardSigmoid",
        "Identity", "InstanceNormalization", "LRN", "LayerNormalization", "LeakyRelu", "LogSoftmax",
        "LpNormalization", "MatMul", "MaxPool", "Mean", "NonZero", "Pad", "RMSNormalization", "Range", "ReduceL1",
        "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd",
        "ReduceSum", "ReduceSumSquare", "Reshape", "Resize", "ScatterND", "Selu", "Shape", "Shrink", "Size", "Slice",
        "Softmax", "SpaceToDepth", "Split", "Squeeze", "Swish", "ThresholdedRelu", "Tile", "Transpose", "Trilu",
        "Unsqueeze", "Upsample", "Where",
    ]
}
#endif
