/// What is known of a value of the graph.
public struct ONNXValueInfo: Sendable, Equatable {
    /// The name of the value.
    public let name: String

    /// The type of the elements; nil where it is not said, is of no known kind, or the value is no tensor.
    public let elementType: ONNXElementType?

    /// The extent of each axis, outermost first; nil where not even the number of axes is known.
    public let shape: [ONNXDimension]?

    package init(name: String, elementType: ONNXElementType?, shape: [ONNXDimension]?) {
        self.name = name
        self.elementType = elementType
        self.shape = shape
    }
}

/// The extent of an axis, as far as it is known before the network runs.
public enum ONNXDimension: Sendable, Equatable {
    /// A number, 0 or greater.
    case fixed(Int)
    /// A name that stands for the same number wherever it occurs, such as `batch`.
    case symbolic(String)
    /// Anything.
    case unknown
}
