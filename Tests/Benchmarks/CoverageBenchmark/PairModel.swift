import Foundation
import SeededRandom
import Statistics

/// Participants who choose between items by their own worths: common ones plus normal deviations of their own.
struct PairModel: Sendable {
    enum Link: Sendable {
        case logistic
        /// The standard deviation of a difference's noise is 1.
        case probit
        /// P(tie) ∝ ν √(πᵢ πⱼ), with log ν.
        case davidson(Double)
    }

    var participants = 20
    var items = 4
    /// Answers of each participant: the pairs in a random order of their own, over and over.
    var trials = 24
    /// The standard deviation of a participant's worth of an item about the common one.
    var spread = 0.0
    /// Mean and standard deviation over participants of what being on the left adds.
    var side = (mean: 0.0, deviation: 0.0)
    var link = Link.logistic
    /// The common worths are evenly spaced in ± this.
    var reach = 1.0

    var worths: [Double] { (0..<items).map { reach * (2 * Double($0) / Double(items - 1) - 1) } }

    /// Chances of left and tie at a difference.
    private func chances(_ difference: Double) -> (left: Double, tie: Double) {
        switch link {
        case .logistic: return (logistic(difference), 0)
        case .probit: return (Normal.cdf(difference), 0)
        case .davidson(let logNu):
            let (left, right, tie) = (exp(difference / 2), exp(-difference / 2), exp(logNu))
            return (left / (left + right + tie), tie / (left + right + tie))
        }
    }

    /// Over all participants, the chance that the left item is chosen, and that neither is.
    func leftChance(_ left: Int, _ right: Int) -> (left: Double, tie: Double) {
        let deviation = (2 * spread * spread + side.deviation * side.deviation).squareRoot()
        let difference = worths[left] - worths[right] + side.mean
        return (
            normalMean(difference, deviation) { chances($0).left },
            normalMean(difference, deviation) { chances($0).tie }
        )
    }

    /// Over all participants and both sides, the chance that one item beats another; a tie is half a win.
    func winChance(_ item: Int, _ other: Int) -> Double {
        let (first, second) = (leftChance(item, other), leftChance(other, item))
        return (first.left + first.tie / 2 + 1 - second.left - second.tie / 2) / 2
    }

    /// The log-worths to which the estimates tend with more participants: those that fit the chances best.
    ///
    /// Every pair is as frequent as any other. The maximum of the expected likelihood, by gradient steps.
    func fittedWorths() -> [Double] {
        if case .probit = link {
            // Normal deviations make the noise larger and leave it normal.
            return worths.map { $0 / (1 + 2 * spread * spread).squareRoot() }
        }
        var (worths, logNu) = (worths, -20.0)
        if case .davidson(let value) = link { logNu = value }
        let hasTies = logNu > -20
        let pairs = (0..<items).flatMap { a in (0..<a).map { b in (a, b, winChance(a, b), tieChance(a, b)) } }
        for _ in 0..<4000 {
            var steps = [Double](repeating: 0, count: items)
            var tieStep = 0.0
            let model = PairModel(link: hasTies ? .davidson(logNu) : .logistic)
            for (a, b, win, tie) in pairs {
                let found = model.chances(worths[a] - worths[b])
                let rest = win - found.left - found.tie / 2
                steps[a] += rest
                steps[b] -= rest
                tieStep += tie - found.tie
            }
            for item in worths.indices { worths[item] += 2 * steps[item] / Double(items) }
            if hasTies { logNu += 2 * tieStep / Double(pairs.count) }
        }
        return worths
    }

    private func tieChance(_ a: Int, _ b: Int) -> Double { (leftChance(a, b).tie + leftChance(b, a).tie) / 2 }

    func simulate(_ generator: inout SeededGenerator) throws -> PairTable {
        var pairs = (0..<items).flatMap { a in (0..<a).map { b in (a, b) } }
        let common = worths
        var builder = PairTable.Builder()
        builder.reserveCapacity(participants * trials)
        for participant in 0..<participants {
            let own = common.map { spread > 0 ? $0 + spread * generator.normal() : $0 }
            let ownSide = side.deviation > 0 ? side.mean + side.deviation * generator.normal() : side.mean
            generator.shuffle(&pairs)
            for trial in 0..<trials {
                let (a, b) = pairs[trial % pairs.count]
                let (left, right) = generator.isTrue(0.5) ? (a, b) : (b, a)
                let chances = chances(own[left] - own[right] + ownSide)
                let drawn = generator.uniform()
                let isLeft = drawn < chances.left
                try builder.add(
                    participant: Names.participants[participant],
                    left: Names.items[left],
                    right: Names.items[right],
                    outcome: isLeft ? .left : drawn < chances.left + chances.tie ? .tie : .right,
                    line: 1
                )
            }
        }
        return builder.build()
    }
}
