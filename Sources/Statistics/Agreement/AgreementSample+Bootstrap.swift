import Dispatch
import SeededRandom

/// Bootstraps over units, raters or answers.
///
/// Random numbers depend on the resample, or on the eight resamples that are counted side by side, so that results do not
/// depend on the number of threads.
extension AgreementSample {
    /// What one thread draws into.
    private struct Scratch {
        var sums: UnitSums<Coefficient>
        var counts: AgreementCounts
        var totals: [Double]
        var drawn: [Int32]

        /// The coefficient with raters weighted.
        mutating func value(raters weights: [Double]) -> Double? {
            counts.reweight(raters: weights)
            return recounted()
        }

        /// The coefficient with answers weighted.
        mutating func value(answers weights: [Double]) -> Double? {
            counts.reweight(answers: weights)
            return recounted()
        }

        private mutating func recounted() -> Double? {
            sums.fill(counts)
            return try? sums.coefficient.value(sums.totals(), counts)
        }
    }

    func unitDraws(_ options: AnalysisOptions) -> Replicates {
        let groups = design.clusters.count
        let needsCounts = sums.coefficient.needsCounts
        return oneByOne(options.resamples, .draws(scale: Double(groups) / Double(groups - 1))) { index, scratch in
            if scratch.drawn.isEmpty { scratch.drawn = [Int32](repeating: 0, count: groups) }
            var generator = SeededGenerator(seed: options.seed, stream: 3 * UInt64(index))
            generator.resample(into: &scratch.drawn)
            if needsCounts { scratch.counts.reweight(clusters: scratch.drawn) }
            scratch.sums.totals(scratch.drawn, into: &scratch.totals)
            return try? scratch.sums.coefficient.value(scratch.totals, scratch.counts)
        }
    }

    func raterDraws(_ options: AnalysisOptions) -> Replicates {
        let groups = design.raterCount
        return weightingRaters(options.resamples, .draws(scale: Double(groups) / Double(groups - 1))) { index in
            var generator = SeededGenerator(seed: options.seed, stream: 3 * UInt64(index) + 1)
            var drawn = [Int32](repeating: 0, count: groups)
            generator.resample(into: &drawn)
            return drawn.map { Double($0) }
        }
    }

    /// The coefficient of the other raters, for each one.
    func withoutRaters() -> Replicates {
        let groups = design.raterCount
        return weightingRaters(groups, .deletions) { rater in
            var weights = [Double](repeating: 1, count: groups)
            weights[rater] = 0
            return weights
        }
    }

    /// The coefficient with raters counted as often as is said.
    private func weightingRaters(
        _ number: Int,
        _ kind: Replicates.Kind,
        _ weights: @Sendable (Int) -> [Double]
    ) -> Replicates {
        if sums.coefficient.needsCounts {
            return oneByOne(number, kind) { index, scratch in scratch.value(raters: weights(index)) }
        }
        return sideBySide(number, kind) { first, counter in
            var lanes = [SIMD8<Float>](repeating: .zero, count: design.raterCount)
            for lane in 0..<min(8, number - first) {
                for (rater, weight) in weights(first + lane).enumerated() { lanes[rater][lane] = Float(weight) }
            }
            counter.count(raters: lanes)
        }
    }

    /// Draws what one rater answered in one cluster of units, each with a weight of its own.
    func answerDraws(_ options: AnalysisOptions) -> Replicates {
        let groups = design.answerGroups()
        @Sendable func generator(_ first: Int) -> SeededGenerator {
            SeededGenerator(seed: options.seed, stream: 3 * UInt64(first) + 2)
        }
        if sums.coefficient.needsCounts {
            return oneByOne(options.resamples, .draws(scale: 1)) { index, scratch in
                var generator = generator(index)
                var own = RandomWeights()
                let weights = (0..<groups.count).map { _ in Double(own.next(&generator)[0]) }
                return scratch.value(answers: groups.ofCell.map { weights[Int($0)] })
            }
        }
        return sideBySide(options.resamples, .draws(scale: 1)) { first, counter in
            var generator = generator(first)
            // Groups are numbered as they occur, so that as many groups as answers are the answers in their order.
            guard groups.count == groups.ofCell.count else {
                var own = RandomWeights()
                let weights = (0..<groups.count).map { _ in own.next(&generator) }
                counter.count { cell in weights[Int(groups.ofCell[cell])] }
                return
            }
            var own = RandomWeights()
            counter.count { _ in own.next(&generator) }
        }
    }

    /// Computes replicates one by one, on several threads.
    private func oneByOne(
        _ number: Int,
        _ kind: Replicates.Kind,
        _ draw: @Sendable (Int, inout Scratch) -> Double?
    ) -> Replicates {
        let values = Self.concurrently(number, by: 1) {
            Scratch(
                sums: sums,
                counts: counts,
                totals: [Double](repeating: 0, count: sums.coefficient.width),
                drawn: []
            )
        } body: { index, scratch, values in
            if let value = draw(index, &scratch) { values[index] = value }
        }
        return Replicates(kind: kind, values: values)
    }

    /// Computes eight replicates at a time, on several threads.
    private func sideBySide(
        _ number: Int,
        _ kind: Replicates.Kind,
        _ draw: @Sendable (Int, inout LaneCounter<Coefficient>) -> Void
    ) -> Replicates {
        let values = Self.concurrently(number, by: 8) {
            (LaneCounter(design, sums.coefficient), counts)
        } body: { first, scratch, values in
            draw(first, &scratch.0)
            for lane in 0..<min(8, number - first) {
                if let weights = scratch.0.raterWeight(lane) { scratch.1.setRaterWeight(weights) }
                if let value = try? sums.coefficient.value(scratch.0.sums(lane), scratch.1) {
                    values[first + lane] = value
                }
            }
        }
        return Replicates(kind: kind, values: values)
    }

    /// Fills a list of values in steps; NaN where `body` gives none.
    private static func concurrently<Own>(
        _ count: Int,
        by step: Int,
        scratch: @Sendable () -> Own,
        body: @Sendable (Int, inout Own, UnsafeMutableBufferPointer<Double>) -> Void
    ) -> [Double] {
        var values = [Double](repeating: .nan, count: count)
        let threads = 8
        values.withUnsafeMutableBufferPointer { buffer in
            // Each thread writes its own elements.
            nonisolated(unsafe) let values = buffer
            withoutActuallyEscaping(body) { body in
                withoutActuallyEscaping(scratch) { scratch in
                    DispatchQueue.concurrentPerform(iterations: threads) { thread in
                        var own = scratch()
                        for index in stride(from: thread * step, to: count, by: threads * step) {
                            body(index, &own, values)
                        }
                    }
                }
            }
        }
        return values
    }
}
