#if NativeLibraries
import ModelGraph
import ONNXFormat
import StimulusPipeline

/// What is in a network's file, and what of it can be run.
struct Inspection: Encodable {
    struct Value: Encodable {
        let name: String
        let type: String?
        let shape: [Extent]?
    }

    /// An extent that the file fixes, or what it calls one that it leaves open.
    enum Extent: Encodable {
        case fixed(Int)
        case open(String)

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .fixed(let size): try container.encode(size)
            case .open(let name): try container.encode(name)
            }
        }
    }

    struct Layer: Encodable {
        let name: String
        let `operator`: String?
        let shape: [Int]
    }

    struct ActivationLayer: Encodable {
        let name: String
        let shape: [Int]
        let grid: [Int]?
        let specialTokens: Int
    }

    let model: String
    let producer: String
    let irVersion: Int
    let opset: Int?
    let inputs: [Value]
    let outputs: [Value]
    let nodeCount: Int
    let operators: [String: Int]
    let parameterCount: Int
    /// Multiplications and additions for one image.
    private(set) var operationCount: Int?
    private(set) var endsInSoftmax: Bool?
    /// The tensor that gradients of class scores are taken of.
    private(set) var scoreTensor: String?
    private(set) var activationLayer: ActivationLayer?
    /// Every tensor that depends on the inputs, of one image.
    private(set) var tensors: [Layer]?
    /// The nodes that cannot be run; empty where everything can.
    private(set) var unsupported: [String] = []
    /// Why the network cannot be run.
    private(set) var problem: String?

    /// - Throws: `ONNXError` where the file cannot be read; what cannot be run is a ``problem`` instead.
    init(reading path: String) async throws {
        let file = try ONNXModel.read(path)
        let weights = Set(file.graph.initializers.map(\.name))
        model = path
        producer = file.producer
        irVersion = file.irVersion
        opset = file.opsets[""]
        inputs = file.graph.inputs.filter { !weights.contains($0.name) }.map(Value.init)
        outputs = file.graph.outputs.map(Value.init)
        nodeCount = file.graph.nodes.count
        operators = Dictionary(file.graph.nodes.map { (Self.name(of: $0), 1) }, uniquingKeysWith: +)
        parameterCount = file.graph.initializers.filter(\.elementType.isFloatingPoint)
            .reduce(0) { $0 + $1.elementCount }
        do {
            try await describe(Model(file))
        } catch let error as ModelError {
            note(error)
        }
    }

    private mutating func describe(_ model: Model) async throws {
        endsInSoftmax = model.endsInSoftmax()
        scoreTensor = model.scoreName()
        tensors = try await model.tensors().map {
            Layer(name: $0.name, operator: $0.operatorType, shape: $0.shape)
        }
        operationCount = try await model.operationCount()
        activationLayer = try await model.activationLayer().map {
            ActivationLayer(name: $0.name, shape: $0.shape, grid: $0.grid, specialTokens: $0.specialTokens)
        }
    }

    /// The message of an unsupported network has a line for each node.
    private mutating func note(_ error: ModelError) {
        let lines = error.message.split(separator: "\n")
        unsupported = lines.filter { $0.hasPrefix("  ") }.map { String($0.dropFirst(2)) }
        problem = lines.filter { !$0.hasPrefix("  ") }.map { $0.hasSuffix(":") ? $0.dropLast() + "." : $0 }
            .joined(separator: " ")
    }

    private static func name(of node: ONNXNode) -> String {
        node.domain.isEmpty ? node.operatorType : "\(node.domain).\(node.operatorType)"
    }
}

extension Inspection.Value {
    init(_ info: ONNXValueInfo) {
        name = info.name
        type = info.elementType?.name
        shape = info.shape?.map { dimension in
            switch dimension {
            case .fixed(let size): .fixed(size)
            case .symbolic(let name): .open(name)
            case .unknown: .open("?")
            }
        }
    }

    /// "data_0 [N, 3, 224, 224] float32".
    var text: String {
        let extents = shape?.map { extent in
            switch extent {
            case .fixed(let size): String(size)
            case .open(let name): name
            }
        }
        let parts = [name, extents.map { "[\($0.joined(separator: ", "))]" } ?? "of any shape", type]
        return parts.compactMap(\.self).joined(separator: "  ")
    }
}
#endif
