/// A network: nodes that make values from values.
///
/// Names tie them together.
public struct ONNXGraph: Sendable {
    /// The name of the graph.
    public let name: String

    /// The nodes in the order of the file; no two have an output of the same name.
    public let nodes: [ONNXNode]

    /// The tensors that are part of the model, of different names.
    public let initializers: [ONNXTensor]

    /// What is fed in, of different names; before IR version 4 the initializers are listed here too.
    public let inputs: [ONNXValueInfo]

    /// What comes out; the same name may stand twice, as PyTorch writes what a network returns twice.
    public let outputs: [ONNXValueInfo]

    /// What the exporter knew of values in between, of different names.
    public let values: [ONNXValueInfo]

    package init(
        name: String,
        nodes: [ONNXNode],
        initializers: [ONNXTensor],
        inputs: [ONNXValueInfo],
        outputs: [ONNXValueInfo],
        values: [ONNXValueInfo] = []
    ) {
        self.name = name
        self.nodes = nodes
        self.initializers = initializers
        self.inputs = inputs
        self.outputs = outputs
        self.values = values
    }
}
