/// Maximum likelihood worths of a model of differences, with the effect of the left side where it is asked for.
///
/// Worths have mean 0.
struct DifferenceFit {
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
        _ counts: OutcomeCounts,
        model: DifferenceModel,
        hasSide: Bool,
        precision: Double = 0
    ) throws(Undefined) {
        self.model = model
        let items = counts.itemCount
        let size = items + (hasSide ? 1 : 0) + (model.hasTies ? 1 : 0)
        var start = [Double](repeating: 0, count: size)
        if model.hasTies {
            let share = Double(counts.tieCount) / Double(max(1, counts.answerCount))
            start[size - 1] = model.tiesOfEqualItems(share: share)
        }
        let ascent = try NewtonAscent(from: start, worths: items) { parameters in
            var point = Self.sums(counts.pairs, parameters, items, model, hasSide)
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
    func clusteredCovariance(_ counts: OutcomeCounts) -> SquareMatrix? {
        guard counts.participantCount > 1 else { return nil }
        let (size, items) = (covariance.size, counts.itemCount)
        var scores = [Double](repeating: 0, count: counts.participantCount * size)
        var (row, last) = (-1, Int32(-1))
        for cell in counts.cells {
            if cell.participant != last {
                row += 1
                last = cell.participant
            }
            let (left, right) = (Int(cell.left), Int(cell.right))
            let terms = cell.terms(model, worths[left] - worths[right] + (side ?? 0), ties ?? 0)
            scores[row * size + left] += terms.d
            scores[row * size + right] -= terms.d
            if side != nil { scores[row * size + items] += terms.d }
            if ties != nil { scores[row * size + size - 1] += terms.e }
        }
        let influences = covariance.product(scores)
        var result = SquareMatrix.outerProduct(influences, count: size)
        let (groups, count) = (Double(counts.participantCount), Double(counts.answerCount))
        let free = count - Double(size - 1)
        let correction = groups / (groups - 1) * (free > 0 ? (count - 1) / free : 1)
        for index in result.elements.indices { result.elements[index] *= correction }
        return result
    }

    private static func sums(
        _ pairs: [OutcomeCounts.Cell],
        _ parameters: [Double],
        _ items: Int,
        _ model: DifferenceModel,
        _ hasSide: Bool
    ) -> NewtonAscent.Point {
        let size = parameters.count
        var (value, gradient) = (0.0, [Double](repeating: 0, count: size))
        var information = SquareMatrix(size: size)
        let ties = model.hasTies ? size - 1 : nil
        func add(_ terms: DifferenceModel.Terms, at place: Int, sign: Double) {
            gradient[place] += sign * terms.d
            information[place, place] += terms.dd
            guard let ties else { return }
            information[place, ties] += sign * terms.de
            information[ties, place] += sign * terms.de
        }
        for pair in pairs {
            let (left, right) = (Int(pair.left), Int(pair.right))
            let d = parameters[left] - parameters[right] + (hasSide ? parameters[items] : 0)
            let terms = pair.terms(model, d, ties.map { parameters[$0] } ?? 0)
            value += terms.value
            add(terms, at: left, sign: 1)
            add(terms, at: right, sign: -1)
            information[left, right] -= terms.dd
            information[right, left] -= terms.dd
            if hasSide {
                add(terms, at: items, sign: 1)
                for (end, sign) in [(left, 1.0), (right, -1.0)] {
                    information[items, end] += sign * terms.dd
                    information[end, items] += sign * terms.dd
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
