#if NativeLibraries
import ModelGraph
import ONNXFormat
import Tensor
import Testing

/// Recomputing what replaced parts of a picture change gives what running each changed picture whole gives.
@Suite struct RegionTests {
    private static let side = 48

    /// Strided and padded convolutions, pooling, a residual, joined channels, a depthwise convolution, a gate for each
    /// channel and a global average.
    private static func network(_ width: Int) -> TestGraph {
        var generator = SeededGenerator(state: UInt64(width))
        var stored: [ONNXTensor] = []
        func convolution(
            _ input: String,
            _ output: String,
            _ channels: Int,
            from: Int,
            kernel: Int,
            stride: Int = 1,
            pad: Int,
            groups: Int = 1
        ) -> ONNXNode {
            let shape = [channels, from / groups, kernel, kernel]
            let scale = 1 / Float(from / groups * kernel * kernel).squareRoot()
            stored.append(
                ONNXTensor(
                    name: "\(output)W",
                    shape: shape,
                    floats: generator.spread(shape.reduce(1, *), over: -2 * scale...2 * scale)
                )
            )
            return ONNXNode(
                operatorType: "Conv",
                inputs: [input, "\(output)W"],
                outputs: [output],
                attributes: [
                    "strides": .ints([stride, stride]), "pads": .ints([pad, pad, pad, pad]), "group": .int(groups),
                ]
            )
        }
        func node(_ type: String, _ inputs: [String], _ output: String, _ attributes: [String: ONNXAttribute] = [:])
            -> ONNXNode
        {
            ONNXNode(operatorType: type, inputs: inputs, outputs: [output], attributes: attributes)
        }
        let nodes = [
            convolution("x", "a", width, from: 3, kernel: 5, stride: 2, pad: 2),
            node("Relu", ["a"], "b"),
            node("MaxPool", ["b"], "c", ["kernel_shape": .ints([3, 3]), "pads": .ints([1, 1, 1, 1])]),
            convolution("c", "d", width, from: width, kernel: 3, pad: 1),
            node("Relu", ["d"], "e"),
            convolution("e", "f", width, from: width, kernel: 1, pad: 0),
            node("Add", ["f", "c"], "g"),
            node("Relu", ["g"], "h"),
            convolution("h", "i", width, from: width, kernel: 3, pad: 1, groups: width),
            node("HardSwish", ["i"], "j"),
            node("Concat", ["h", "j"], "k", ["axis": .int(1)]),
            node("AveragePool", ["k"], "l", ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2])]),
            convolution("l", "m", 10, from: 2 * width, kernel: 1, pad: 0),
            node("GlobalAveragePool", ["m"], "n"),
            node("Flatten", ["n"], "y"),
        ]
        let x = Tensor(shape: [1, 3, side, side], values: generator.spread(3 * side * side, over: -1...1))
        return TestGraph(nodes, inputs: ["x": x], initializers: stored)
    }

    private static func replaced(_ picture: Tensor, _ patches: [Model.InputPatch]) -> Tensor {
        let values = patches.flatMap { patch -> [Float] in
            var values = picture.values
            let (height, width) = (patch.pixels.shape[1], patch.pixels.shape[2])
            for channel in 0..<3 {
                for row in 0..<height {
                    for column in 0..<width {
                        let target = (channel * side + patch.row + row) * side + patch.column + column
                        values[target] = patch.pixels.values[(channel * height + row) * width + column]
                    }
                }
            }
            return values
        }
        return Tensor(shape: [patches.count, 3, side, side], values: values)
    }

    /// Widths that fill blocks of channels and that do not; patches small, large, at every border and of one pixel.
    @Test(arguments: [16, 12, 5], [[8, 8], [1, 1], [3, 17], [40, 40], [48, 48]])
    func partsGiveWhatWholePicturesGive(width: Int, size: [Int]) async throws {
        let graph = Self.network(width)
        let model = try graph.model()
        let picture = try #require(graph.inputs["x"])
        var generator = SeededGenerator(state: 7)
        let (height, columns) = (size[0], size[1])
        let rows = stride(from: 0, through: Self.side - height, by: 13).map(\.self) + [Self.side - height]
        let starts = stride(from: 0, through: Self.side - columns, by: 11).map(\.self) + [Self.side - columns]
        let patches = rows.flatMap { row in
            starts.map { column in
                Model.InputPatch(
                    row: row,
                    column: column,
                    pixels: Tensor(shape: [3] + size, values: generator.spread(3 * height * columns, over: -1...1))
                )
            }
        }
        let parts = try await model.run(picture, replacing: patches, batch: 7)
        let whole = try await model.value(of: "y", at: ["x": Self.replaced(picture, patches)])
        #expect(difference(parts, whole) < 2e-6)
        let inner = try await model.run(picture, replacing: Array(patches.prefix(3)), fetching: "g")
        let wanted = try await model.value(of: "g", at: ["x": Self.replaced(picture, Array(patches.prefix(3)))])
        #expect(difference(inner, wanted) < 2e-6)
    }
}
#endif
