import ONNXFormat
import Testing

struct ONNXElementTypeTests {
    /// The numbers of `TensorProto.DataType` in onnx 1.23.2.
    @Test func numbersAreThoseOfTheFormat() {
        let names = [
            "float32", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16", "float64",
            "uint32",
            "uint64", "complex64", "complex128", "bfloat16",
        ]
        #expect((1...16).compactMap { ONNXElementType(rawValue: $0)?.name } == names)
        #expect(ONNXElementType(rawValue: 0) == nil)
        #expect(ONNXElementType(rawValue: 17) == nil)
    }

    @Test func sizes() {
        #expect(ONNXElementType.allCases.map(\.byteCount) == [4, 1, 1, 2, 2, 4, 8, 0, 1, 2, 8, 4, 8, 8, 16, 2])
        #expect(ONNXElementType.allCases.filter(\.isFloatingPoint) == [.float32, .float16, .float64, .bfloat16])
    }
}
