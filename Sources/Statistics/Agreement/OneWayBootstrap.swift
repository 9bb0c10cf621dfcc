import Dispatch
import SeededRandom

/// Bootstraps of an agreement coefficient over units, raters or answers; each resample has its own stream of random
/// numbers, so that results do not depend on the number of threads.
struct OneWayBootstrap<Coefficient: AgreementCoefficient>: Sendable {
    let sums: UnitSums<Coefficient>
    let data: AgreementCounts
    let options: AnalysisOptions

    /// A variance, and how many resamples had no value.
    typealias Variance = (value: Double, failed: Int)

    /// What one thread draws into.
    private struct Scratch {
        var sums: UnitSums<Coefficient>
        var counts: AgreementCounts
        var totals: [Double]
        var drawn: [Int32]
        var weights: [Double]
    }

    func unitVariance() -> Variance {
        let groups = data.design.clusters.count
        let needsCounts = sums.coefficient.needsCounts
        return variance(0, drawing: groups, scale: Double(groups) / Double(groups - 1)) { generator, scratch in
            generator.resample(into: &scratch.drawn)
            if needsCounts { scratch.counts.reweight(clusters: scratch.drawn) }
            scratch.sums.totals(scratch.drawn, into: &scratch.totals)
        }
    }

    func raterVariance() -> Variance {
        let groups = data.design.raterCount
        return variance(1, drawing: groups, scale: Double(groups) / Double(groups - 1)) { generator, scratch in
            generator.resample(into: &scratch.drawn)
            scratch.counts.reweight(raters: scratch.drawn.map { Double($0) })
            scratch.sums.fill(scratch.counts)
            scratch.totals = scratch.sums.totals()
        }
    }

    /// Draws what one rater answered in one cluster of units, each with a weight of its own.
    func answerVariance() -> Variance {
        let groups = data.design.answerGroups()
        return variance(2, drawing: 0, scale: 1) { generator, scratch in
            if scratch.weights.isEmpty { scratch.weights = [Double](repeating: 0, count: groups.count) }
            generator.drawWeights(into: &scratch.weights)
            // Groups are numbered as they occur, so that as many groups as answers are the answers in their order.
            let isOwnGroup = groups.count == groups.ofCell.count
            let weights = scratch.weights
            scratch.counts.reweight(answers: isOwnGroup ? weights : groups.ofCell.map { weights[Int($0)] })
            scratch.sums.fill(scratch.counts)
            scratch.totals = scratch.sums.totals()
        }
    }

    private func variance(
        _ stream: UInt64,
        drawing drawn: Int,
        scale: Double,
        _ draw: @Sendable (inout SeededGenerator, inout Scratch) -> Void
    ) -> Variance {
        var draws = [Double](repeating: .nan, count: options.resamples)
        let threads = 8
        draws.withUnsafeMutableBufferPointer { buffer in
            // Each thread writes its own elements.
            nonisolated(unsafe) let draws = buffer
            withoutActuallyEscaping(draw) { draw in
                DispatchQueue.concurrentPerform(iterations: threads) { thread in
                    var scratch = Scratch(
                        sums: sums,
                        counts: data,
                        totals: [Double](repeating: 0, count: sums.coefficient.width),
                        drawn: [Int32](repeating: 0, count: drawn),
                        weights: []
                    )
                    for index in stride(from: thread, to: options.resamples, by: threads) {
                        var generator = SeededGenerator(seed: options.seed, stream: 3 * UInt64(index) + stream)
                        draw(&generator, &scratch)
                        if let value = try? sums.coefficient.value(scratch.totals, scratch.counts) {
                            draws[index] = value
                        }
                    }
                }
            }
        }
        let values = draws.filter { !$0.isNaN }
        guard values.count > 1 else { return (0, options.resamples) }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (scale * squares / Double(values.count - 1), options.resamples - values.count)
    }
}

extension SeededGenerator {
    /// Draws weights 0, 1, 2, 3 with odds 6 : 6 : 2 : 2, whose mean and variance are 1; sixteen to a random word.
    fileprivate mutating func drawWeights(into weights: inout [Double]) {
        // Two bits for each of the sixteen values of four random bits.
        let table: UInt64 = 0xFA55_5000
        var word: UInt64 = 0
        weights.withUnsafeMutableBufferPointer { weights in
            for index in weights.indices {
                if index & 15 == 0 { word = next() }
                weights[index] = Double(Int32(truncatingIfNeeded: (table >> (2 * (word & 15))) & 3))
                word >>= 4
            }
        }
    }
}
