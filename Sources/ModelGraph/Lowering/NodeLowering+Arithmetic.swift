#if NativeLibraries
internal import ONNXFormat

/// Element-wise functions, normalizations and reductions.
extension NodeLowering {
    func binaryChain(_ function: BinaryFunction) throws -> Operand {
        var function = function
        if type == "Mod", try reader.integer("fmod", default: 0) == 1 { function = .remainder }
        if ["Add", "Sub", "Mul", "Div"].contains(type), let simple = try affine(function) { return simple }
        var result = try input(0)
        // Sum, Min and Max take any number of inputs, even one.
        let least = ["Sum", "Min", "Max"].contains(type) ? 1 : 2
        for index in 1..<max(least, inputCount) { result = try binary(function, result, try input(index)) }
        return result
    }

    /// x + c, x · c, x / c and x − c for one number c.
    private func affine(_ function: BinaryFunction) throws -> Operand? {
        guard inputCount == 2, let value = lowering.values[reader.node.inputs[1]],
            let constant = try lowering.folded(value), constant.values.count == 1, let number = constant.values.first
        else { return nil }
        let x = try input(0)
        guard constant.shape.count <= shape(x).count, number.isFinite else { return nil }
        let function: ElementwiseFunction? =
            switch function {
            case .add: .affine(scale: 1, shift: Float(number))
            case .subtract: .affine(scale: 1, shift: -Float(number))
            case .multiply: .affine(scale: Float(number), shift: 0)
            case .divide where number != 0: .affine(scale: Float(1 / number), shift: 0)
            default: nil
            }
        return try function.map { try elementwise($0, x) }
    }

    func cast() throws -> Operand {
        let x = try input(0)
        guard type == "Cast" else { return x }
        switch try reader.integer("to") {
        case 1, 10, 11, 16: return x
        case 9: return try elementwise(.not, try elementwise(.not, x))
        default: return try elementwise(.truncate, x)
        }
    }

    func parametricFunction() throws -> ElementwiseFunction {
        switch type {
        case "Gelu":
            return try reader.string("approximate", default: "none") == "tanh" ? .geluTanh : .gelu
        case "Clip":
            let low =
                try reader.has("min") ? reader.float("min", default: 0) : constant(1)?.values.first.map { Float($0) }
            let high =
                try reader.has("max") ? reader.float("max", default: 0) : constant(2)?.values.first.map { Float($0) }
            return low == 0 && high == nil ? .relu : .clip(low ?? -.infinity, high ?? .infinity)
        case "LeakyRelu": return .leakyReLU(slope: try reader.float("alpha", default: 0.01))
        case "Elu": return .elu(try reader.float("alpha", default: 1))
        case "Selu":
            return .selu(
                alpha: try reader.float("alpha", default: 1.673_263_2),
                gamma: try reader.float("gamma", default: 1.050_701)
            )
        case "Celu": return .celu(try reader.float("alpha", default: 1))
        case "HardSigmoid":
            return .hardSigmoid(
                alpha: try reader.float("alpha", default: 0.2),
                beta: try reader.float("beta", default: 0.5)
            )
        case "ThresholdedRelu": return .thresholdedReLU(try reader.float("alpha", default: 1))
        case "Shrink":
            return .shrink(bias: try reader.float("bias", default: 0), lambda: try reader.float("lambd", default: 0.5))
        default:
            guard try reader.float("alpha", default: 1) == 1 else { throw reader.unsupported("alpha") }
            return .swish
        }
    }

    func select() throws -> Operand {
        let inputs = try (0..<3).map { try input($0) }
        guard let pair = Strides.broadcast(shape(inputs[0]), shape(inputs[1])),
            let result = Strides.broadcast(pair, shape(inputs[2]))
        else { throw reader.invalid("its inputs of shapes \(inputs.map { shape($0) }) do not fit") }
        return try emit(.select, inputs, result)
    }

    func mean() throws -> Operand {
        var sum = try input(0)
        for index in 1..<max(1, inputCount) { sum = try binary(.add, sum, try input(index)) }
        return try scaled(sum, by: 1 / Float(inputCount))
    }

    func softmax() throws -> Operand {
        let x = try input(0)
        let extents = shape(x)
        let operation: Operation = type == "Softmax" ? .softmax : .logSoftmax
        let axis = try reader.axis(reader.integer("axis", default: reader.opset < 13 ? 1 : -1), rank: extents.count)
        // Before version 13 everything from the axis on is one.
        if reader.opset < 13 {
            let flat = try reshape(x, [extents[..<axis].reduce(1, *), extents[axis...].reduce(1, *)])
            return try reshape(try emit(operation, [flat], shape(flat)), extents)
        }
        var order = Array(extents.indices)
        order.swapAt(axis, extents.count - 1)
        let turned = try transpose(x, order)
        return try transpose(try emit(operation, [turned], shape(turned)), order)
    }

    func reduction() throws -> Operand {
        let x = try input(0)
        let axes = try reader.reducedAxes(rank: shape(x).count, constant(1)?.integers)
        let keeps = try reader.integer("keepdims", default: 1) != 0
        guard !axes.isEmpty else { return x }
        func count() -> Float { Float(axes.reduce(1) { $0 * shape(x)[$1] }) }
        switch type {
        case "ReduceSum": return try reduce(.sum, x, axes: axes, keeps: keeps)
        case "ReduceMean": return try scaled(try reduce(.sum, x, axes: axes, keeps: keeps), by: 1 / count())
        case "ReduceProd": return try reduce(.product, x, axes: axes, keeps: keeps)
        case "ReduceMax": return try reduce(.max, x, axes: axes, keeps: keeps)
        case "ReduceMin": return try reduce(.min, x, axes: axes, keeps: keeps)
        case "ReduceL1": return try reduce(.sum, try elementwise(.absolute, x), axes: axes, keeps: keeps)
        case "ReduceSumSquare": return try reduce(.sum, try elementwise(.power(2), x), axes: axes, keeps: keeps)
        case "ReduceL2":
            let squares = try reduce(.sum, try elementwise(.power(2), x), axes: axes, keeps: keeps)
            return try elementwise(.squareRoot, squares)
        case "ReduceLogSum": return try elementwise(.log, try reduce(.sum, x, axes: axes, keeps: keeps))
        case "ReduceLogSumExp":
            let top = try reduce(.max, x, axes: axes, keeps: true)
            let rest = try elementwise(.exp, try binary(.subtract, x, top))
            let sum = try elementwise(.log, try reduce(.sum, rest, axes: axes, keeps: true))
            let result = try binary(.add, sum, top)
            let kept = shape(x).indices.filter { !axes.contains($0) }.map { shape(x)[$0] }
            return keeps ? result : try reshape(result, kept)
        default: throw reader.unsupported("type")
        }
    }

    func batchNormalization() throws -> Operand {
        guard try reader.integer("training_mode", default: 0) == 0 else { throw reader.unsupported("training mode") }
        let x = try input(0)
        let parameters = try (1..<5).map { try constant($0) }
        guard let scale = parameters[0], let bias = parameters[1], let mean = parameters[2],
            let variance = parameters[3],
            shape(x).count >= 2, parameters.allSatisfy({ $0?.values.count == shape(x)[1] })
        else { throw reader.invalid("its parameters do not fit \(shape(x))") }
        let epsilon = Double(try reader.float("epsilon", default: 1e-5))
        let factors = scale.values.indices.map { scale.values[$0] / (variance.values[$0] + epsilon).squareRoot() }
        let shifts = factors.indices.map { bias.values[$0] - mean.values[$0] * factors[$0] }
        return try perChannel(x, factors, shifts)
    }

    /// x · factor + shift for each channel of `[N,C,…]`.
    private func perChannel(_ x: Operand, _ factors: [Double], _ shifts: [Double]) throws -> Operand {
        let extents = [factors.count] + [Int](repeating: 1, count: shape(x).count - 2)
        let factor = lowering.newConstant(extents, .values(factors.map { Float($0) }), key: nil)
        let shift = lowering.newConstant(extents, .values(shifts.map { Float($0) }), key: nil)
        return try binary(.add, try binary(.multiply, x, factor), shift)
    }

    func layerNormalization() throws -> Operand {
        let x = try input(0)
        let extents = shape(x)
        let axis = try reader.axis(reader.integer("axis", default: -1), rank: extents.count)
        let epsilon = try reader.float("epsilon", default: 1e-5)
        let flat = try reshape(x, Array(extents[..<axis]) + [extents[axis...].reduce(1, *)])
        var result: Operand
        if type == "LayerNormalization" {
            result = try emit(.standardize(epsilon: epsilon), [flat], shape(flat))
        } else {
            let last = shape(flat).count - 1
            let squares = try reduce(.sum, try elementwise(.power(2), flat), axes: [last], keeps: true)
            let mean = try elementwise(.affine(scale: 1 / Float(shape(flat)[last]), shift: epsilon), squares)
            result = try binary(.divide, flat, try elementwise(.squareRoot, mean))
        }
        result = try reshape(result, extents)
        if hasInput(1) { result = try binary(.multiply, result, try input(1)) }
        if hasInput(2) { result = try binary(.add, result, try input(2)) }
        return result
    }

    func groupNormalization() throws -> Operand {
        let x = try input(0)
        let extents = shape(x)
        guard extents.count >= 2 else { throw reader.invalid("its input has shape \(extents)") }
        let channels = extents[1]
        let groups = type == "InstanceNormalization" ? channels : try reader.integer("num_groups")
        guard groups > 0, channels % groups == 0, let scale = try constant(1), let bias = try constant(2) else {
            throw reader.invalid("\(channels) channels do not make \(groups) groups")
        }
        let flat = try reshape(x, [extents[0] * groups, extents.reduce(1, *) / max(1, extents[0] * groups)])
        let epsilon = try reader.float("epsilon", default: 1e-5)
        let result = try reshape(try emit(.standardize(epsilon: epsilon), [flat], shape(flat)), extents)
        // Version 18 of GroupNormalization has a factor for each group, version 21 for each channel.
        func spread(_ values: [Double]) -> [Double] {
            values.count == channels ? values : (0..<channels).map { values[$0 / (channels / groups)] }
        }
        guard [groups, channels].contains(scale.values.count), scale.values.count == bias.values.count else {
            throw reader.invalid("its parameters do not fit \(extents)")
        }
        return try perChannel(result, spread(scale.values), spread(bias.values))
    }

    func lpNormalization() throws -> Operand {
        let x = try input(0)
        let axis = try reader.axis(reader.integer("axis", default: -1), rank: shape(x).count)
        let isFirst = try reader.integer("p", default: 2) == 1
        let parts = try elementwise(isFirst ? .absolute : .power(2), x)
        let sum = try reduce(.sum, parts, axes: [axis], keeps: true)
        return try binary(.divide, x, isFirst ? sum : try elementwise(.squareRoot, sum))
    }

    func localResponseNormalization() throws -> Operand {
        let x = try input(0)
        let size = try reader.integer("size")
        guard size > 0, shape(x).count >= 3 else { throw reader.invalid("it has size \(size)") }
        let squares = try elementwise(.power(2), x)
        // Beyond all channels a larger window adds nothing.
        let sums = try emit(.channelWindowSum(size: min(size, 2 * shape(x)[1] + 1)), [squares], shape(x))
        let scale = try reader.float("alpha", default: 0.0001) / Float(size)
        let base = try elementwise(.affine(scale: scale, shift: try reader.float("bias", default: 1)), sums)
        return try binary(.divide, x, try elementwise(.power(try reader.float("beta", default: 0.75)), base))
    }
}
#endif
