/// A tensor of a model.
///
/// Its elements are not in memory: they are read from the file when they are asked for.
public struct ONNXTensor: Sendable {
    /// The name, which may be empty in an attribute.
    public let name: String

    /// The type of the elements.
    public let elementType: ONNXElementType

    /// The extent of each axis, outermost first; empty for a scalar.
    public let shape: [Int]

    /// The number of elements, the product of `shape`.
    public let elementCount: Int

    /// What messages call the model.
    let source: String

    /// What messages call the tensor.
    let place: String

    /// Where the elements are; nil for text.
    let data: TensorData?

    init(
        name: String,
        elementType: ONNXElementType,
        shape: [Int],
        elementCount: Int,
        source: String,
        place: String,
        data: TensorData?
    ) {
        self.name = name
        self.elementType = elementType
        self.shape = shape
        self.elementCount = elementCount
        self.source = source
        self.place = place
        self.data = data
    }

    /// Makes a tensor of 32-bit floats that is in memory.
    ///
    /// - Precondition: `values` has as many elements as `shape`.
    package init(name: String, shape: [Int], floats values: [Float]) {
        self.init(name, .float32, shape, values.map(\.bitPattern))
    }

    /// Makes a tensor of 64-bit integers that is in memory.
    ///
    /// - Precondition: `values` has as many elements as `shape`.
    package init(name: String, shape: [Int], integers values: [Int]) {
        self.init(name, .int64, shape, values.map(Int64.init))
    }

    private init(_ name: String, _ type: ONNXElementType, _ shape: [Int], _ values: [some FixedWidthInteger]) {
        precondition(shape.reduce(1, *) == values.count, "The shape \(shape) does not hold \(values.count) values.")
        let bytes = values.flatMap { value in withUnsafeBytes(of: value.littleEndian, Array.init) }
        self.init(
            name: name,
            elementType: type,
            shape: shape,
            elementCount: values.count,
            source: "The model",
            place: "tensor \(name.quoted)",
            data: .packed(StoredBytes(bytes), offset: 0)
        )
    }
}
