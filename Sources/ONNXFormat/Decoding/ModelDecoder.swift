import Tensor

/// Decodes the messages of `onnx.proto`, one extension a message, and keeps count of what that costs.
///
/// Numbers of fields are those of `onnx.proto` of the `onnx` package 1.23. What is not listed is skipped.
final class ModelDecoder {
    let bytes: StoredBytes
    let window: WireWindow
    let name: String
    let limits: ONNXLimits
    let folder: ExternalFolder?

    /// Files beside the model, by their location.
    var externalFiles: [String: ExternalFile] = [:]

    private var structureBytes = 0
    private var nodeCount = 0
    private var tensorCount = 0
    private var elementCount = 0
    private var valueCount = 0

    init(_ bytes: StoredBytes, name: String, folder: ExternalFolder?, limits: ONNXLimits) {
        self.bytes = bytes
        self.name = name
        self.folder = folder
        self.limits = limits
        window = WireWindow(bytes)
    }

    /// Notes that memory is about to be taken.
    ///
    /// - Throws: `Fault` with `tooLarge` when it is more than the limit in all.
    func charge(_ byteCount: Int) throws {
        structureBytes += byteCount
        guard structureBytes <= limits.structureBytes else {
            throw Fault(
                .tooLarge,
                "the structure of the model needs more than the limit of \(limits.structureBytes) bytes of memory"
            )
        }
    }

    /// - Throws: `Fault` with `tooLarge`.
    func countNode() throws {
        nodeCount += 1
        try check(nodeCount, limits.nodes, "nodes")
        try charge(256)
    }

    /// - Throws: `Fault` with `tooLarge`.
    func countTensor() throws {
        tensorCount += 1
        try check(tensorCount, limits.tensors, "tensors")
        try charge(512)
    }

    /// - Throws: `Fault` with `tooLarge`.
    func countValue() throws {
        valueCount += 1
        try check(valueCount, limits.values, "inputs, outputs and values")
        try charge(128)
    }

    /// - Throws: `Fault` with `tooLarge`.
    func countElements(_ count: Int) throws {
        let (sum, overflow) = elementCount.addingReportingOverflow(count)
        elementCount = overflow ? Int.max : sum
        try check(overflow ? Int.max : sum, limits.elements, "elements of tensors")
    }

    private func check(_ count: Int, _ limit: Int, _ what: String) throws {
        guard count <= limit else { throw Fault(.tooLarge, "there are more than the limit of \(limit) \(what)") }
    }

    /// The number of elements of a shape whose extents are known.
    ///
    /// - Throws: `Fault` with `malformed` for a negative extent, `tooLarge` when the product of the extents is above
    ///   the limit, those that are 0 left aside: what computes with them later is then safe from overflow.
    func elementCount(of shape: [Int]) throws -> Int {
        if let extent = shape.first(where: { $0 < 0 }) {
            throw Fault(.malformed, "its shape \(shape) has the negative extent \(extent); export the model again")
        }
        guard let bound = Tensor.elementCount(of: shape.filter { $0 > 0 }), bound <= limits.elements else {
            throw Fault(.tooLarge, "its shape \(shape) has more than the limit of \(limits.elements) elements")
        }
        return shape.contains(0) ? 0 : bound
    }

    /// Notes that a list of extents grows.
    ///
    /// - Throws: `Fault` with `tooLarge` when it has as many as a shape may have.
    func countAxis(after rank: Int) throws {
        guard rank < limits.rank else { throw Fault(.tooLarge, "its shape has more than \(limits.rank) axes") }
        try charge(64)
    }

    func cursor(_ field: WireField) throws -> WireCursor {
        WireCursor(window, try field.range())
    }

    /// Reads a name.
    ///
    /// - Throws: `Fault` when it is no text or longer than the limit.
    func name(_ field: WireField) throws -> String {
        let range = try field.range()
        guard range.count <= limits.nameBytes else {
            throw Fault(
                .tooLarge,
                "the name at byte \(range.lowerBound) has \(range.count) bytes, more than the limit of \(limits.nameBytes)"
            )
        }
        guard let text = try text(field) else {
            throw Fault(.malformed, "the name at byte \(range.lowerBound) is not UTF-8; export the model again")
        }
        return text
    }

    /// A name that a message has behind the place of a fault, so that the fault can be told with it; or nothing.
    func nameAhead(_ message: WireField, number: Int) -> String {
        var found = ""
        guard var cursor = try? cursor(message) else { return "" }
        while let field = try? cursor.next() {
            if field.number == number { found = (try? name(field)) ?? "" }
        }
        return found
    }

    /// Reads a text, or nil when it is not UTF-8.
    ///
    /// - Throws: `Fault` when the field is no text or there is no room for it.
    func text(_ field: WireField) throws -> String? {
        let range = try field.range()
        // The room in a growing list, and what lies elsewhere when it is not short.
        try charge(48 + (range.count > 15 ? range.count + 48 : 0))
        return String(validating: try window.copy(range), as: UTF8.self)
    }

    /// Reads the name of a domain; that of the standard operators has two.
    ///
    /// - Throws: `Fault` as ``name(_:)`` does.
    func domain(_ field: WireField) throws -> String {
        let domain = try name(field)
        return domain == "ai.onnx" ? "" : domain
    }

    /// Runs a part of the decoding whose faults are told with the place where they are.
    ///
    /// - Throws: What `body` throws, with the place.
    func within<Result>(_ place: @autoclosure () -> String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let fault as Fault {
            throw fault.within(place())
        }
    }
}
