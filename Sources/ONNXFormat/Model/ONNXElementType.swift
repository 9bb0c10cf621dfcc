/// The types of the elements of tensors; the raw values are those of `TensorProto.DataType`.
///
/// The 8-bit floats and the types of less than a byte are not among them: tensors of those are refused.
public enum ONNXElementType: Int, Sendable, CaseIterable {
    /// A 32-bit float.
    case float32 = 1
    /// An unsigned 8-bit integer.
    case uint8 = 2
    /// A signed 8-bit integer.
    case int8 = 3
    /// An unsigned 16-bit integer.
    case uint16 = 4
    /// A signed 16-bit integer.
    case int16 = 5
    /// A signed 32-bit integer.
    case int32 = 6
    /// A signed 64-bit integer.
    case int64 = 7
    /// Text; its tensors are known by name and shape, but their elements are not read.
    case string = 8
    /// A truth value, stored in a byte.
    case bool = 9
    /// A 16-bit float with 5 bits of exponent.
    case float16 = 10
    /// A 64-bit float.
    case float64 = 11
    /// An unsigned 32-bit integer.
    case uint32 = 12
    /// An unsigned 64-bit integer.
    case uint64 = 13
    /// Two 32-bit floats; elements are not read.
    case complex64 = 14
    /// Two 64-bit floats; elements are not read.
    case complex128 = 15
    /// The upper half of a 32-bit float.
    case bfloat16 = 16

    /// The name that messages use, such as `float32`.
    public var name: String { "\(self)" }

    /// Whether elements are real numbers with a fraction.
    public var isFloatingPoint: Bool {
        switch self {
        case .float32, .float16, .float64, .bfloat16: true
        default: false
        }
    }

    /// The bytes that one element takes in packed data; 0 for `string`, whose elements differ in length.
    public var byteCount: Int {
        switch self {
        case .string: 0
        case .uint8, .int8, .bool: 1
        case .uint16, .int16, .float16, .bfloat16: 2
        case .float32, .int32, .uint32: 4
        case .float64, .int64, .uint64, .complex64: 8
        case .complex128: 16
        }
    }

    /// The names of the types that are refused, by their numbers.
    static let refusedNames = [
        17: "float8e4m3fn", 18: "float8e4m3fnuz", 19: "float8e5m2", 20: "float8e5m2fnuz", 21: "uint4", 22: "int4",
        23: "float4e2m1", 24: "float8e8m0", 25: "uint2", 26: "int2", 27: "float6e2m3", 28: "float6e3m2",
    ]
}
