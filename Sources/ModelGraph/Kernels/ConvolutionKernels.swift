#if NativeLibraries
import COneDNN

/// Convolutions on oneDNN.
///
/// Winograd's algorithm is taken where it is known to pay (3×3, stride 1, planes of at least 12×12) and the caller
/// allows its larger rounding error; the choice depends on shapes alone, so that equal inputs give equal outputs.
extension Executor {
    func convolution(_ convolution: Convolution, _ inputs: [Operand], shape: [Int]) throws -> Activation {
        let input = try activation(inputs[0])
        let addend = convolution.addsInput ? inputs[convolution.hasBias ? 3 : 2] : nil
        var key = ConvolutionKey(convolution, input.shape, shape[1], allowsWinograd: allowsWinograd)
        // Adding in place saves memory, but would need a copy of what is needed once more.
        key.addsInPlace = addend.map(isLastUse) ?? true
        let compiled = try convolutions.forward(key)
        let source = try laidOut(input, compiled.sourceLayout)
        let weights = try packed(inputs[1], compiled.weights, groups: key.groups)
        var memory = [source.pointer, weights.pointer]
        var bias: Activation?
        if convolution.hasBias {
            bias = try activation(inputs[2])
            memory.append(bias?.pointer ?? source.pointer)
        }
        var output: Activation
        var added: Activation?
        if let addend, key.addsInPlace {
            output = try owned(addend, compiled.destinationLayout)
        } else {
            let count = Activation.storedCount(shape, compiled.destinationLayout)
            output = Activation(shape: shape, layout: compiled.destinationLayout, buffer: pool.buffer(count))
            if let addend {
                let other = try laidOut(try activation(addend), compiled.destinationLayout)
                memory.append(other.pointer)
                added = other
            }
        }
        memory.append(output.pointer)
        try compiled.operation.run(memory, pool)
        withExtendedLifetime((source, bias, added)) {}
        if let activation = convolution.activation, !compiled.isActivated {
            output = try elementwise(activation, output)
        }
        return output
    }

    /// The gradient of a convolution with respect to its input: `[N,O,H,W]` to `[N,C,H,W]`.
    func convolutionGradient(
        _ convolution: Convolution,
        weights: Operand,
        _ gradient: Activation,
        shape: [Int]
    ) throws -> Activation {
        var bare = convolution
        (bare.hasBias, bare.addsInput, bare.activation) = (false, false, nil)
        if bare.isFirst(shape) {
            return try firstConvolutionGradient(bare, weights: weights, gradient, shape: shape)
        }
        let allowsWinograd = allowsWinogradGradients
        let key = ConvolutionKey(bare, shape, gradient.shape[1], output: gradient.shape, allowsWinograd: allowsWinograd)
        let compiled = try convolutions.backward(key)
        let source = try laidOut(gradient, compiled.sourceLayout)
        let weights = try packed(weights, compiled.weights, groups: key.groups)
        let count = Activation.storedCount(shape, compiled.destinationLayout)
        let output = Activation(shape: shape, layout: compiled.destinationLayout, buffer: pool.buffer(count))
        try compiled.operation.run([source.pointer, weights.pointer, output.pointer], pool)
        return output
    }
}

/// What the compilation of a convolution depends on.
struct ConvolutionKey: Hashable {
    let convolution: Convolution
    let input: [Int]
    let output: [Int]
    let allowsWinograd: Bool
    /// Whether what is added lies in the output's memory already.
    var addsInPlace = true

    init(
        _ convolution: Convolution,
        _ input: [Int],
        _ channels: Int,
        output: [Int]? = nil,
        allowsWinograd: Bool
    ) {
        self.convolution = convolution
        self.input = input
        self.output =
            output ?? [
                input[0], channels, convolution.outputExtent(input[2], axis: 0),
                convolution.outputExtent(input[3], axis: 1),
            ]
        self.allowsWinograd = allowsWinograd
    }

    var groups: Int { convolution.groups }

    /// Whether Winograd's algorithm pays.
    var isFitForWinograd: Bool {
        allowsWinograd && convolution.kernel == [3, 3] && convolution.strides == [1, 1]
            && convolution.dilations == [1, 1]
            && groups == 1 && Native.block == 16 && input[1] % 16 == 0 && output[1] % 16 == 0
            && output[2] >= 12 && output[3] >= 12
    }

    var native: dn_convolution {
        // oneDNN wants the padding that the windows really reach.
        let reach = (0..<2).map { axis -> Int in
            let window = convolution.dilations[axis] * (convolution.kernel[axis] - 1) + 1
            let end = (output[axis + 2] - 1) * convolution.strides[axis] + window
            return end - input[axis + 2] - convolution.pads[axis]
        }
        return dn_convolution(
            batch: Int64(input[0]),
            input_channels: Int64(input[1]),
            input_height: Int64(input[2]),
            input_width: Int64(input[3]),
            output_channels: Int64(output[1]),
            output_height: Int64(output[2]),
            output_width: Int64(output[3]),
            kernel_height: Int64(convolution.kernel[0]),
            kernel_width: Int64(convolution.kernel[1]),
            stride_height: Int64(convolution.strides[0]),
            stride_width: Int64(convolution.strides[1]),
            dilation_height: Int64(convolution.dilations[0]),
            dilation_width: Int64(convolution.dilations[1]),
            pad_top: Int64(convolution.pads[0]),
            pad_left: Int64(convolution.pads[1]),
            pad_bottom: Int64(reach[0]),
            pad_right: Int64(reach[1]),
            groups: Int64(groups)
        )
    }

    var weightShape: [Int] {
        let kernel = convolution.kernel
        return groups == 1
            ? [output[1], input[1]] + kernel : [groups, output[1] / groups, input[1] / groups] + kernel
    }
}
#endif
