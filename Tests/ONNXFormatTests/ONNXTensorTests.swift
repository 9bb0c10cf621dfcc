import Foundation
import ONNXFormat
import Testing

struct ONNXTensorTests {
    private func tensor(
        type: Int,
        shape: [Int],
        _ fill: (inout ProtobufWriter) -> Void
    ) throws -> ONNXTensor {
        try #require(try graph { $0.tensor("w", type: type, shape: shape, fill) }.initializers.first)
    }

    private func model(type: Int = 1, shape: [Int], _ fill: (inout ProtobufWriter) -> Void = { _ in }) -> [UInt8] {
        ProtobufWriter.model { $0.tensor("w", type: type, shape: shape, fill) }
    }

    /// What onnx 1.23.2 wrote: each type as numbers of a field, and packed.
    @Test(arguments: ["typed", "packed"])
    func readsEveryTypeThatOnnxWrites(storage: String) throws {
        let tensors = try ONNXModel.read(Fixture.path("types.onnx")).graph.initializers.filter {
            $0.name.hasSuffix(storage)
        }
        #expect(Set(tensors.map(\.elementType)).count == 13)
        for tensor in tensors {
            let values: [Float] = tensor.elementType == .bool ? [0, 1, 1, 1, 1, 1] : [0, 1, 2, 3, 100, 7]
            #expect(tensor.shape == [2, 3])
            #expect(tensor.elementCount == 6)
            #expect(try tensor.floats() == values, "\(tensor.name)")
            #expect(try tensor.doubles() == values.map(Double.init), "\(tensor.name)")
            if tensor.elementType.isFloatingPoint {
                let error = #expect(throws: ONNXError.self) { try tensor.integers() }
                #expect(error?.code == .wrongType)
            } else {
                #expect(try tensor.integers() == values.map { Int($0) }, "\(tensor.name)")
            }
        }
    }

    @Test func keepsSigns() throws {
        for (type, bytes) in [
            (3, [UInt8](repeating: 0xFE, count: 1)), (5, [0xFE, 0xFF]), (6, [0xFE, 0xFF, 0xFF, 0xFF]),
        ] {
            #expect(try tensor(type: type, shape: []) { $0.data(9, bytes) }.integers() == [-2])
            #expect(try tensor(type: type, shape: []) { $0.integer(5, -2) }.floats() == [-2])
        }
        #expect(try tensor(type: 7, shape: [2]) { $0.packed(7, [-2, .min]) }.integers() == [-2, .min])
        #expect(try tensor(type: 12, shape: []) { $0.integer(11, 0xFFFF_FFFF) }.integers() == [0xFFFF_FFFF])
    }

    /// Bit patterns and values of IEEE 754 binary16, as `numpy.float16` shows them.
    @Test func convertsHalfPrecision() throws {
        let patterns: [UInt16] = [0x3C00, 0xC000, 0x7BFF, 0x0001, 0x0400, 0x8000, 0x7C00, 0xFC00, 0x7E00, 0x3555]
        let values: [Float] = [1, -2, 65504, 0x1p-24, 0x1p-14, -0.0, .infinity, -.infinity, .nan, 0.33325195]
        let bytes = patterns.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        for tensor in [
            try tensor(type: 10, shape: [10]) { $0.data(9, bytes) },
            try tensor(type: 10, shape: [10]) { $0.packed(5, patterns.map { Int($0) }) },
        ] {
            #expect(
                try tensor.floats().map { $0.isNaN ? 0 : $0.bitPattern } == values.map { $0.isNaN ? 0 : $0.bitPattern }
            )
        }
    }

    @Test func convertsBrainFloats() throws {
        let tensor = try tensor(type: 16, shape: [3]) { $0.data(9, [0x80, 0x3F, 0x49, 0x40, 0x80, 0xFF]) }
        #expect(try tensor.floats() == [1, 3.140625, -.infinity])
        #expect(try tensor.doubles() == [1, 3.140625, -.infinity])
    }

    @Test func roundsDoubles() throws {
        let bytes = withUnsafeBytes(of: (0.1).bitPattern.littleEndian, Array.init)
        #expect(try tensor(type: 11, shape: []) { $0.data(9, bytes) }.floats() == [0.1])
        #expect(try tensor(type: 11, shape: []) { $0.data(10, bytes) }.doubles() == [0.1])
    }

    /// More elements than are converted at once, alone and in lists.
    @Test func readsLongLists() throws {
        let values = (0..<50_001).map { $0 * 37 % 1_000 - 500 }
        #expect(try tensor(type: 7, shape: [50_001]) { $0.packed(7, values) }.integers() == values)
        let mixed = try tensor(type: 6, shape: [50_001]) { writer in
            writer.packed(5, Array(values[..<20_000]))
            for value in values[20_000..<20_010] { writer.integer(5, value) }
            writer.packed(5, Array(values[20_010...]))
        }
        #expect(try mixed.integers() == values)
        let floats = try tensor(type: 1, shape: [50_001]) { $0.data(9, values.flatMap { Float($0).bytes }) }
        #expect(try floats.floats() == values.map(Float.init))
        #expect(try floats.doubles() == values.map(Double.init))
    }

    @Test func copiesIntoABuffer() throws {
        let tensor = try tensor(type: 1, shape: [2]) { $0.data(9, Float(3).bytes + Float(4).bytes) }
        var values: [Float] = [0, 0, 0]
        try values.withUnsafeMutableBufferPointer { buffer in
            try tensor.copyFloats(into: UnsafeMutableBufferPointer(rebasing: buffer[1...]))
        }
        #expect(values == [0, 3, 4])
    }

    @Test func emptyTensorsNeedNoData() throws {
        for tensor in [
            try tensor(type: 1, shape: [0, 3]) { _ in }, try tensor(type: 7, shape: [0]) { $0.data(9, []) },
        ] {
            #expect(tensor.elementCount == 0)
            #expect(try tensor.floats() == [])
        }
    }

    @Test func largeUnsignedNumbersAreNoIntegers() throws {
        let tensor = try tensor(type: 13, shape: []) { $0.data(9, [UInt8](repeating: 0xFF, count: 8)) }
        #expect(try tensor.floats() == [0x1p64])
        #expect(try tensor.doubles() == [0x1p64])
        let error = #expect(throws: ONNXError.self) { try tensor.integers() }
        #expect(error?.code == .wrongType)
        #expect(error?.message.contains("18446744073709551615") == true)
    }

    @Test func textsAndComplexNumbersAreKnownButNotRead() throws {
        let tensors = [
            try tensor(type: 8, shape: [1]) { $0.text(6, "word") },
            try tensor(type: 14, shape: [1]) { $0.data(4, Float(1).bytes + Float(2).bytes) },
            try tensor(type: 15, shape: [1]) { $0.data(9, [UInt8](repeating: 0, count: 16)) },
        ]
        for (tensor, name) in zip(tensors, ["string", "complex64", "complex128"]) {
            #expect(tensor.elementType.name == name)
            #expect(tensor.elementCount == 1)
            for read in [{ _ = try tensor.floats() }, { _ = try tensor.doubles() }, { _ = try tensor.integers() }] {
                let error = #expect(throws: ONNXError.self) { try read() }
                #expect(error?.code == .wrongType)
                #expect(error?.message.contains("The model: initializer 'w': its elements are \(name)") == true)
            }
        }
        try expect(.sizeMismatch, "0 texts", in: model(type: 8, shape: [1_000_000]))
    }

    @Test func dataFitTheShape() throws {
        let four = Float(1).bytes
        try expect(.sizeMismatch, "initializer 'w'", "4 bytes", "needs 8", in: model(shape: [2]) { $0.data(9, four) })
        try expect(.sizeMismatch, "8 bytes", "needs 4", in: model(shape: []) { $0.data(9, four + four) })
        try expect(.sizeMismatch, "0 numbers", "[2, 3]", "needs 6", in: model(shape: [2, 3]))
        try expect(.sizeMismatch, "1 numbers", "needs 2", in: model(type: 7, shape: [2]) { $0.integer(7, 1) })
        try expect(.sizeMismatch, "3 numbers", "needs 2", in: model(type: 6, shape: [2]) { $0.packed(5, [1, 2, 3]) })
        try expect(.sizeMismatch, "1 numbers", "needs 2", in: model(type: 14, shape: []) { $0.float(4, 1) })
    }

    @Test func dataStandWhereTheyBelong() throws {
        try expect(.malformed, "int32_data; expected raw_data or float_data", in: model(shape: []) { $0.integer(5, 1) })
        try expect(
            .malformed,
            "float_data and raw_data",
            in: model(shape: []) { writer in
                writer.float(4, 1)
                writer.data(9, Float(1).bytes)
            }
        )
        try expect(
            .malformed,
            "data twice",
            in: model(shape: []) { writer in
                for _ in 0..<2 { writer.data(9, Float(1).bytes) }
            }
        )
        try expect(.malformed, "end within a number", in: model(shape: []) { $0.data(4, [0, 0, 0]) })
        try expect(.malformed, "not a list of numbers", in: model(shape: []) { $0.integer(4, 0) })
        try expect(.unsupported, "segments", in: model(shape: []) { $0.message(3) { $0.integer(1, 0) } })
    }

    @Test func refusesOtherTypes() throws {
        try expect(.unsupported, "'w': its elements are float8e5m2", in: model(type: 19, shape: []) { $0.data(9, [0]) })
        try expect(.unsupported, "int4", in: model(type: 22, shape: []) { $0.data(9, [0]) })
        try expect(.malformed, "type 99", in: model(type: 99, shape: []) { $0.data(9, [0]) })
        try expect(.malformed, "type 0", in: model(type: 0, shape: []) { $0.data(9, [0]) })
        try expect(
            .malformed,
            "initializer 0: it has no name",
            in: ProtobufWriter.model { $0.tensor("", shape: []) { $0.float(4, 1) } }
        )
    }

    @Test func makesTensorsInMemory() throws {
        let floats = ONNXTensor(name: "f", shape: [2, 1], floats: [1.5, -2])
        #expect(try floats.floats() == [1.5, -2])
        #expect(floats.elementType == .float32)
        let integers = ONNXTensor(name: "i", shape: [], integers: [.min])
        #expect(try integers.integers() == [.min])
        #expect(integers.elementCount == 1)
    }

    @Test func canBeReadFromSeveralThreads() async throws {
        let model = try ONNXModel.read(Fixture.path("external.onnx"))
        let sums = try await withThrowingTaskGroup(of: Float.self) { group in
            for _ in 0..<8 {
                for tensor in model.graph.initializers {
                    group.addTask { try tensor.floats().reduce(0, +) }
                }
            }
            return try await group.reduce(into: Set<Float>()) { $0.insert($1) }
        }
        #expect(sums.count == 3)
    }
}
