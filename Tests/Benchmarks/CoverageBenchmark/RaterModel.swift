import SeededRandom
import Statistics

/// Raters who see an item's true category or guess: P(seen) is the rater's accuracy times the item's ease.
///
/// Items differ in category and ease, raters in accuracy and in how they guess; all are drawn anew for each study. The
/// coefficients' values for all items, and all raters or those drawn, have closed forms.
struct RaterModel: Sendable {
    var items = 20
    var raters = 20
    /// The share of ratings that are missing at random.
    var missing = 0.0
    var prevalence = [0.4, 0.35, 0.25]
    var accuracy = Share.beta(8, 2)
    var ease = Share.beta(8, 2)
    /// Parameters of the Dirichlet distribution of a rater's guesses.
    var guesses = [2, 2, 2]

    /// A rater's accuracy and guesses.
    struct Rater {
        let accuracy: Double
        let guesses: [Double]
    }

    /// A coefficient's parts: agreement of two raters, that of chance for several coefficients.
    struct Values {
        let agreement: Double
        /// Σ of squared shares of categories.
        let fleissChance: Double
        let congerChance: Double
        /// Mean squared difference of two raters' values, and of two ratings of all.
        let squaredDifference: Double
        let squaredSpread: Double
        let categories: Double

        /// The value of a coefficient.
        func value(_ name: String, _ level: MeasurementLevel) -> Double {
            func corrected(_ chance: Double) -> Double { (agreement - chance) / (1 - chance) }
            switch name {
            case "percent-agreement": return agreement
            case "gwet-ac1": return corrected((1 - fleissChance) / (categories - 1))
            case "conger-kappa", "cohen-kappa": return corrected(congerChance)
            case "krippendorff-alpha" where level == .interval: return 1 - squaredDifference / squaredSpread
            default: return corrected(fleissChance)
            }
        }
    }

    /// The values for all raters: two of them are as independent of each other as two mean raters.
    var population: Values {
        let total = Double(guesses.reduce(0, +))
        let mean = Rater(accuracy: accuracy.mean, guesses: guesses.map { Double($0) / total })
        return values([mean, mean])
    }

    /// The values for these raters and all items.
    func values(_ raters: [Rater]) -> Values {
        let shares = raters.map(shares)
        let count = Double(raters.count)
        let mean = prevalence.indices.map { category in shares.reduce(0) { $0 + $1[category] } / count }
        var (agreement, conger, difference, pairs) = (0.0, 0.0, 0.0, 0.0)
        for a in raters.indices {
            for b in 0..<a {
                agreement += joint(raters[a], raters[b]) { $0 == $1 ? 1 : 0 }
                difference += joint(raters[a], raters[b], Self.square)
                conger += zip(shares[a], shares[b]).reduce(0) { $0 + $1.0 * $1.1 }
                pairs += 1
            }
        }
        var spread = 0.0
        for a in mean.indices { for b in mean.indices { spread += mean[a] * mean[b] * Self.square(a, b) } }
        return Values(
            agreement: agreement / pairs,
            fleissChance: mean.reduce(0) { $0 + $1 * $1 },
            congerChance: conger / pairs,
            squaredDifference: difference / pairs,
            squaredSpread: spread,
            categories: Double(prevalence.count)
        )
    }

    private static func square(_ a: Int, _ b: Int) -> Double { Double((a - b) * (a - b)) }

    private func shares(_ rater: Rater) -> [Double] {
        let seen = rater.accuracy * ease.mean
        return zip(prevalence, rater.guesses).map { seen * $0 + (1 - seen) * $1 }
    }

    /// The mean over items of a function of two raters' categories.
    private func joint(_ first: Rater, _ second: Rater, _ function: (Int, Int) -> Double) -> Double {
        let both = first.accuracy * second.accuracy * ease.meanSquare
        let (one, two) = (first.accuracy * ease.mean, second.accuracy * ease.mean)
        var sum = 0.0
        for a in prevalence.indices {
            sum += both * prevalence[a] * function(a, a)
            for b in prevalence.indices {
                let seenByFirst = (one - both) * prevalence[a] * second.guesses[b]
                let seenBySecond = (two - both) * first.guesses[a] * prevalence[b]
                let guessed = (1 - one - two + both) * first.guesses[a] * second.guesses[b]
                sum += (seenByFirst + seenBySecond + guessed) * function(a, b)
            }
        }
        return sum
    }

    /// Draws raters, items and ratings.
    func simulate(_ generator: inout SeededGenerator) throws -> (table: RatingTable, raters: [Rater]) {
        let raters = (0..<raters).map { _ in
            Rater(accuracy: accuracy.draw(&generator), guesses: generator.dirichlet(guesses))
        }
        var builder = RatingTable.Builder()
        for item in 0..<items {
            let (category, ease) = (generator.index(prevalence), ease.draw(&generator))
            for (number, rater) in raters.enumerated() {
                let isSeen = generator.isTrue(rater.accuracy * ease)
                let guess = generator.index(rater.guesses)
                if missing > 0, generator.isTrue(missing) { continue }
                try builder.add(
                    participant: Names.participants[number],
                    item: Names.items[item],
                    value: String(isSeen ? category : guess),
                    line: 1
                )
            }
        }
        return (try builder.build(), raters)
    }
}
