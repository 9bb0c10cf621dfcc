#if NativeLibraries
import Tensor

/// The map of another image, laid over this one.
struct OtherImage: Explainer {
    static let traits = ExplainerTraits(
        id: "other-image",
        name: "Map of another image",
        family: .control,
        paper: "Control",
        need: .gradient,
        isSigned: true,
        usesLayer: true,
        parameters: [
            ControlledMethod.parameter,
            .choice(
                "target",
                ["predicted", "same"],
                "the class whose map is shown: what the network sees in the other image, or the class explained here"
            ),
        ],
        map: MapSteps(.sum, .signed)
    )

    private let method: ControlledMethod
    private let takesPredicted: Bool

    init(_ parameters: ParameterValues) throws {
        method = try ControlledMethod(parameters, of: Self.traits.id)
        takesPredicted = parameters.text("target") == "predicted"
    }

    func passes(for subject: Subject) async throws -> PassCount {
        var count = try await method.passes(for: try other(subject))
        if takesPredicted { count.forward += 1 }
        return count
    }

    func explain(_ subject: Subject) async throws -> Explanation {
        var other = try other(subject)
        if takesPredicted { other = try other.aiming(at: try await other.mostProbableClass()) }
        return try await method.map(other, noting: "The map of another image, for class \(other.target).")
    }

    private func other(_ subject: Subject) throws -> Subject {
        guard let input = subject.otherInput else {
            throw AttributionError(
                .invalidSubject,
                "other-image needs another image: give one beside the image explained, prepared in the same way."
            )
        }
        let shape = input.shape.count == 4 && input.shape[0] == 1 ? Array(input.shape.dropFirst()) : input.shape
        guard shape == subject.input.shape else {
            throw AttributionError(
                .invalidSubject,
                "other-image: the other image has the shape \(shape), the one explained \(subject.input.shape). Prepare both "
                    + "in the same way."
            )
        }
        // Its picture is not known but from its input; methods that segment must not see the first image.
        return try Subject(
            subject.classifier,
            input: input,
            target: subject.target,
            layer: subject.layer,
            seed: subject.seed,
            black: subject.black,
            baselines: subject.baselines,
            memoryLimit: subject.memoryLimit,
            log: subject.log
        )
    }
}
#endif
