internal import RealModule

/// Maximum likelihood worths of a model of differences, with the effect of the left side where it is asked for.
///
/// Newton's method; worths have mean 0.
struct DifferenceFit {
    /// An answer: items, what was answered, by whom.
    struct Answer {
        let participant: Int
        let left: Int
        let right: Int
        let outcome: PairTable.Outcome
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
    /// - Throws: ``Undefined`` where Newton's method does not converge or something cannot be told apart.
    init(
        _ answers: [Answer],
        items: Int,
        model: DifferenceModel,
        hasSide: Bool
    ) throws(Undefined) {
        self.model = model
        let size = items + (hasSide ? 1 : 0) + (model.hasTies ? 1 : 0)
        var counts: [Int: [Double]] = [:]
        for answer in answers {
            let outcome = answer.outcome == .left ? 0 : answer.outcome == .right ? 1 : 2
            counts[answer.left * items + answer.right, default: [0, 0, 0]][outcome] += 1
        }
        let pairs = counts.sorted { $0.key < $1.key }
        var parameters = [Double](repeating: 0, count: size)
        if model.hasTies {
            // The share of ties where all items are alike.
            let share = Double(answers.count { $0.outcome == .tie }) / Double(max(1, answers.count))
            let ratio = min(max(share / max(1 - share, 1e-6), 1e-6), 1e6)
            parameters[size - 1] =
                model.hasTies && { if case .davidson = model { true } else { false } }()
                ? Double.log(2 * ratio) : Double.log(max(1e-3, Double.log(1 + 2 * ratio)))
        }
        var (value, gradient, information) = Self.sums(pairs, parameters, items, model, hasSide)
        var steps = 0
        while true {
            steps += 1
            guard steps <= 100 else {
                throw Undefined("the maximum likelihood fit did not converge in 100 Newton steps")
            }
            Self.fixMean(&information, items)
            var step = gradient
            guard let factor = Self.factor(&information) else {
                throw Undefined("the information matrix is singular: some parameters cannot be told apart")
            }
            factor.solve(&step)
            var scale = 1.0
            var next = parameters
            var nextValue = value
            repeat {
                for index in next.indices { next[index] = parameters[index] + scale * min(5, max(-5, step[index])) }
                nextValue = Self.sums(pairs, next, items, model, hasSide).value
                scale /= 2
            } while !(nextValue >= value - 1e-10 * abs(value)) && scale > 1e-8
            parameters = next
            (value, gradient, information) = Self.sums(pairs, parameters, items, model, hasSide)
            if step.allSatisfy({ abs($0) < 1e-9 }) { break }
        }
        guard parameters.allSatisfy({ abs($0) < 30 }) else {
            throw Undefined("some estimates are infinite: one answer never occurs", status: .infinite)
        }
        let mean = parameters[..<items].reduce(0, +) / Double(items)
        worths = parameters[..<items].map { $0 - mean }
        side = hasSide ? parameters[items] : nil
        ties = model.hasTies ? parameters[size - 1] : nil
        logLikelihood = value
        let added = Self.fixMean(&information, items)
        guard var covariance = information.choleskyFactor()?.inverse() else {
            throw Undefined("the information matrix is singular: some parameters cannot be told apart")
        }
        let excess = 1 / (added * Double(items * items))
        for row in 0..<items { for column in 0..<items { covariance[row, column] -= excess } }
        self.covariance = covariance
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
    ) -> (value: Double, gradient: [Double], information: SquareMatrix) {
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
        return (value, gradient, information)
    }

    /// Adds c·J to the block of worths, whose mean the likelihood does not know, and returns c.
    @discardableResult
    private static func fixMean(_ information: inout SquareMatrix, _ items: Int) -> Double {
        var trace = 0.0
        for index in 0..<items { trace += information[index, index] }
        let added = max(trace, 1e-12) / Double(items * items)
        for row in 0..<items { for column in 0..<items { information[row, column] += added } }
        return added
    }

    /// The factor, with a ridge added where the curvature is the wrong way far from the maximum.
    private static func factor(_ information: inout SquareMatrix) -> CholeskyFactor? {
        var ridge = 0.0
        for _ in 0..<12 {
            if let factor = information.choleskyFactor() { return factor }
            let next = max(1e-8, ridge * 10)
            for index in 0..<information.size { information[index, index] += next - ridge }
            ridge = next
        }
        return nil
    }
}
