#if NativeLibraries
internal import ONNXFormat

/// Convolutions, matrix products and windows.
extension NodeLowering {
    /// Top, left, bottom, right as an operator's attributes say, given its window along each axis.
    private func pads(_ input: [Int], _ window: [Int], _ strides: [Int]) throws -> [Int] {
        switch try reader.string("auto_pad", default: "NOTSET") {
        case "NOTSET", "": return try reader.integers("pads") ?? [Int](repeating: 0, count: 2 * window.count)
        case "VALID": return [Int](repeating: 0, count: 2 * window.count)
        case let mode where mode == "SAME_UPPER" || mode == "SAME_LOWER":
            let totals = input.indices.map { axis in
                max(
                    0,
                    ((input[axis] + strides[axis] - 1) / strides[axis] - 1) * strides[axis] + window[axis] - input[axis]
                )
            }
            let less = totals.map { $0 / 2 }
            let more = totals.indices.map { totals[$0] - less[$0] }
            return mode == "SAME_UPPER" ? less + more : more + less
        case let mode: throw reader.unsupported("auto_pad \(mode)")
        }
    }

    /// Checks lists of a value for each axis.
    private func list(_ name: String, _ count: Int, default value: Int, least: Int) throws -> [Int] {
        let values = try reader.integers(name) ?? [Int](repeating: value, count: count)
        guard values.count == count, values.allSatisfy({ (least...(1 << 20)).contains($0) }) else {
            throw reader.invalid("its \(name) are \(values)")
        }
        return values
    }

    /// One-dimensional inputs become two-dimensional ones of height 1.
    private func planes(_ x: Operand) throws -> (tensor: Operand, isLine: Bool) {
        let extents = shape(x)
        switch extents.count {
        case 4: return (x, false)
        case 3: return (try reshape(x, [extents[0], extents[1], 1, extents[2]]), true)
        default: throw reader.invalid("its input has shape \(extents); pictures have [N,C,H,W]")
        }
    }

    /// The windows that attributes describe, over an input `[N,C,H,W]` that may be a line.
    ///
    /// - Parameter kernel: The extents of the windows where they are not an attribute.
    private func windows(_ extents: [Int], isLine: Bool, kernel: [Int]? = nil) throws -> WindowGeometry {
        let axes = isLine ? 1 : 2
        func both(_ values: [Int]) -> [Int] { isLine ? [1] + values : values }
        var window = WindowGeometry(
            kernel: try kernel ?? both(list("kernel_shape", axes, default: 1, least: 1)),
            strides: both(try list("strides", axes, default: 1, least: 1)),
            dilations: both(try list("dilations", axes, default: 1, least: 1)),
            pads: []
        )
        let pads = try self.pads(
            Array(extents.suffix(axes)),
            Array(window.spans.suffix(axes)),
            Array(window.strides.suffix(axes))
        )
        guard pads.count == 2 * axes, pads.allSatisfy({ (0...(1 << 20)).contains($0) }) else {
            throw reader.invalid("its pads are \(pads)")
        }
        window.pads = isLine ? [0, pads[0], 0, pads[1]] : pads
        return window
    }

    func convolution() throws -> Operand {
        let (x, isLine) = try planes(try input(0))
        var weights = try input(1)
        if isLine {
            let w = shape(weights)
            guard w.count == 3 else { throw reader.invalid("its weights have shape \(w)") }
            weights = try reshape(weights, [w[0], w[1], 1, w[2]])
        }
        let (extents, w) = (shape(x), shape(weights))
        let groups = try reader.integer("group", default: 1)
        let isTransposed = type == "ConvTranspose"
        guard w.count == 4, (1...max(1, extents[1])).contains(groups), w[0] % groups == 0, !w.contains(0),
            isTransposed ? w[0] == extents[1] : w[1] * groups == extents[1]
        else { throw reader.invalid("its weights \(w) in \(groups) groups do not fit an input of \(extents)") }
        let window = try windows(extents, isLine: isLine, kernel: Array(w[2...]))
        var geometry = Convolution(
            kernel: window.kernel,
            strides: window.strides,
            dilations: window.dilations,
            pads: window.pads,
            groups: groups
        )
        let output: [Int]
        if isTransposed {
            let given = try list("output_padding", isLine ? 1 : 2, default: 0, least: 0)
            let extra = isLine ? [0] + given : given
            guard !reader.has("output_shape"), try reader.string("auto_pad", default: "NOTSET") == "NOTSET" else {
                throw reader.unsupported("output_shape or auto_pad")
            }
            let plane = (0..<2).map { axis -> Int in
                let full = window.inputCount(extents[axis + 2], axis: axis) + extra[axis]
                return full - window.pads[axis] - window.pads[axis + 2]
            }
            output = [extents[0], w[1] * groups] + plane
        } else {
            geometry.hasBias = hasInput(2)
            if hasInput(2) {
                let bias = try input(2)
                guard shape(bias) == [w[0]] else {
                    throw reader.invalid("its bias of shape \(shape(bias)) does not fit its weights \(w)")
                }
            }
            output = [extents[0], w[0]] + (0..<2).map { geometry.outputExtent(extents[$0 + 2], axis: $0) }
        }
        guard output[2] > 0, output[3] > 0 else {
            throw reader.invalid("its window \(window.spans) is larger than its input \(extents)")
        }
        var result: Operand
        if isTransposed {
            result = try emit(.transposedConvolution(geometry), [x, weights], output)
            if hasInput(2) {
                result = try binary(.add, result, try reshape(try input(2), [output[1], 1, 1]))
            }
        } else {
            result = try emit(.convolution(geometry), [x, weights] + (hasInput(2) ? [try input(2)] : []), output)
        }
        return isLine ? try reshape(result, [output[0], output[1], output[3]]) : result
    }

    func pooling() throws -> Operand {
        let (x, isLine) = try planes(try input(0))
        let extents = shape(x)
        guard reader.node.outputs.dropFirst().allSatisfy(\.isEmpty) else { throw reader.unsupported("second output") }
        guard try reader.integer("storage_order", default: 0) == 0 else { throw reader.unsupported("storage_order") }
        let window = try windows(extents, isLine: isLine)
        let (strides, pads) = (window.strides, window.pads)
        let rounds = try reader.integer("ceil_mode", default: 0) != 0
        let plane = (0..<2).map { axis in
            let room = extents[axis + 2] + pads[axis] + pads[axis + 2] - window.spans[axis]
            var count = room / strides[axis] + 1
            // A last window that begins in the padding behind is dropped.
            if rounds, room % strides[axis] != 0, count * strides[axis] < extents[axis + 2] + pads[axis] { count += 1 }
            return room < 0 ? 0 : count
        }
        guard plane[0] > 0, plane[1] > 0 else {
            throw reader.invalid("its window \(window.spans) is larger than its input \(extents)")
        }
        let counts = try reader.integer("count_include_pad", default: 0) != 0
        let pooling = Pooling(
            isMaximum: type == "MaxPool",
            kernel: window.kernel,
            strides: strides,
            dilations: window.dilations,
            pads: pads,
            countsPadding: counts
        )
        var result = try emit(.pool(pooling), [x], [extents[0], extents[1]] + plane)
        if counts, !pooling.isMaximum { result = try correctingAreas(result, pooling, extents, plane) }
        return isLine ? try reshape(result, [extents[0], extents[1], plane[1]]) : result
    }

    /// Elements beyond the padding, which rounding up lets windows reach, do not count for an average.
    private func correctingAreas(
        _ x: Operand,
        _ pooling: Pooling,
        _ extents: [Int],
        _ plane: [Int]
    ) throws -> Operand {
        let factors = (0..<2).map { axis in
            (0..<plane[axis]).map { output -> Double in
                let start = output * pooling.strides[axis] - pooling.pads[axis]
                let counted = (0..<pooling.kernel[axis]).count {
                    start + $0 * pooling.dilations[axis] < extents[axis + 2] + pooling.pads[axis + 2]
                }
                return Double(pooling.kernel[axis]) / Double(max(1, counted))
            }
        }
        guard factors.contains(where: { $0.contains { $0 != 1 } }) else { return x }
        let values = factors[0].flatMap { row in factors[1].map { Float(row * $0) } }
        return try binary(.multiply, x, lowering.newConstant(plane, .values(values), key: nil))
    }

    func globalPooling() throws -> Operand {
        let x = try input(0)
        let extents = shape(x)
        guard extents.count > 2 else { throw reader.invalid("its input has shape \(extents)") }
        let axes = Array(2..<extents.count)
        guard type == "GlobalAveragePool" else { return try reduce(.max, x, axes: axes, keeps: true) }
        return try scaled(try reduce(.sum, x, axes: axes, keeps: true), by: 1 / Float(extents[2...].reduce(1, *)))
    }

    func generalProduct() throws -> Operand {
        let (a, b) = (try input(0), try input(1))
        let product = MatrixProduct(
            transposesFirst: try reader.integer("transA", default: 0) != 0,
            transposesSecond: try reader.integer("transB", default: 0) != 0
        )
        var result = try self.product(product, a, b)
        result = try scaled(result, by: try reader.float("alpha", default: 1))
        guard hasInput(2) else { return result }
        return try binary(.add, result, try scaled(try input(2), by: try reader.float("beta", default: 1)))
    }

    private func product(_ product: MatrixProduct, _ a: Operand, _ b: Operand) throws -> Operand {
        let (x, y) = (shape(a), shape(b))
        guard x.count >= 2, y.count >= 2 else { throw reader.invalid("its inputs have shapes \(x) and \(y)") }
        let inner = product.transposesFirst ? x[x.count - 2] : x[x.count - 1]
        let other = product.transposesSecond ? y[y.count - 1] : y[y.count - 2]
        guard inner == other, Strides.broadcast(Array(x.dropLast(2)), Array(y.dropLast(2))) != nil else {
            throw reader.invalid("its inputs of shapes \(x) and \(y) do not fit")
        }
        return try emit(.matrixProduct(product), [a, b], Executor.shape(of: product, x, y))
    }

    func matrixProduct(_ a: Operand, _ b: Operand) throws -> Operand {
        let (x, y) = (shape(a), shape(b))
        guard !x.isEmpty, !y.isEmpty else { throw reader.invalid("its inputs have shapes \(x) and \(y)") }
        let first = x.count == 1 ? try reshape(a, [1, x[0]]) : a
        let second = y.count == 1 ? try reshape(b, [y[0], 1]) : b
        let result = try product(MatrixProduct(), first, second)
        var extents = shape(result)
        if y.count == 1 { extents.removeLast() }
        if x.count == 1 { extents.remove(at: extents.count - (y.count == 1 ? 1 : 2)) }
        return try reshape(result, extents)
    }

    func einsum() throws -> Operand {
        let equation = try reader.string("equation", default: "").filter { !$0.isWhitespace }
        let sides = equation.split(separator: ">").map { $0.filter { $0 != "-" } }
        let terms = (sides.first ?? "").split(separator: ",", omittingEmptySubsequences: false).map { Array($0) }
        guard terms.count == 2, inputCount == 2, sides.count <= 2, !equation.contains(".") else {
            throw reader.unsupported("equation \(equation)")
        }
        let operands = [try input(0), try input(1)]
        for (term, operand) in zip(terms, operands) {
            guard term.count == shape(operand).count, Set(term).count == term.count else {
                throw reader.unsupported("equation \(equation)")
            }
        }
        let repeated = terms[0].filter { terms[1].contains($0) }
        let output =
            sides.count == 2 && equation.contains("->")
            ? Array(sides[1]) : (terms[0] + terms[1]).filter { !repeated.contains($0) }.sorted()
        let batch = repeated.filter { output.contains($0) }
        let summed = repeated.filter { !output.contains($0) }
        let rows = terms[0].filter { !repeated.contains($0) }
        let columns = terms[1].filter { !repeated.contains($0) }
        guard Set(output) == Set(batch + rows + columns), output.count == batch.count + rows.count + columns.count
        else {
            throw reader.unsupported("equation \(equation)")
        }
        let first = try arranged(operands[0], terms[0], batch, [rows, summed])
        let second = try arranged(operands[1], terms[1], batch, [summed, columns])
        let product = try self.product(MatrixProduct(), first, second)
        let extents = Dictionary(
            zip(terms[0] + terms[1], shape(operands[0]) + shape(operands[1])),
            uniquingKeysWith: { first, _ in first }
        )
        let order = batch + rows + columns
        let full = try reshape(product, order.map { extents[$0] ?? 1 })
        return try transpose(full, output.map { label in order.firstIndex(of: label) ?? 0 })
    }

    /// Brings axes into order and joins those of each group.
    private func arranged(
        _ x: Operand,
        _ labels: [Character],
        _ batch: [Character],
        _ groups: [[Character]]
    ) throws -> Operand {
        let order = (batch + groups.flatMap { $0 }).map { labels.firstIndex(of: $0) ?? 0 }
        let turned = try transpose(x, order)
        let extents = shape(turned)
        let lead = Array(extents[..<batch.count])
        let middle = extents[batch.count..<batch.count + groups[0].count].reduce(1, *)
        return try reshape(turned, lead + [middle, extents[(batch.count + groups[0].count)...].reduce(1, *)])
    }
}
#endif
