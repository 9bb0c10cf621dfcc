/// A setting of a node that is no value of the graph.
public enum ONNXAttribute: Sendable {
    /// A float.
    case float(Float)
    /// An integer.
    case int(Int)
    /// A text.
    case string(String)
    /// A tensor, whose elements stay in the file.
    case tensor(ONNXTensor)
    /// A list of floats.
    case floats([Float])
    /// A list of integers.
    case ints([Int])
    /// A list of texts.
    case strings([String])
    /// Something that is not read, and what it is, such as `a graph`.
    case unsupported(String)
}
