/// How much of a file is accepted, and how much memory its structure may take; weights stay in the file.
public struct ONNXLimits: Sendable, Equatable {
    /// The most nodes, after functions of the model have been put in place.
    public var nodes: Int

    /// The most tensors: initializers and attributes together.
    public var tensors: Int

    /// The most inputs, outputs and described values of a graph together.
    public var values: Int

    /// The most axes of a shape.
    public var rank: Int

    /// The most elements of a shape, and of all tensors together.
    public var elements: Int

    /// The most bytes of a name.
    public var nameBytes: Int

    /// The most bytes of memory that names, attributes, shapes and nodes may take, estimated from above.
    public var structureBytes: Int

    /// Sets limits; what is not given is that of ``standard``.
    ///
    /// - Precondition: No limit is negative.
    public init(
        nodes: Int = 100_000,
        tensors: Int = 100_000,
        values: Int = 200_000,
        rank: Int = 16,
        elements: Int = 2_000_000_000,
        nameBytes: Int = 4_096,
        structureBytes: Int = 64 << 20
    ) {
        precondition(
            [nodes, tensors, values, rank, elements, nameBytes, structureBytes].allSatisfy { $0 >= 0 },
            "A limit is negative."
        )
        self.nodes = nodes
        self.tensors = tensors
        self.values = values
        self.rank = rank
        self.elements = elements
        self.nameBytes = nameBytes
        self.structureBytes = structureBytes
    }

    /// Room for every published vision model, in 64 MiB of memory.
    public static let standard = ONNXLimits()
}
