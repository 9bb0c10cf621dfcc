/// One application of an operator.
public struct ONNXNode: Sendable {
    /// The name of the node, which may be empty and need not be unique.
    public let name: String

    /// The operator, such as `Conv`.
    public let operatorType: String

    /// The domain of the operator; empty for the standard operators.
    public let domain: String

    /// The names of the values that go in; empty where an optional input is left out.
    public let inputs: [String]

    /// The names of the values that come out; empty where an optional output is not wanted.
    public let outputs: [String]

    /// The attributes that are set, by name.
    public let attributes: [String: ONNXAttribute]

    package init(
        name: String = "",
        operatorType: String,
        domain: String = "",
        inputs: [String],
        outputs: [String],
        attributes: [String: ONNXAttribute] = [:]
    ) {
        self.name = name
        self.operatorType = operatorType
        self.domain = domain
        self.inputs = inputs
        self.outputs = outputs
        self.attributes = attributes
    }
}
