#if NativeLibraries
public import Attribution

/// What is known of a metric before it runs.
public struct MetricTraits: Sendable, HasParameters {
    /// What a metric is about.
    public enum Category: String, Sendable, CaseIterable {
        /// Whether what the map marks is what the network uses.
        case faithfulness
        /// How little of the picture the map marks.
        case complexity
        /// How much the map changes when the picture hardly does.
        case robustness
        /// Whether the map changes when the network or the class does.
        case randomization
        /// Whether the map marks where the object is.
        case localization
        /// Whether the map marks where people look.
        case humanAttention = "human-attention"
        /// How alike two maps are.
        case betweenMaps = "between-maps"
    }

    /// Which way is better.
    public enum Direction: String, Sendable, CaseIterable {
        case higher
        case lower
        /// Neither: the number describes.
        case neither
    }

    /// What a metric needs beside the map.
    public enum Need: String, Sendable, CaseIterable {
        /// The network, run forward.
        case network
        /// The method that made the map, to make others.
        case explainer
        /// The network's file, to change its weights.
        case weights
        /// Where the object is.
        case mask
        /// Where people look.
        case humanMap = "human-map"
        /// A map to compare with.
        case otherMap = "other-map"
    }

    /// The name on the command line and in definitions, in kebab case.
    public let id: String
    /// As its paper calls it.
    public let name: String
    /// What it is about.
    public let category: Category
    /// Which way is better.
    public let direction: Direction
    /// Authors, year, and DOI or arXiv id.
    public let paper: String
    /// What it needs beside the map.
    public let needs: Set<Need>
    /// Whether it draws random numbers.
    public let isSeeded: Bool
    /// What can be set.
    public let parameters: [ParameterSpecification]
    /// Raised with every change of results.
    public let version: Int

    /// Describes a metric.
    public init(
        id: String,
        name: String,
        category: Category,
        direction: Direction,
        paper: String,
        needs: Set<Need> = [],
        isSeeded: Bool = false,
        parameters: [ParameterSpecification] = [],
        version: Int = 1
    ) {
        (self.id, self.name, self.category, self.direction) = (id, name, category, direction)
        (self.paper, self.needs, self.isSeeded) = (paper, needs, isSeeded)
        (self.parameters, self.version) = (parameters, version)
    }
}
#endif
