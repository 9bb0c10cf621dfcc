import Statistics

/// What `Golden/make_preference.py` and `Golden/make_preference.R` wrote.
struct PreferenceGolden: Decodable {
    struct Covariates: Decodable {
        struct Fit: Decodable {
            let coefficients: [Double]
            let naive: [Double]
            let clustered: [Double]
            let logLikelihood: Double
        }
        let values: [[Double]]
        let plain: Fit
        let side: Fit
    }
    struct Prior: Decodable {
        let sd: Double
        let worths: [Double]
        let thurstoneJND: [Double]
    }
    struct Three: Decodable {
        struct Maximum: Decodable {
            let worths: [Double]
            let participantSD: Double
            let logLikelihood: Double
        }
        let rows: [[Int]]
        let laplace: Maximum
        let quadrature: Maximum
    }
    let rows: [[Int]]
    let covariates: Covariates
    let prior: Prior
    let three: Three
    let two: [[Int]]

    /// R's glm, MASS and lme4.
    struct FromR: Decodable {
        struct Side: Decodable {
            let value: Double
            let error: Double
            let ratio: Double
        }
        struct Group: Decodable {
            let ratio: Double
            let df: Double
        }
        struct Pair: Decodable {
            let difference: Double
            let error: Double
            let p: Double
            let adjusted: Double
        }
        struct Two: Decodable {
            let value: Double
            let error: Double
            let sd: Double
            let logLikelihood: Double
        }
        let mass: [[Double]]
        let relative: [[Double]]
        let centred: [[Double]]
        let deviance: Double
        let pearson: Double
        let df: Double
        let side: Side
        let group: Group
        let contrasts: [Pair]
        let two: Two
    }

    static func load() throws -> (python: PreferenceGolden, r: FromR) {
        (
            try Golden.load("preference.json", as: PreferenceGolden.self),
            try Golden.load("preference_r.json", as: FromR.self)
        )
    }

    /// The rows with what further columns say.
    static func table(
        _ rows: [[Int]],
        group: (Int) -> String? = { _ in nil },
        covariates: (names: [String], values: [[Double]]) = ([], [])
    ) throws -> PairTable {
        var builder = PairTable.Builder(covariates: covariates.names)
        for (index, row) in rows.enumerated() {
            try builder.add(
                participant: "p\(row[0])",
                left: "\(row[1])",
                right: "\(row[2])",
                outcome: row[3] == 1 ? .left : .right,
                group: group(row[0]),
                covariates: covariates.names.isEmpty ? [] : covariates.values[index],
                line: index + 2
            )
        }
        return builder.build()
    }
}
