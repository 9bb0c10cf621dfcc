#if NativeLibraries
import Attribution

/// What metrics that change the picture step by step leave to the user.
struct CurveParameters: Sendable {
    let substitute: Substitute
    let isCumulative: Bool
    let isReference: Bool
    let steps: StepRule

    static func specifications(_ substitute: Substitute, hasCumulative: Bool = true) -> [ParameterSpecification] {
        [
            Substitute.parameter(substitute),
            .integer("steps", 1...10_000_000, 196, "how many steps of as equal size as can be"),
            .integer(
                "step-pixels",
                0...10_000_000,
                0,
                "in place of steps so many pixels of the map a step; 0 for none"
            ),
        ]
            + (hasCumulative
                ? [.flag("cumulative", true, "pixels that were changed stay so; else each step changes its own alone")]
                : [])
            + [Self.mode]
    }

    /// `mode` of every metric of the survey.
    static var mode: ParameterSpecification {
        .choice("mode", ["default", "reference"], "reference gives the numbers of the survey's own program")
    }

    init(_ parameters: ParameterValues) throws {
        substitute = Substitute(parameters)
        isCumulative = parameters.values["cumulative"] != .flag(false)
        isReference = parameters.text("mode") == "reference"
        let size = parameters.integer("step-pixels")
        guard size == 0 || !isReference else {
            throw AttributionError(
                .invalidParameter,
                "The survey's program has a number of steps; leave step-pixels out, or take mode=default."
            )
        }
        let count = parameters.integer("steps")
        steps = isReference ? .reference(count) : size > 0 ? .pixels(size) : .count(count)
    }

    func curve(isInsertion: Bool, isAscending: Bool = false) -> PerturbationCurve {
        PerturbationCurve(
            isInsertion: isInsertion,
            substitute: substitute,
            steps: steps,
            isCumulative: isCumulative,
            isAscending: isAscending
        )
    }

    /// What is said where the survey's program fails.
    static let failure = """
        the survey's program fails where its steps do not go into the pixels of the map; take mode=default, or a map of \
        another size
        """
}

extension Curve {
    /// The number with what every metric of a curve tells.
    func score(_ value: Double?, orUndefined reason: String) -> MetricScore {
        let details = ["tieShare": tieShare]
        guard let value else { return .undefined(reason, curve: self, details: details) }
        return .value(value, curve: self, details: details)
    }
}
#endif
