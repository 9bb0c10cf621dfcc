#if NativeLibraries
import ONNXFormat

/// Turns one node into steps.
struct NodeLowering {
    let reader: NodeReader
    let lowering: Lowering

    var type: String { reader.type }

    /// - Returns: The tensors of the node's outputs.
    func lower() throws -> [Operand] {
        if let function = OperatorTable.elementwise[type] { return [try elementwise(function, try input(0))] }
        if let function = OperatorTable.binary[type] { return [try binaryChain(function)] }
        switch type {
        case "Identity", "Dropout", "Cast": return [try cast()]
        case "Gelu", "Clip", "LeakyRelu", "Elu", "Selu", "Celu", "HardSigmoid", "ThresholdedRelu", "Shrink", "Swish":
            return [try elementwise(try parametricFunction(), try input(0))]
        case "Conv", "ConvTranspose": return [try convolution()]
        case "Gemm": return [try generalProduct()]
        case "MatMul": return [try matrixProduct(try input(0), try input(1))]
        case "Einsum": return [try einsum()]
        case "MaxPool", "AveragePool": return [try pooling()]
        case "GlobalAveragePool", "GlobalMaxPool": return [try globalPooling()]
        case "BatchNormalization": return [try batchNormalization()]
        case "LayerNormalization", "RMSNormalization": return [try layerNormalization()]
        case "InstanceNormalization", "GroupNormalization": return [try groupNormalization()]
        case "LpNormalization": return [try lpNormalization()]
        case "LRN": return [try localResponseNormalization()]
        case "Softmax", "LogSoftmax": return [try softmax()]
        case "Reshape", "Flatten", "Squeeze", "Unsqueeze": return [try reshape()]
        case "Transpose":
            let x = try input(0)
            return [try transpose(x, try reader.permutation(rank: shape(x).count))]
        case "Concat": return [try concatenate()]
        case "Slice": return [try slice()]
        case "Split": return try split()
        case "Gather": return [try gather()]
        case "GatherND": return [try gatherND()]
        case "ScatterND": return [try scatterND()]
        case "Expand": return [try expand()]
        case "Tile": return [try tile()]
        case "Pad": return [try pad()]
        case "DepthToSpace", "SpaceToDepth": return [try depthSpace()]
        case "Resize", "Upsample": return [try resize()]
        case "Where": return [try select()]
        case "Mean": return [try mean()]
        case _ where type.hasPrefix("Reduce"): return [try reduction()]
        default: throw reader.invalid("its inputs depend on the picture, which is not supported for this operator")
        }
    }

    // Inputs

    var inputCount: Int { reader.node.inputs.count }

    func hasInput(_ index: Int) -> Bool { index < inputCount && !reader.node.inputs[index].isEmpty }

    func input(_ index: Int) throws -> Operand {
        guard hasInput(index) else { throw reader.missing(index) }
        return try lowering.operand(named: reader.node.inputs[index])
    }

    /// An input that is known, nil where it is absent.
    ///
    /// - Throws: `ModelError` where it depends on the picture.
    func constant(_ index: Int) throws -> FoldedConstant? {
        guard hasInput(index) else { return nil }
        guard let value = lowering.values[reader.node.inputs[index]], let constant = try lowering.folded(value) else {
            throw reader.invalid("its input \(index) is not known before it runs")
        }
        return constant
    }

    func shape(_ operand: Operand) -> [Int] { lowering.plan.shapes[operand] }

    // Steps

    func emit(_ operation: Operation, _ inputs: [Operand], _ shape: [Int]) throws -> Operand {
        try lowering.emit(operation, inputs, shape)
    }

    func scalar(_ value: Float) -> Operand {
        lowering.newConstant([], .values([value]), key: nil)
    }

    func elementwise(_ function: ElementwiseFunction, _ x: Operand) throws -> Operand {
        try emit(.elementwise(function), [x], shape(x))
    }

    func binary(_ function: BinaryFunction, _ a: Operand, _ b: Operand) throws -> Operand {
        guard let result = Strides.broadcast(shape(a), shape(b)) else {
            throw reader.invalid("its inputs of shapes \(shape(a)) and \(shape(b)) do not fit")
        }
        return try emit(.binary(function), [a, b], result)
    }

    func reshape(_ x: Operand, _ shape: [Int]) throws -> Operand {
        guard self.shape(x) != shape else { return x }
        guard self.shape(x).reduce(1, *) == shape.reduce(1, *) else {
            throw reader.invalid("\(self.shape(x)) has not the elements of \(shape)")
        }
        return try emit(.reshape, [x], shape)
    }

    func transpose(_ x: Operand, _ axes: [Int]) throws -> Operand {
        guard axes != Array(axes.indices) else { return x }
        return try emit(.transpose(axes: axes), [x], axes.map { shape(x)[$0] })
    }

    /// Sums, products or extrema over axes, which stay with extent 1 or are dropped.
    func reduce(_ kind: ReductionKind, _ x: Operand, axes: [Int], keeps: Bool) throws -> Operand {
        var result = x
        var rest = axes[...]
        while let last = rest.popLast() {
            var first = last
            while rest.last == first - 1 {
                first -= 1
                rest.removeLast()
            }
            let extents = shape(result)
            result = try emit(
                .reduce(kind, axes: first..<last + 1),
                [result],
                Array(extents[..<first] + extents[(last + 1)...])
            )
        }
        guard keeps else { return result }
        return try reshape(result, shape(x).enumerated().map { axes.contains($0.offset) ? 1 : $0.element })
    }

    func scaled(_ x: Operand, by factor: Float) throws -> Operand {
        factor == 1 ? x : try elementwise(.affine(scale: factor, shift: 0), x)
    }
}
#endif
