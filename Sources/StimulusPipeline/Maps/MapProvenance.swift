import Foundation

/// What it takes to make a map again, and what is known of its making.
package struct MapProvenance: Codable, Sendable, Equatable {
    package struct Target: Codable, Sendable, Equatable {
        package let index: Int
        package let label: String?
        package let probability: Double

        package init(index: Int, label: String?, probability: Double) {
            (self.index, self.label, self.probability) = (index, label, probability)
        }
    }

    package struct Passes: Codable, Sendable, Equatable {
        package let forward: Int
        package let backward: Int

        package init(forward: Int, backward: Int) { (self.forward, self.backward) = (forward, backward) }
    }

    package let model: String
    package let method: String
    package let methodVersion: Int
    package let parameters: [String: String]
    package let target: Target
    package let layer: String?
    package let seed: UInt64?
    package let passes: Passes
    package let seconds: Double
    package let threads: Int
    package let versions: [String: String]
    package let convergenceDelta: Double?
    package let notes: [String]

    package init(
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
