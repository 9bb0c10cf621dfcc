/// What it takes to make a map again, and what is known of its making.
public struct MapProvenance: Codable, Sendable, Hashable {
    /// The class that a map explains.
    public struct Target: Codable, Sendable, Hashable {
        /// From 0.
        public let index: Int
        /// Its name, where it is known.
        public let label: String?
        /// What the model gave it, 0…1.
        public let probability: Double

        /// Names a class.
        public init(index: Int, label: String?, probability: Double) {
            (self.index, self.label, self.probability) = (index, label, probability)
        }
    }

    /// Passes through the model, counted in images.
    public struct Passes: Codable, Sendable, Hashable {
        /// Those before a backward pass included.
        public let forward: Int
        /// Backward passes.
        public let backward: Int

        /// Counts passes.
        public init(forward: Int, backward: Int) { (self.forward, self.backward) = (forward, backward) }
    }

    /// How much a map changes with the seed of its random numbers.
    public struct SeedVariability: Codable, Sendable, Hashable {
        /// How many maps were compared.
        public let seeds: Int
        /// The mean Spearman correlation of two of them; nil where maps are the same everywhere.
        public let spearman: Double?
        /// The standard deviation over seeds, averaged over pixels, relative to the range of the mean map.
        public let deviation: Double?

        /// Describes the variability.
        public init(seeds: Int, spearman: Double?, deviation: Double?) {
            (self.seeds, self.spearman, self.deviation) = (seeds, spearman, deviation)
        }
    }

    /// The model's file.
    public var model: String
    /// SHA-256 of the model's file, in hex.
    public var modelSHA256: String?
    /// SHA-256 of what says how pictures become inputs, or the name of the convention.
    public var preparation: String?
    /// The method's name, such as "grad-cam".
    public let method: String
    /// Of the method's algorithm here.
    public let methodVersion: Int
    /// All of the method's parameters.
    public let parameters: [String: String]
    /// The class that is explained.
    public let target: Target
    /// The tensor that was read, for methods of a layer.
    public let layer: String?
    /// Where random numbers started, for methods that draw some.
    public let seed: UInt64?
    /// What it took.
    public let passes: Passes
    /// How long it took.
    public let seconds: Double
    /// How many threads the kernels had.
    public let threads: Int
    /// Of the software.
    public let versions: [String: String]
    /// How far the attributions are from what they must add up to, relative to it.
    public let convergenceDelta: Double?
    /// For methods that draw random numbers, where it was asked for.
    public var seedVariability: SeedVariability?
    /// What a reader of the map should know.
    public let notes: [String]

    /// Puts a provenance together.
    public init(
        model: String,
        method: String,
        methodVersion: Int,
        parameters: [String: String],
        target: Target,
        layer: String?,
        seed: UInt64?,
        passes: Passes,
        seconds: Double,
        threads: Int,
        versions: [String: String],
        convergenceDelta: Double?,
        notes: [String]
    ) {
        (self.model, self.method, self.methodVersion, self.parameters) = (model, method, methodVersion, parameters)
        (self.target, self.layer, self.seed, self.passes) = (target, layer, seed, passes)
        (self.seconds, self.threads, self.versions) = (seconds, threads, versions)
        (self.convergenceDelta, self.notes) = (convergenceDelta, notes)
    }
}
