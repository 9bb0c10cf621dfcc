/// Maximum likelihood worths of a model of differences, with the effect of the left side where it is asked for.
///
/// Worths have mean 0.
struct DifferenceFit {
    /// An answer: items, what was answered, by whom.
    struct Answer {
        let participant: Int
        let left: Int
        let right: Int
        let outcome: PairTable.Outcome
    }

    /// The first answers of a table, sorted, so that sums do not depend on the order of rows, to the last bit.
    static func answers(of table: PairTable, droppingTies: Bool = false) -> [Answer] {
        table.firsts.filter { !droppingTies || $0.outcome != .tie }.map { judgement in
            Answer(
                participant: Int(judgement.participant),
                left: Int(judgement.left),
                right: Int(judgement.right),
                outcome: judgement.outcome
            )
        }.sorted {
            ($0.participant, $0.left, $0.right, $0.outcome.rawValue) < (
                $1.participant, $1.left, $1.right, $1.outcome.rawValue
            )
        }
    }

    let worths: [Double]
    /// What being on the left adds to the difference; nil where it was not asked for.
    let side: Double?
    /// The parameter of ties; nil for models without one.
    let ties: Double?
    let logLikelihood: Double
    /// The covariance matrix of worths, side and ties by the inverse information.
    let covariance: SquareMatrix

    private let model: DifferenceModel

    /// Fits a model.
    ///
    /// - Parameter precision: one over the variance of a normal prior on each worth; 0 for none.
    /// - Throws: ``Undefined`` where Newton's method does not converge or something cannot be told apart.
    init(
        _ answers: [Answer],
        items: Int,
        model: DifferenceModel,
        hasSide: Bool,
        precision: Double = 0
    ) throws(Undefined) {
        self.model = model
        let size = items + (hasSide ? 1 : 0) + (model.hasTies ? 1 : 0)
        var counts: [Int: [Double]] = [:]
        for answer in answers {
            let outcome = answer.outcome == .left ? 0 : answer.outcome == .right ? 1 : 2
            counts[answer.left * items + answer.right, default: [0, 0, 0]][outcome] += 1
        }
        let pairs = counts.sorted { $0.key < $1.key }
        var start = [Double](repeating: 0, count: size)
        if model.hasTies {
            let share = Double(answers.count { $0.outcome == .tie }) / Double(max(1, answers.count))
            start[size - 1] = model.tiesOfEqualItems(share: share)
        }
        let ascent = try NewtonAscent(from: start, worths: items) { parameters in
            var point = Self.sums(pairs, parameters, items, model, hasSide)
            for item in 0..<items where precision > 0 {
                point.value -= precision / 2 * parameters[item] * parameters[item]
                point.gradient[item] -= precision * parameters[item]
                point.information[item, item] += precision
            }
            return point
        }
        let parameters = ascent.parameters
        guard parameters.allSatisfy({ abs($0) < 30 }) else {
            throw Undefined("some estimates are infinite: one answer never occurs", status: .infinite)
        }
        worths = Array(parameters[..<items])
        side = hasSide ? parameters[items] : nil
        ties = model.hasTies ? parameters[size - 1] : nil
        logLikelihood = ascent.value + precision / 2 * worths.reduce(0) { $0 + $1 * $1 }
        covariance = ascent.covariance
    }

    /// The covariance matrix that holds with dependent answers of one participant; nil with a single participant.
    ///
    /// Liang and Zeger 1986, DOI 10.1093/biomet/73.1.13, corrected as for ``BradleyTerryFit``.
    func clusteredCovariance(_ answers: [Answer], items: Int) -> SquareMatrix? {
        let size = covariance.size
        var scores: [Int: [Double]] = [:]
        for answer in answers {
            let d = worths[answer.left] - worths[answer.right] + (side ?? 0)
            let terms = model.terms(answer.outcome, d, ties ?? 0)
            var score = scores[answer.participant] ?? [Double](repeating: 0, count: size)
            score[answer.left] += terms.d
            score[answer.right] -= terms.d
            if side != nil { score[items] += terms.d }
            if ties != nil { score[size - 1] += terms.e }
            scores[answer.participant] = score
        }
        guard scores.count > 1 else { return nil }
        var result = SquareMatrix(size: size)
        for (_, score) in scores.sorted(by: { $0.key < $1.key }) {
            let influence = (0..<size).map { row in (0..<size).reduce(0) { $0 + covariance[row, $1] * score[$1] } }
            for row in 0..<size { for column in 0..<size { result[row, column] += influence[row] * influence[column] } }
        }
        let (groups, count, free) = (Double(scores.count), Double(answers.count), Double(answers.count - size + 1))
        let correction = groups / (groups - 1) * (free > 0 ? (count - 1) / free : 1)
        for index in result.elements.indices { result.elements[index] *= correction }
        return result
    }

    private static func sums(
        _ pairs: [(key: Int, value: [Double])],
        _ parameters: [Double],
        _ items: Int,
        _ model: DifferenceModel,
        _ hasSide: Bool
    ) -> NewtonAscent.Point {
        let size = parameters.count
        var (value, gradient) = (0.0, [Double](repeating: 0, count: size))
        var information = SquareMatrix(size: size)
        let ties = model.hasTies ? size - 1 : nil
        for (key, counts) in pairs {
            let (left, right) = key.quotientAndRemainder(dividingBy: items)
            let d = parameters[left] - parameters[right] + (hasSide ? parameters[items] : 0)
            var terms = DifferenceModel.Terms()
            for (index, outcome) in [PairTable.Outcome.left, .right, .tie].enumerated() where counts[index] > 0 {
                terms.add(model.terms(outcome, d, ties.map { parameters[$0] } ?? 0), times: counts[index])
            }
            value += terms.value
            let ends = [(left, 1.0), (right, -1.0)] + (hasSide ? [(items, 1.0)] : [])
            for (a, signA) in ends {
                gradient[a] += signA * terms.d
                for (b, signB) in ends { information[a, b] += signA * signB * terms.dd }
                if let ties {
                    information[a, ties] += signA * terms.de
                    information[ties, a] += signA * terms.de
                }
            }
            if let ties {
                gradient[ties] += terms.e
                information[ties, ties] += terms.ee
            }
        }
        return NewtonAscent.Point(value: value, gradient: gradient, information: information)
    }
}
