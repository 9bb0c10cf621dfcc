internal import RealModule

/// The variances of y = μ + aᵢ + bⱼ + ε by restricted maximum likelihood; every pair (i, j) once at most.
struct VarianceComponents {
    /// One observation.
    typealias Observation = (first: Int, second: Int, value: Double)

    /// The logarithms of both factors' variances over that of the residuals.
    let logRatios: [Double]
    /// Second derivatives of the deviance by them, [11, 12, 22].
    let curvature: [Double]

    /// Fits the variances; nil where the likelihood has no maximum.
    init?(_ observations: [Observation], levels: (first: Int, second: Int)) {
        let eliminatesFirst = levels.first >= levels.second
        let model = RestrictedLikelihood(
            observations.map {
                .init(
                    outer: eliminatesFirst ? $0.first : $0.second,
                    inner: eliminatesFirst ? $0.second : $0.first,
                    value: $0.value
                )
            },
            outerCount: max(levels.first, levels.second),
            innerCount: min(levels.first, levels.second)
        )
        guard let point = model.maximum(), let second = model.curvature(point) else { return nil }
        let (one, other) = eliminatesFirst ? (0, 1) : (1, 0)
        logRatios = [point[one], point[other]]
        curvature = [second[one, one], second[one, other], second[other, other]]
    }

    /// A factor's variance over that of the residuals.
    func ratio(_ factor: Int) -> Double {
        logRatios[factor] > RestrictedLikelihood.leastRatio ? Double.exp(logRatios[factor]) : 0
    }
}
