public import StudyModel

extension ObserverModel {
    /// Checks the model's numbers, and that it has a quality for each explainer of the study and no other.
    /// - Throws: ``ObserverModelError`` that names the first key at fault.
    public func validate(for study: Study) throws(ObserverModelError) {
        try validateQualities(for: study)
        try Self.require(imageSpread, "imageSpread", in: 0...)
        try Self.require(participantSpread, "participantSpread", in: 0...)
        try Self.require(lapseRate, "lapseRate", in: 0...1)
        try Self.require(sideBias, "sideBias", in: (-Double.greatestFiniteMagnitude)...)
        try Self.require(tieThreshold, "tieThreshold", in: 0...)
        try Self.require(attention, "attention", in: 0...1)
        try Self.require(rt.median, "rt.median", in: Double.leastNonzeroMagnitude..., "a number above 0")
        try Self.require(rt.sigma, "rt.sigma", in: 0...)
        try Self.require(rt.perDifficulty, "rt.perDifficulty", in: 0...)
        guard gradeThresholds.count == 3, gradeThresholds.allSatisfy({ $0.isFinite && $0 >= 0 }),
            gradeThresholds == gradeThresholds.sorted()
        else {
            throw ObserverModelError(
                .outOfRange,
                "gradeThresholds",
                "gradeThresholds is \(gradeThresholds); expected three numbers of at least 0 in ascending order, "
                    + "where grades 1, 2 and 3 begin."
            )
        }
    }

    private func validateQualities(for study: Study) throws(ObserverModelError) {
        let known = study.explainers.map(\.id)
        for (explainer, value) in quality.sorted(by: { $0.key < $1.key }) {
            guard known.contains(explainer) else {
                throw ObserverModelError(
                    .unknownExplainer,
                    "quality.\(explainer)",
                    "quality.\(explainer) is no explainer of study \(study.id); it has "
                        + "\(known.map(\.rawValue).joined(separator: ", "))."
                )
            }
            try Self.require(value, "quality.\(explainer)", in: (-Double.greatestFiniteMagnitude)...)
        }
        for explainer in known where quality[explainer] == nil {
            throw ObserverModelError(
                .missingKey,
                "quality.\(explainer)",
                "quality.\(explainer) is missing; give each explainer of study \(study.id) a number."
            )
        }
    }

    private static func require(
        _ value: Double,
        _ key: String,
        in range: some RangeExpression<Double>,
        _ expected: String? = nil
    ) throws(ObserverModelError) {
        guard value.isFinite, range.contains(value) else {
            let allowed =
                range.contains(-1) ? "a finite number" : range.contains(2) ? "a number of at least 0" : "a number 0…1"
            throw ObserverModelError(.outOfRange, key, "\(key) is \(value); expected \(expected ?? allowed).")
        }
    }
}
