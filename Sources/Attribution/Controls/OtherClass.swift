#if NativeLibraries
import ModelGraph
import Tensor

/// The map of another class than the one that is said to be explained.
struct OtherClass: Explainer {
    static let traits = ExplainerTraits(
        id: "other-class",
        name: "Map of another class",
        family: .control,
        paper: "Control; Kim et al. 2022, arXiv:2112.03184",
        need: .gradient,
        isSigned: true,
        usesLayer: true,
        parameters: [
            .integer(
                "class",
                -1...1_000_000,
                -1,
                "the class whose map is shown; -1 is the most probable one besides the explained class"
            ),
            ControlledMethod.parameter,
        ],
        map: MapSteps(.sum, .signed)
    )

    private let index: Int
    private let method: ControlledMethod

    init(_ parameters: ParameterValues) throws {
        index = parameters.integer("class")
        method = try ControlledMethod(parameters, of: Self.traits.id)
        guard method.type.traits.isClassDiscriminative else {
            throw AttributionError(
                .invalidParameter,
                "other-class: \(method.type.traits.id) has the same map for every class. Name a method that tells them apart."
            )
        }
    }

    func passes(for subject: Subject) async throws -> PassCount {
        var count = try await method.passes(for: subject)
        if index < 0 { count.forward += 1 }
        return count
    }

    func explain(_ subject: Subject) async throws -> Explanation {
        guard index != subject.target else {
            throw AttributionError(
                .invalidParameter,
                "other-class: class \(index) is the explained class itself. Name another, or leave the choice to the network."
            )
        }
        let other = index >= 0 ? index : try await subject.mostProbableClass(besides: subject.target)
        return try await method.map(
            subject.aiming(at: other),
            noting: "The map of class \(other) in place of \(subject.target)."
        )
    }
}

extension Subject {
    /// The class that the network gives the input, the first of equal ones.
    ///
    /// - Parameter excluded: A class that does not count.
    /// - Throws: ``AttributionError`` `notApplicable` where there is none.
    func mostProbableClass(besides excluded: Int? = nil) async throws -> Int {
        let scores = try await classifier.allScores(batchOfOne, log).values
        var best: Int?
        for index in scores.indices where index != excluded && best.map({ scores[index] > scores[$0] }) ?? true {
            best = index
        }
        guard let best else {
            throw AttributionError(.notApplicable, "\(classifier.model.source) has no other class.")
        }
        return best
    }
}
#endif
