import ONNXFormat
import Testing

/// Holds that a model is refused, that the message names the model, and that it says something.
func expect(
    _ code: ONNXError.Code,
    _ words: String...,
    in bytes: [UInt8],
    limits: ONNXLimits = .standard,
    at location: SourceLocation = #_sourceLocation
) throws {
    let error = #expect(throws: ONNXError.self, sourceLocation: location) {
        try ONNXModel.decode(bytes, name: "net.onnx", limits: limits)
    }
    #expect(error?.code == code, "\(error?.message ?? "")", sourceLocation: location)
    for word in ["net.onnx: "] + words {
        #expect(error?.message.contains(word) == true, "\(error?.message ?? "")", sourceLocation: location)
    }
}

/// The graph of a model that a test writes.
func graph(limits: ONNXLimits = .standard, _ fill: (inout ProtobufWriter) -> Void) throws -> ONNXGraph {
    try ONNXModel.decode(ProtobufWriter.model(graph: fill), limits: limits).graph
}
