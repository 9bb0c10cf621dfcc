/// What an ONNX file holds: a graph, and what is said about it.
///
/// Weights stay in the file until they are asked for. The format is that of the `onnx` package 1.23 (`onnx.proto`, IR version 14) and before.
public struct ONNXModel: Sendable {
    /// The IR versions that are read.
    public static let irVersions = 3...14

    /// What messages call the model: the path as given, for a file.
    public let source: String

    /// The version of the file format.
    public let irVersion: Int

    /// The program that wrote the file and its version, such as `pytorch 2.13.0`; empty where it does not say.
    public let producer: String

    /// The versions of the operator sets, by domain; the domain of the standard operators, `ai.onnx`, is empty.
    public let opsets: [String: Int]

    /// What the file says of itself, by key.
    public let metadata: [String: String]

    /// The network.
    public let graph: ONNXGraph

    package init(
        source: String,
        irVersion: Int,
        producer: String,
        opsets: [String: Int],
        metadata: [String: String],
        graph: ONNXGraph
    ) {
        self.source = source
        self.irVersion = irVersion
        self.producer = producer
        self.opsets = opsets
        self.metadata = metadata
        self.graph = graph
    }

    /// Reads the structure of a file, which stays open as long as one of its tensors is held.
    ///
    /// Weights in other files are accepted where these lie in the folder of the model or below.
    ///
    /// - Throws: `ONNXError`; its message names the file and the node or tensor.
    /// - Complexity: O(bytes of the structure); inline weights are skipped.
    public static func read(_ path: String, limits: ONNXLimits = .standard) throws -> ONNXModel {
        do {
            let bytes = try StoredBytes(path: path)
            return try ModelDecoder(bytes, name: path, folder: ExternalFolder(ofModel: path), limits: limits).model()
        } catch let fault as Fault {
            throw fault.error(in: path)
        }
    }

    /// Reads the structure of a model that is in memory already; it cannot have weights in other files.
    ///
    /// - Parameter name: What messages call the model.
    /// - Throws: `ONNXError`; its message names the node or tensor.
    /// - Complexity: O(bytes of the structure); inline weights are skipped.
    public static func decode(
        _ bytes: [UInt8],
        name: String = "The model",
        limits: ONNXLimits = .standard
    ) throws -> ONNXModel {
        do {
            return try ModelDecoder(StoredBytes(bytes), name: name, folder: nil, limits: limits).model()
        } catch let fault as Fault {
            throw fault.error(in: name)
        }
    }
}
