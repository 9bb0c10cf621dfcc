#if NativeLibraries
/// What is known of an explainer before it runs.
public struct ExplainerTraits: Sendable, HasParameters {
    /// The families of the survey.
    public enum Family: String, Sendable, CaseIterable {
        case classActivation = "class-activation"
        case backpropagation
        case perturbation
        case attention
        case control
    }

    /// What it asks of a network.
    public enum Need: String, Sendable, CaseIterable {
        /// Nothing.
        case nothing
        /// Scores alone.
        case scores
        /// The value of an inner tensor.
        case tensor
        /// Gradients.
        case gradient
    }

    /// The name on the command line and in definitions, in kebab case.
    public let id: String
    /// As its paper calls it.
    public let name: String
    /// The family of the survey that it belongs to.
    public let family: Family
    /// Authors, year, and DOI or arXiv id.
    public let paper: String
    /// What it asks of a network.
    public let need: Need
    /// Whether another class has another map.
    public let isClassDiscriminative: Bool
    /// Whether attributions have a sign.
    public let isSigned: Bool
    /// Whether it draws random numbers.
    public let isSeeded: Bool
    /// Whether it reads a layer that can be chosen.
    public let usesLayer: Bool
    /// What can be set.
    public let parameters: [ParameterSpecification]
    /// How the attribution becomes a map, as the paper does it.
    public let map: MapSteps
    /// Raised with every change of results.
    public let version: Int

    /// Describes an explainer.
    public init(
        id: String,
        name: String,
        family: Family,
        paper: String,
        need: Need,
        isClassDiscriminative: Bool = true,
        isSigned: Bool,
        isSeeded: Bool = false,
        usesLayer: Bool = false,
        parameters: [ParameterSpecification] = [],
        map: MapSteps,
        version: Int = 1
    ) {
        (self.id, self.name, self.family, self.paper, self.need) = (id, name, family, paper, need)
        (self.isClassDiscriminative, self.isSigned, self.isSeeded) = (isClassDiscriminative, isSigned, isSeeded)
        (self.usesLayer, self.parameters, self.map, self.version) = (usesLayer, parameters, map, version)
    }
}
#endif
